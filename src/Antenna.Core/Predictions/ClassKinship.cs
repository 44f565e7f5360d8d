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
    private const int None = -1;

    private readonly int[] _genera;
    private readonly int[] _families;

    private ClassKinship(int[] genera, int[] families)
    {
        _genera = genera;
        _families = families;
    }

    /// <summary>The number of classes.</summary>
    public int Count => _genera.Length;

    /// <summary>The kinship of the classes of <paramref name="map"/>, by what they are accepted as in the tree.</summary>
    public static ClassKinship Of(CategoryMap map, TaxonTree tree) =>
        new(Numbers(map, tree, Rank.Genus), Numbers(map, tree, Rank.Family));

    /// <summary>How near two classes are; a class to itself as near as its label says what it is.</summary>
    public Kinship Between(int one, int other)
    {
        if (_genera[one] != None && _genera[one] == _genera[other])
            return Kinship.SameGenus;
        return _families[one] != None && _families[one] == _families[other] ? Kinship.SameFamily : Kinship.Elsewhere;
    }

    /// <summary>A number for each class, the same for those within one taxon of this rank.</summary>
    private static int[] Numbers(CategoryMap map, TaxonTree tree, Rank rank)
    {
        var numbers = new Dictionary<long, int>();
        var classes = new int[map.Count];
        foreach (var label in map)
        {
            classes[label.Index] = label.TaxonId is { } taxon && tree.Contains(taxon) && tree.AncestorAt(taxon, rank) is { } ancestor
                ? numbers.TryGetValue(ancestor, out var known) ? known : numbers[ancestor] = numbers.Count
                : None;
        }

        return classes;
    }
}
