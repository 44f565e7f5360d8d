namespace Antenna.Data.Import;

/// <summary>What became of one kind of thing that a file holds.</summary>
/// <param name="What">The things, in the plural: <c>detections</c>.</param>
/// <param name="New">Written by this import.</param>
/// <param name="Changed">There before, and changed by this import.</param>
/// <param name="Unchanged">There before, just so.</param>
/// <param name="Skipped">Not imported; a finding has the reason.</param>
/// <param name="Removed">There before, and not any more: on the version before of a list, and not on this one.</param>
public sealed record ImportCount(string What, long New, long Changed = 0, long Unchanged = 0, long Skipped = 0, long Removed = 0);

/// <summary>What an import did, or in check-only mode what it would have done.</summary>
public record ImportReport
{
    /// <summary>Whether nothing was written because only a check was asked for.</summary>
    public required bool CheckOnly { get; init; }

    public required IReadOnlyList<ImportCount> Counts { get; init; }

    public required IReadOnlyList<ImportFinding> Findings { get; init; }

    public required TimeSpan Elapsed { get; init; }

    /// <summary>The count of these things, by the name in <see cref="ImportCount.What"/>.</summary>
    /// <exception cref="KeyNotFoundException">This import counts no such things.</exception>
    public ImportCount Count(string what) =>
        Counts.FirstOrDefault(count => count.What == what)
        ?? throw new KeyNotFoundException($"The report counts {string.Join(", ", Counts.Select(count => count.What))}, but no {what}.");
}
