using Antenna.PostProcessing.Masking;

namespace Antenna.Dashboard.Components.Addresses;

/// <summary>What the page shows that masks a selection: which occurrences, the mask tried on them, and the runs made of it.</summary>
public sealed record SelectionMaskAddress : PageAddress<SelectionMaskAddress>, IPageAddress<SelectionMaskAddress>
{
    public const string Route = "/occurrences/mask";

    /// <summary>How many previews are shown at first.</summary>
    public const int DefaultRows = 50;

    static string IPageAddress<SelectionMaskAddress>.Route => Route;

    /// <summary>Of which the tray is; null for that of all projects.</summary>
    public long? ProjectId { get; init; }

    /// <summary>A selection that a run looked at; null for what is in the tray of the person who looks.</summary>
    public long? SelectionId { get; init; }

    /// <summary>The mask tried.</summary>
    public MaskSettings Settings { get; init; } = MaskSettings.Default;

    /// <summary>Only occurrences of which this becomes; null for all.</summary>
    public SelectionOutcomeKind? Show { get; init; }

    /// <summary>The occurrence whose best ten classes are shown; null for none.</summary>
    public long? OpenId { get; init; }

    /// <summary>How many previews are shown at most.</summary>
    public int Rows { get; init; } = DefaultRows;

    /// <summary>The runs that were launched here, in their order.</summary>
    public IReadOnlyList<long> RunIds { get; init; } = [];

    /// <summary>The key of another task that is chosen; null for none.</summary>
    public string? Task { get; init; }

    /// <summary>The settings of that task, each as <c>name=value</c>.</summary>
    public IReadOnlyList<string> TaskSettings { get; init; } = [];

    /// <summary>The list that one came from, with its filters and its place; null for all of the project.</summary>
    public OccurrencesAddress? CameFrom { get; init; }

    public static SelectionMaskAddress At(long id) => new();

    /// <summary>The workbench of an occurrence with this mask, from which the way back leads here.</summary>
    /// <param name="classifierId">The classifier to show there.</param>
    public OccurrenceAddress Workbench(long occurrenceId, long? classifierId) =>
        new(occurrenceId) { Settings = Settings.WithClassifier(classifierId), CameFromSelection = this };

    // The generated equality compares the lists by reference.
    public bool Equals(SelectionMaskAddress? other) => other is not null && ToString() == other.ToString();

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    protected internal override SelectionMaskAddress Pass(AddressParameters parameters) => new()
    {
        ProjectId = parameters.Id("project", ProjectId),
        SelectionId = parameters.Id("selection", SelectionId),
        Settings = parameters.Mask(Settings),
        Show = parameters.Choice("show", Show),
        OpenId = parameters.Id("open", OpenId),
        Rows = parameters.Count("rows", Rows == DefaultRows ? null : Rows) ?? DefaultRows,
        RunIds = parameters.Ids("run", RunIds),
        Task = parameters.Text("task", Task),
        TaskSettings = parameters.Texts("with", TaskSettings),
        CameFrom = parameters.Page("from", CameFrom),
    };
}
