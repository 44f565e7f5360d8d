namespace Antenna.Core.Taxonomy;

/// <summary>By which kind of name a taxon was found; the earlier, the likelier to be meant.</summary>
public enum NameHitKind
{
    /// <summary>The taxon's own name.</summary>
    Accepted,

    /// <summary>A name that the taxon is no longer called by.</summary>
    Synonym,

    CommonName,

    /// <summary>No name is as it was typed; this one is similar.</summary>
    Similar,
}

/// <summary>A taxon whose name may be the one being typed.</summary>
/// <param name="TaxonId">Always an accepted taxon.</param>
/// <param name="Name">The name that was found: the taxon's own, a synonym of it, or a common name.</param>
public sealed record NameHit(long TaxonId, string Name, NameHitKind Kind);

/// <summary>
/// Finds taxa while a name is typed: each word typed begins a word of the name, in any order and in any case, so that
/// "cam per" finds <em>Campaea perlata</em> and "hairstreak green" the green hairstreak.
/// </summary>
/// <remarks>
/// What a whole name is to be matched to is for <see cref="NameMatcher"/> to say; here a person chooses. Built once, in
/// memory linear in the number of names; safe to share between threads.
/// </remarks>
public sealed class NameSearch
{
    private readonly TaxonTree _tree;
    private readonly Entry[] _names;

    /// <summary>Every word of every name, by where it begins, in the order of the words.</summary>
    private readonly (int Name, int Start)[] _words;

    /// <param name="tree">Holds all of these taxa.</param>
    public NameSearch(TaxonTree tree, IEnumerable<NamedTaxon> taxa)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(taxa);
        _tree = tree;
        _names = [.. taxa.Where(taxon => !taxon.IsMisapplied).SelectMany(NamesOf)];
        _words = [.. _names.Index().SelectMany(name => Starts(name.Item.Key).Select(start => (name.Index, start)))];
        Array.Sort(_words, (one, other) => WordAt(one).SequenceCompareTo(WordAt(other)));
    }

    /// <summary>The taxa that the text may mean, each once, likeliest first; none for a text without letters and digits.</summary>
    public IReadOnlyList<NameHit> Find(string text, int most)
    {
        ArgumentNullException.ThrowIfNull(text);
        var sought = Key(text);
        var words = sought.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
            return [];

        // The longest word is borne by the fewest names.
        return
        [
            .. NamesWith(words.MaxBy(word => word.Length)!)
                .Distinct()
                .Select(position => _names[position])
                .Where(name => Array.TrueForAll(words, word => HasWord(name.Key, word)))
                .OrderBy(name => name.Key == sought ? 0 : name.Key.StartsWith(sought, StringComparison.Ordinal) ? 1 : 2)
                .ThenBy(name => name.Kind)
                .ThenBy(name => _tree[name.TaxonId].Rank)
                .ThenBy(name => name.Text, StringComparer.Ordinal)
                .ThenBy(name => name.TaxonId)
                .DistinctBy(name => name.TaxonId)
                .Take(most)
                .Select(name => new NameHit(name.TaxonId, name.Text, name.Kind)),
        ];
    }

    private IEnumerable<Entry> NamesOf(NamedTaxon taxon)
    {
        var accepted = _tree.AcceptedOf(taxon.Id);
        yield return new(accepted, taxon.Name, Key(taxon.Name), accepted == taxon.Id ? NameHitKind.Accepted : NameHitKind.Synonym);
        foreach (var name in taxon.CommonNames)
            yield return new(accepted, name, Key(name), NameHitKind.CommonName);
    }

    /// <summary>The positions of the names of which some word begins like this.</summary>
    private IEnumerable<int> NamesWith(string word)
    {
        int low = 0, high = _words.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (WordAt(_words[middle]).SequenceCompareTo(word) < 0)
                low = middle + 1;
            else
                high = middle;
        }

        for (; low < _words.Length && WordAt(_words[low]).StartsWith(word, StringComparison.Ordinal); low++)
            yield return _words[low].Name;
    }

    /// <summary>From the word's first letter on to the name's last.</summary>
    private ReadOnlySpan<char> WordAt((int Name, int Start) word) => _names[word.Name].Key.AsSpan(word.Start);

    private static bool HasWord(string key, string word)
    {
        foreach (var start in Starts(key))
        {
            if (key.AsSpan(start).StartsWith(word, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static IEnumerable<int> Starts(string key)
    {
        for (var i = 0; i < key.Length; i++)
        {
            if (key[i] != ' ' && (i == 0 || key[i - 1] == ' '))
                yield return i;
        }
    }

    /// <summary>Lower-case words in single spaces; an apostrophe parts no word, every other sign does.</summary>
    private static string Key(string name)
    {
        var letters = NameText.CommonNameKey(name).Replace("'", "", StringComparison.Ordinal)
            .Select(character => char.IsLetterOrDigit(character) ? character : ' ');
        return string.Join(' ', string.Concat(letters).Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <param name="TaxonId">The accepted taxon.</param>
    /// <param name="Text">The name as it is written.</param>
    private sealed record Entry(long TaxonId, string Text, string Key, NameHitKind Kind);
}
