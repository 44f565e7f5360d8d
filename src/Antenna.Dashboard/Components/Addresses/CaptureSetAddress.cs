using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Masking.Impacts;

namespace Antenna.Dashboard.Components.Addresses;

/// <summary>A capture set, with what is chosen to be done with it.</summary>
public sealed record CaptureSetAddress(long Id) : PageAddress<CaptureSetAddress>, IPageAddress<CaptureSetAddress>
{
    public const string Route = "/capture-sets/{Id:long}";

    static string IPageAddress<CaptureSetAddress>.Route => Route;

    /// <summary>The list that one came from, with its filters and its place; null for all of the project.</summary>
    public CaptureSetsAddress? CameFrom { get; init; }

    public MaskSettings Settings { get; init; } = MaskSettings.Default;

    /// <summary>The key of another task that is chosen; null for none.</summary>
    public string? Task { get; init; }

    /// <summary>The settings of that task, each as <c>name=value</c>.</summary>
    public IReadOnlyList<string> TaskSettings { get; init; } = [];

    // The generated equality compares the lists of settings by reference.
    public bool Equals(CaptureSetAddress? other) =>
        other is not null && (Id, CameFrom, Settings, Task) == (other.Id, other.CameFrom, other.Settings, other.Task)
        && TaskSettings.SequenceEqual(other.TaskSettings);

    public override int GetHashCode() => HashCode.Combine(Id, CameFrom, Settings, Task, TaskSettings.Count);

    private protected override long PathId => Id;

    public static CaptureSetAddress At(long id) => new(id);

    /// <summary>The occurrences that a number of the impact counts, from which the way back leads here.</summary>
    public ImpactCasesAddress Cases(long classifierId, ImpactFilter filter)
    {
        var settings = Settings.WithClassifier(classifierId);
        return new(Id) { Settings = settings, Count = filter, CameFrom = Equals(new CaptureSetAddress(Id) { Settings = settings }) ? null : this };
    }

    protected internal override CaptureSetAddress Pass(AddressParameters parameters) => new(Id)
    {
        Settings = parameters.Mask(Settings),
        Task = parameters.Text("task", Task),
        TaskSettings = parameters.Texts("with", TaskSettings),
        CameFrom = parameters.Page("from", CameFrom),
    };
}
