namespace Antenna.Dashboard.Components.Addresses;

/// <summary>What is looked at of a version of a taxa list.</summary>
public enum TaxaListView
{
    Entries,
    Changes,
    Classifiers,
    Runs,
}
