using Antenna.Data.Occurrences;

namespace Antenna.Data.Export;

/// <summary>Which occurrences are handed on: those that a filter finds, or those of some ids.</summary>
public sealed record ExportScope
{
    private ExportScope(OccurrenceFilter? filter, IReadOnlyCollection<long>? ids) => (Filter, Ids) = (filter, ids);

    public OccurrenceFilter? Filter { get; }

    public IReadOnlyCollection<long>? Ids { get; }

    /// <summary>Whatever a filter finds at the moment of the export: occurrences that come to fit it until then are handed on too.</summary>
    public static ExportScope Of(OccurrenceFilter filter) => new(filter, null);

    /// <summary>Those of some ids, as of a selection; what is not there any more is left out.</summary>
    public static ExportScope Of(IReadOnlyCollection<long> ids) => new(null, ids);
}

/// <summary>How much is to be expected of an export.</summary>
/// <param name="Occurrences">All that were found.</param>
/// <param name="Determined">Those of them that have a determination.</param>
/// <param name="Placed">Those that have a time, a detection, and a station with coordinates.</param>
public readonly record struct ExportSize(long Occurrences, long Determined, long Placed);

/// <summary>How far an export is.</summary>
/// <param name="Done">0 to 1.</param>
/// <param name="Rows">Rows that were written, in all of its tables.</param>
public readonly record struct ExportProgress(double Done, long Rows);
