using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.SignIn;
using Antenna.Data.TaxaLists;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.TaxaLists;

/// <summary>Makes a trial of who looks the next version of its list.</summary>
public sealed partial class PromoteTrial(TaxaListTrials trials, ICurrentPerson currentPerson, NavigationManager navigation) : LiveComponent
{
    private readonly string _noteId = $"note-{Guid.NewGuid():N}";
    private string? _note;
    private string? _refusal;
    private bool _isPromoting;

    [Parameter, EditorRequired]
    public TaxaListOverview List { get; set; } = null!;

    [Parameter, EditorRequired]
    public TaxaListTrialOverview Trial { get; set; } = null!;

    private async Task PromoteAsync()
    {
        if (_isPromoting)
            return;
        (_isPromoting, _refusal) = (true, null);
        await LoadAsync(
            async cancellationToken =>
            {
                var note = string.IsNullOrWhiteSpace(_note) ? null : _note.Trim();
                var promoted = await trials.PromoteAsync(Trial.Id, await currentPerson.GetAsync(cancellationToken), List.Newest?.Number ?? 0, note, cancellationToken);
                _refusal = promoted.Refusal;
                if (promoted.Number is { } number)
                    navigation.NavigateTo(DashboardUrls.TaxaList(List.Id, number), replace: true);
            },
            "It could not be promoted");
        (_isPromoting, _refusal) = (false, _refusal ?? LoadError?.Message);
    }
}
