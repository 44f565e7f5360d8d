using Antenna.Core.Predictions;
using Antenna.Data.Model;

namespace Antenna.Data.StandingMasks;

/// <summary>A standing mask as its project's page shows it.</summary>
/// <param name="NewestVersion">The number of the list's newest version; null where it has none.</param>
/// <param name="Runs">Runs that it has launched.</param>
/// <param name="Owed">Imports whose run is not launched yet.</param>
/// <param name="Launches">What became of the last imports that brought results of the classifier, newest first.</param>
public sealed record StandingMaskRow(
    long Id,
    long ProjectId,
    string Project,
    long TaxaListId,
    string TaxaList,
    int? NewestVersion,
    long ClassifierId,
    string Classifier,
    MaskOptions Options,
    string SetBy,
    DateTime SetAt,
    StandingMaskEvent? Paused,
    StandingMaskEvent? Ended,
    int Runs,
    int Owed,
    IReadOnlyList<StandingMaskLaunchRow> Launches);

/// <summary>Who paused or ended a standing mask, and when.</summary>
public sealed record StandingMaskEvent(DateTime At, string By);

/// <summary>A run that a standing mask owes or owed to an import.</summary>
/// <param name="File">The name of the file that was imported.</param>
/// <param name="RunId">The run; null while it is owed, and where it was refused.</param>
/// <param name="Refusal">Why there is no run; null where there is one, or will be.</param>
public sealed record StandingMaskLaunchRow(
    long Id, string File, DateTime ImportedAt, long CaptureSetId, string CaptureSet, long? RunId, RunState? State, string? Refusal);
