namespace Antenna.Core.Taxonomy;

/// <summary>A scientific name taken apart. Made by <see cref="ScientificName.Parse"/>.</summary>
public sealed record ParsedName
{
    /// <summary>The text as given, in single spaces and without invisible characters.</summary>
    public required string Text { get; init; }

    /// <summary>
    /// The first word, capitalised: the genus, or the whole name of a higher taxon. Null where even that is not certain
    /// ("cf. Noctua") or the text is no name.
    /// </summary>
    public string? Uninomial { get; init; }

    /// <summary>The epithets in lower case: none above species, one of a species, two of a subspecies.</summary>
    public IReadOnlyList<string> Epithets { get; init; } = [];

    /// <summary>Author and year as written, with their brackets; null if none is given.</summary>
    public string? Authorship { get; init; }

    /// <summary>The text leaves open which species it is: sp., spp., cf., aff., nr., indet., a species complex, a hybrid of two.</summary>
    public bool IsOpen { get; init; }

    /// <summary>The text says that the name is used wrongly (auct., sensu an author).</summary>
    public bool IsMisapplied { get; init; }

    /// <summary>The text says of which other name it is not ("nec", "non"): a homonym, or a misuse.</summary>
    public bool IsNotOfAnother { get; init; }

    /// <summary>
    /// The first epithet is capitalised in the text, as it once was usual ("Papilio Machaon"): an author or a subgenus
    /// without its brackets looks just so.
    /// </summary>
    public bool HasCapitalisedEpithet { get; init; }

    /// <summary>For display: without authorship, subgenus, rank words and hybrid signs; an open name as written.</summary>
    public string Canonical => IsOpen || Uninomial is null ? Text : string.Join(' ', [Uninomial, .. Epithets]);

    /// <summary>
    /// Equal for two spellings of one name: <see cref="Canonical"/> in lower case and without accents; behind a question
    /// mark where the species is open, so that it never equals that of a certain name.
    /// </summary>
    public string Key
    {
        get
        {
            var key = KeyOf(Canonical);
            return IsOpen && !key.StartsWith("? ", StringComparison.Ordinal) ? "? " + key : key;
        }
    }

    /// <summary>The key of the first word alone; null where even that is not sure.</summary>
    public string? UninomialKey => Uninomial is null ? null : KeyOf(Uninomial);

    private static string KeyOf(string name) => UnicodeText.WithoutMarks(name).ToLowerInvariant();
}
