using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Impacts;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.States;
using Antenna.PostProcessing.Masking.Impacts;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.CaptureSets;

/// <summary>What a launch would change, counted by the code of a run; every change of a setting starts a new count.</summary>
public sealed partial class MaskImpact(ImpactPasses passes) : LiveComponent
{
    private readonly MaskImpacts _impacts = new(passes);

    /// <summary>Of what the count is.</summary>
    private string? _basis;

    private PageError? _error;

    /// <summary>What a launch would mask, each with its plan.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<ClassifierChoice> Classifiers { get; set; } = null!;

    /// <summary>The page that it is on.</summary>
    [Parameter, EditorRequired]
    public CaptureSetAddress Address { get; set; } = null!;

    /// <summary>A setting is invalid; its field shows the reason.</summary>
    [Parameter]
    public bool IsWrong { get; set; }

    /// <summary>Just this is being done: there is nothing to count until it is done.</summary>
    [Parameter]
    public bool IsUnderWay { get; set; }

    /// <summary>Goes up when the rows changed: what would change is another then.</summary>
    [Parameter]
    public int Changes { get; set; }

    /// <summary>More is counted, or another count began.</summary>
    [Parameter]
    public EventCallback<IReadOnlyList<CountedImpact>> OnCounted { get; set; }

    protected override void OnInitialized() => Follow(Subscribe, _ => OnCounted.InvokeAsync(_impacts.All));

    protected override async Task OnParametersSetAsync()
    {
        var basis = string.Join(' ', [IsUnderWay, Changes, .. Classifiers.Select(classifier => $"{classifier.Plan!.SettingsHash}/{classifier.Plan.BatchSize}")]);
        if (_basis == basis)
            return;
        _basis = basis;
        await CountAsync();
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await _impacts.DisposeAsync();
        await base.DisposeAsyncCore();
    }

    private async Task CountAsync()
    {
        _error = null;
        await LoadAsync(cancellationToken => _impacts.CountAsync(
            IsUnderWay ? [] : [.. Classifiers.Select(choice => (choice.Plan!, (long?)choice.Row.InScope))], cancellationToken));
        _error = LoadError;
    }

    private IDisposable Subscribe(Action counted)
    {
        _impacts.Counted += counted;
        return new EventSubscription(() => _impacts.Counted -= counted);
    }
}
