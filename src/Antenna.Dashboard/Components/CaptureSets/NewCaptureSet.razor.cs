using System.Globalization;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.Look;
using Antenna.Data.CaptureSets;
using Antenna.Data.Occurrences;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Antenna.Dashboard.Components.CaptureSets;

/// <summary>Makes a capture set of the captures of what the filters of a page find, or of what is selected.</summary>
public sealed partial class NewCaptureSet(CaptureSetEditing editing, NavigationManager navigation) : LiveComponent
{
    private bool _isOpen;
    private bool _isBusy;
    private long? _captures;
    private string? _name;
    private string? _suggested;
    private CaptureSample _sample = CaptureSample.All;

    private string? _counted;

    /// <summary>What a set is made of, where nothing is selected to be.</summary>
    [Parameter]
    public OccurrenceFilter Filter { get; set; } = new();

    /// <summary>The ids of what is selected, to make the set of instead; null for what the filter finds.</summary>
    [Parameter]
    public IReadOnlyCollection<long>? Selected { get; set; }

    [Parameter]
    public string Label { get; set; } = "New capture set";

    /// <summary>Where there is no room below the button.</summary>
    [Parameter]
    public bool OpensUp { get; set; }

    private OccurrenceChoice Chosen => Selected is { } ids ? OccurrenceChoice.Of(ids) : OccurrenceChoice.Of(Filter);

    private string ChosenText => Selected is null ? "what the filters find now" : "what is selected";

    private string OthersText => Selected is null ? "those that the filters do not find" : "those that are not selected";

    /// <summary>What is counted, as a text that is another where that is another.</summary>
    private string Offered => Selected is { } ids ? string.Join(',', ids.Order()) : new OccurrencesAddress { Filter = Filter }.ToString();

    protected override Task OnParametersSetAsync() => _isOpen && _counted != Offered ? CountAsync() : Task.CompletedTask;

    private Task ToggleAsync()
    {
        _isOpen = !_isOpen;
        return _isOpen ? CountAsync() : Task.CompletedTask;
    }

    private Task CountAsync()
    {
        var (offered, chosen) = (Offered, Chosen);
        (_counted, _captures) = (offered, null);
        return LoadAsync(
            async cancellationToken =>
            {
                var captures = await editing.CountAsync(chosen, cancellationToken);
                if (offered == _counted)
                    _captures = captures;
            },
            "The captures could not be counted");
    }

    private static string LabelOf(CaptureSampleKind kind) => kind switch
    {
        CaptureSampleKind.EveryNth => "One of every so many, by time",
        CaptureSampleKind.AtRandom => "So many at random",
        _ => "All of them",
    };

    // What is no number in the field is the least that there is.
    private static int NumberOf(ChangeEventArgs change, int least) =>
        int.TryParse(change.Value as string, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Max(number, least) : least;

    private void Choose(CaptureSampleKind kind) => Sample(kind switch
    {
        CaptureSampleKind.EveryNth => new(kind, 10),

        // Any seed draws as well as another: this one is told, so that the same captures can be drawn again.
        CaptureSampleKind.AtRandom => new(kind, 100, Random.Shared.Next(1, 10_000)),
        _ => CaptureSample.All,
    });

    /// <summary>Takes a sample, and suggests a name that says which; a name that the person gave stays.</summary>
    private void Sample(CaptureSample sample)
    {
        _sample = sample;
        var suggestion = sample.Kind switch
        {
            CaptureSampleKind.EveryNth => $"One of every {Figures.Count(sample.Number)}",
            CaptureSampleKind.AtRandom => $"{Figures.Count(sample.Number)} at random, seed {sample.Seed.ToString(CultureInfo.InvariantCulture)}",
            _ => null,
        };
        if (string.IsNullOrWhiteSpace(_name) || _name == _suggested)
            _name = suggestion;
        _suggested = suggestion;
    }

    private void CloseByKey(KeyboardEventArgs key)
    {
        if (key.Key == "Escape")
            _isOpen = false;
    }

    private async Task CreateAsync()
    {
        _isBusy = true;
        long? made = null;
        await LoadAsync(async cancellationToken => made = await editing.CreateAsync(Chosen, _sample, _name!, cancellationToken), "The set could not be made");
        _isBusy = false;
        if (made is { } id)
            navigation.NavigateTo(new CaptureSetAddress(id));
    }
}
