using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Paging;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrences;

/// <summary>What occurrences can be filtered by: the filters that are used every day, and more on demand.</summary>
public sealed partial class OccurrenceFilters : ComponentBase
{
    private bool _showsMore;
    private bool _isDecided;

    [Parameter, EditorRequired]
    public OccurrenceFilter Filter { get; set; } = null!;

    [Parameter]
    public EventCallback<OccurrenceFilter> FilterChanged { get; set; }

    /// <summary>There is more than one project to choose from.</summary>
    [Parameter]
    public bool HasSeveralProjects { get; set; }

    /// <summary>Those that ran.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<AlgorithmName> Algorithms { get; set; } = [];

    /// <summary>The taxon of the filter.</summary>
    [Parameter]
    public TaxonName? Taxon { get; set; }

    private IReadOnlyList<NamedChoice> AlgorithmChoices => [.. Algorithms.Select(algorithm => new NamedChoice(algorithm.Id, algorithm.Name))];

    /// <summary>One of the filters that are shown on demand is set.</summary>
    private bool UsesMore => Filter is not
    {
        From: null, To: null, MinScore: null, MaxScore: null, RanAlgorithmId: null, NotRanAlgorithmId: null, List: null, ChangedBy: null,
    };

    protected override void OnParametersSet()
    {
        // Opening or closing them afterwards is left to the person.
        if (_isDecided)
            return;
        (_showsMore, _isDecided) = (UsesMore, true);
    }

    private Task ChangeAsync(OccurrenceFilter filter) => FilterChanged.InvokeAsync(filter);

    // What belongs to another project lets nothing through.
    private Task ChangeProjectAsync(long? id) => ChangeAsync(Filter with
    {
        ProjectId = id, CaptureSetId = null, DeploymentId = null, RanAlgorithmId = null, NotRanAlgorithmId = null, List = null, ChangedBy = null,
    });

    private Task ChangeListAsync(long? versionId, bool listed) => ChangeAsync(Filter with
    {
        List = versionId is { } id ? new(id, listed) : Filter.List?.Listed == listed ? null : Filter.List,
    });

    private Task ChangeRunAsync(long? runId) => runId == Filter.ChangedBy?.RunId
        ? Task.CompletedTask
        : ChangeAsync(Filter with { ChangedBy = runId is { } id ? new(id) : null });

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string VerifiedText(bool? verified) => verified switch { true => "by a person", false => "not yet", _ => "" };
}
