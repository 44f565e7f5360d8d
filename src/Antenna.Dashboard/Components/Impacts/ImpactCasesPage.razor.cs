using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.Look;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Model;
using Antenna.Data.Projects;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Masking.Impacts;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Impacts;

/// <summary>
/// The occurrences that one number of an impact counts, as crops, before and after: found again by the pass that counted
/// them, and shown as they are found.
/// </summary>
public sealed partial class ImpactCasesPage(
    CaptureSetCatalog sets, MaskPlanner planner, ImpactPasses passes, ICurrentPerson currentPerson, CurrentProject project) : AddressedPage<ImpactCasesAddress>
{
    private const int Size = 24;

    private readonly Dictionary<long, ImpactCaseCard> _cards = [];
    private CaptureSetDetails? _set;
    private MaskPlan? _plan;
    private string? _refusal;
    private List<ImpactCase> _shown = [];
    private Dictionary<long, TaxonName> _names = [];
    private CancellationTokenSource? _finding;
    private long? _active;
    private bool _hasMore;
    private bool _isComplete;

    /// <summary>Required by the router; the page goes by its address, which has it too.</summary>
    [Parameter]
    public long Id { get; set; }

    private ImpactFilter Filter => Address.Count ?? new(ImpactFigure.Changes);

    private string HeadingText => ImpactTexts.HeadingOf(Filter, _names);

    private string FoundText => (_hasMore, _isComplete) switch
    {
        (true, _) => $"{Figures.Count(_shown.Count, "occurrence", "occurrences")}, and there are more.",
        (_, true) when Address.After is null => $"{Figures.Count(_shown.Count, "occurrence", "occurrences")}, and no more.",
        (_, true) => $"The last {Figures.Count(_shown.Count, "occurrence", "occurrences")}.",
        _ => $"Looking for more: {Figures.Count(_shown.Count)} found so far.",
    };

    protected override Task OnNavigatedAsync() => FindAsync();

    protected override async ValueTask DisposeAsyncCore()
    {
        if (_finding is not null)
            await _finding.CancelAsync();
        await base.DisposeAsyncCore();
    }

    private async Task FindAsync()
    {
        if (_finding is not null)
            await _finding.CancelAsync();
        using var mine = CancellationTokenSource.CreateLinkedTokenSource(DisposedToken);
        (_finding, _shown, _hasMore, _isComplete) = (mine, [], false, false);
        await LoadAsync(async _ =>
        {
            try
            {
                await PlanAsync(mine.Token);
                StateHasChanged();
                if (_plan is { } plan)
                    await OffCircuit.RunAsync(() => FindAsync(plan, mine), mine.Token);
                if (_finding == mine)
                    _isComplete = true;
            }
            catch (OperationCanceledException) when (mine.IsCancellationRequested)
            {
                // Another page of it is looked at meanwhile, or none.
            }
        });
        if (_finding == mine)
            _finding = null;
    }

    private async Task PlanAsync(CancellationToken cancellationToken)
    {
        (_set, _plan, _refusal) = (await sets.FindAsync(Address.Id, cancellationToken), null, null);
        if (_set is null)
        {
            _refusal = $"There is no capture set {Address.Id}.";
            return;
        }

        project.Open(_set.ProjectId, _set.Project);
        var person = await currentPerson.FindAsync(cancellationToken);
        var review = await planner.ReviewAsync(new(RunScope.OfCaptureSet(Address.Id), Address.Settings), person, cancellationToken);
        _refusal = review.Problems is [var problem, ..] ? problem.Message : null;
        _plan = _refusal is null && review.Plans is [var plan, ..] ? plan : null;
        _refusal ??= _plan is null ? "The address names no classifier." : null;
        _names = new(await passes.NamesAsync(new[] { Filter.From, Filter.To }.OfType<long>(), cancellationToken));
    }

    private async Task FindAsync(MaskPlan plan, CancellationTokenSource mine)
    {
        var found = 0;
        await foreach (var each in passes.FindAsync(plan, Filter, Address.After ?? 0, mine.Token))
        {
            var names = await passes.NamesAsync(each.TaxonIds, mine.Token);
            await InvokeAsync(() => Show(each, names, mine));
            if (++found > Size)
                break;
        }
    }

    private void Show(ImpactCase each, IReadOnlyDictionary<long, TaxonName> names, CancellationTokenSource mine)
    {
        if (_finding != mine)
            return;
        if (_shown.Count == Size)
        {
            _hasMore = true;
            return;
        }

        foreach (var (id, name) in names)
            _names[id] = name;
        _shown.Add(each);
        StateHasChanged();
    }

    private async Task FocusAsync(int place)
    {
        if (place < _shown.Count && _cards.TryGetValue(_shown[place].OccurrenceId, out var card))
            await card.FocusAsync();
    }
}
