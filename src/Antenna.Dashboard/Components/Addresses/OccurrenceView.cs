namespace Antenna.Dashboard.Components.Addresses;

/// <summary>The two ways of looking at a page of occurrences.</summary>
public enum OccurrenceView
{
    Table,
    Gallery,
}
