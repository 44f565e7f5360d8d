namespace Antenna.Dashboard.Components.Occurrences;

/// <summary>The two ways of looking at a page of occurrences.</summary>
public enum OccurrenceView
{
    Table,
    Gallery,
}
