using Antenna.Data.TaxaLists;

namespace Antenna.Dashboard.Components.Addresses;

/// <summary>A taxa list, at one of its versions, and what is looked at of it.</summary>
public sealed record TaxaListAddress(long Id) : PageAddress<TaxaListAddress>, IPageAddress<TaxaListAddress>
{
    public const string Route = "/taxa-lists/{Id:long}";

    static string IPageAddress<TaxaListAddress>.Route => Route;

    /// <summary>The list that one came from, with its filters and its place; null for all of the project.</summary>
    public TaxaListsAddress? CameFrom { get; init; }

    /// <summary>The version's number; null for the newest.</summary>
    public int? Version { get; init; }

    /// <summary>The id of a trial, in the place of a number; null for none.</summary>
    public long? TrialId { get; init; }

    public TaxaListView View { get; init; }

    /// <summary>Which of the entries are shown.</summary>
    public TaxaListEntryFilter Filter { get; init; } = new();

    /// <summary>The number of the version that the one shown is compared with; null for the one before it.</summary>
    public int? Against { get; init; }

    /// <summary>Names that differ in this way alone; null for all.</summary>
    public NameDifference? Difference { get; init; }

    /// <summary>Where the page of entries, or of names that differ, begins; null on the first.</summary>
    public string? Cursor { get; init; }

    private protected override long PathId => Id;

    public static TaxaListAddress At(long id) => new(id);

    /// <summary>Another view of the same version, from its beginning.</summary>
    public TaxaListAddress Of(TaxaListView view) => new(Id) { Version = Version, TrialId = TrialId, View = view, CameFrom = CameFrom };

    /// <summary>The first page of the entries by a filter.</summary>
    public TaxaListAddress By(TaxaListEntryFilter filter) => this with { View = TaxaListView.Entries, Filter = filter, Cursor = null };

    /// <summary>The first page of what differs from another version, or from the one before.</summary>
    public TaxaListAddress Compare(int? against, NameDifference? difference = null) =>
        this with { View = TaxaListView.Changes, Against = against, Difference = difference, Cursor = null };

    protected internal override TaxaListAddress Pass(AddressParameters parameters) => new(Id)
    {
        Version = parameters.Count("version", Version),
        TrialId = parameters.Id("trial", TrialId),
        View = parameters.Choice("show", View, TaxaListView.Entries),
        Filter = parameters.Entries(Filter),
        Against = parameters.Count("against", Against),
        Difference = parameters.Choice("difference", Difference),
        Cursor = parameters.Text("cursor", Cursor),
        CameFrom = parameters.Page("from", CameFrom),
    };
}
