using Antenna.Core.Taxonomy;

namespace Antenna.Data.Import.TaxaLists;

/// <summary>All that the rows of a file say of one name, whatever their order.</summary>
internal sealed class CollectedName
{
    private readonly SortedSet<string> _acceptedNames = new(StringComparer.Ordinal);
    private ListedName? _own;
    private ListedName? _implied;
    private bool _isAccepted;
    private bool _includeDescendants;

    /// <summary>The first row, in the order of the file, that makes the name a synonym; null where none does.</summary>
    public ImportPlace? SynonymPlace { get; private set; }

    /// <summary>Rows that make the name a synonym.</summary>
    public int SynonymRows { get; private set; }

    /// <summary>One row accepts the name, and another makes it a synonym: it is accepted.</summary>
    public bool IsContradicted => _isAccepted && SynonymRows > 0;

    /// <summary>The names that rows accept in the place of this one, in the order of their letters.</summary>
    public IReadOnlyCollection<string> AcceptedNames => _acceptedNames;

    /// <summary>A row of the name's own.</summary>
    public void Add(ListedName name, bool accepts, ImportPlace place)
    {
        _includeDescendants |= name.IncludeDescendants;
        _isAccepted |= accepts;
        if (name.AcceptedName is { } accepted)
        {
            _acceptedNames.Add(accepted);
            SynonymPlace = First(SynonymPlace, place);
            SynonymRows++;
        }

        // Of several spellings the same one in every order of the rows; what an accepting row says goes before the others.
        _own = Chosen(_own, name);
    }

    /// <summary>A row of another name, which gives this one as what it accepts.</summary>
    public void Imply(ListedName name) => _implied = Chosen(_implied, name);

    /// <summary>What rows say of the same name that were collected apart.</summary>
    public void Add(CollectedName other)
    {
        _acceptedNames.UnionWith(other._acceptedNames);
        _own = other._own is { } own ? Chosen(_own, own) : _own;
        _implied = other._implied is { } implied ? Chosen(_implied, implied) : _implied;
        _isAccepted |= other._isAccepted;
        _includeDescendants |= other._includeDescendants;
        SynonymPlace = First(SynonymPlace, other.SynonymPlace);
        SynonymRows += other.SynonymRows;
    }

    /// <summary>What the list says of the name.</summary>
    /// <param name="homonymKingdom">Null where the list has no homonym of it in another kingdom.</param>
    public ListedName ToListedName(string? homonymKingdom) => (_own ?? _implied)! with
    {
        HomonymKingdom = homonymKingdom,
        AcceptedName = _isAccepted ? null : _acceptedNames.FirstOrDefault(),
        IncludeDescendants = _includeDescendants,
    };

    private static ImportPlace? First(ImportPlace? one, ImportPlace? other) => one is null || other?.Line < one.Line ? other : one;

    private static ListedName Chosen(ListedName? known, ListedName other)
    {
        if (known is null)
            return other;
        var order = (known.AcceptedName is not null).CompareTo(other.AcceptedName is not null);
        if (order == 0)
            order = string.CompareOrdinal(known.Name, other.Name);
        if (order == 0)
            order = string.CompareOrdinal(known.Content, other.Content);
        return order <= 0 ? known : other;
    }
}
