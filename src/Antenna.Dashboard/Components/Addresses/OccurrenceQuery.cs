using Antenna.Data.Occurrences;

namespace Antenna.Dashboard.Components.Addresses;

/// <summary>What the page of occurrences shows: all that its address says.</summary>
public sealed record OccurrenceQuery
{
    public const int DefaultSize = 50;

    /// <summary>How many a page may have.</summary>
    public static IReadOnlyList<int> Sizes { get; } = [25, DefaultSize, 100];

    public OccurrenceFilter Filter { get; init; } = new();

    public OccurrenceOrder Order { get; init; }

    public OccurrenceView View { get; init; }

    public int Size { get; init; } = DefaultSize;

    /// <summary>Where the page begins; null on the first.</summary>
    public string? Cursor { get; init; }

    /// <summary>The first page by another filter.</summary>
    public OccurrenceQuery By(OccurrenceFilter filter) => this with { Filter = filter, Cursor = null };

    /// <summary>The first page in another order.</summary>
    public OccurrenceQuery In(OccurrenceOrder order) => this with { Order = order, Cursor = null };
}
