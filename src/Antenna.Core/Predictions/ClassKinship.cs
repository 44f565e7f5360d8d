using Antenna.Core.Taxonomy;

namespace Antenna.Core.Predictions;

/// <summary>How near two classes of a classifier are to each other in the tree. Each is what is not the one before.</summary>
public enum Kinship
{
    /// <summary>Both are within one genus.</summary>
    SameGenus,

    /// <summary>Both are within one family.</summary>
    SameFamily,

    /// <summary>They share neither, or one of them is no taxon, unresolved, or too coarse to be within either.</summary>
    Elsewhere,
}

/// <summary>The genus and the family of each class of a classifier. Immutable; made once for all of its rows.</summary>
public sealed class ClassKinship
{
    private readonly int[] _genera;
    private readonly int[] _families;

    private readonly bool[] _unresolved;

    private ClassKinship(ClassAncestry ancestry, CategoryMap map)
    {
        _unresolved = [.. map.Select(label => label.Meaning is ClassMeaning.Unresolved)];
        _genera = ancestry.At(Rank.Genus).OfClass;
        _families = ancestry.At(Rank.Family).OfClass;
    }

    /// <summary>The number of classes.</summary>
    public int Count => _genera.Length;

    /// <summary>The kinship of the classes of <paramref name="map"/>, by what they are accepted as in the tree.</summary>
    public static ClassKinship Of(CategoryMap map, TaxonTree tree) => new(ClassAncestry.Of(map, tree), map);

    /// <summary>Whether a class's label resolves to no taxon: it is near to nothing that is known.</summary>
    public bool IsUnresolved(int index) => _unresolved[index];

    /// <summary>How near two classes are; a class to itself as near as its label says what it is.</summary>
    public Kinship Between(int one, int other)
    {
        if (_genera[one] != TaxaOfRank.None && _genera[one] == _genera[other])
            return Kinship.SameGenus;
        return _families[one] != TaxaOfRank.None && _families[one] == _families[other] ? Kinship.SameFamily : Kinship.Elsewhere;
    }
}
