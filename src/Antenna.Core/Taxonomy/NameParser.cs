namespace Antenna.Core.Taxonomy;

/// <summary>
/// One walk over the words of one cleaned name: first word, epithets, then authorship; with subgenus, rank words and
/// hybrid signs passed over.
/// </summary>
/// <param name="text">The cleaned name.</param>
/// <param name="isAboveSpecies">The name is known to be that of a higher taxon, and has no epithet.</param>
internal sealed class NameParser(string text, bool isAboveSpecies)
{
    private readonly NameTokens _tokens = NameTokens.Of(text);
    private readonly List<string> _epithets = [];
    private readonly List<string> _authorship = [];
    private bool _open;
    private bool _capitalisedEpithet;

    public ParsedName Parse()
    {
        var position = 0;
        while (position < _tokens.Count && _tokens.IsHybridSign(position))
            position++;
        if (position == _tokens.Count || !IsFirstWord(_tokens[position]))
            return new ParsedName { Text = text, IsOpen = _tokens.Any(NameWords.IsOpen) };

        var first = _tokens[position].TrimEnd(',');
        ReadRest(position + 1, first, afterComma: _tokens[position].EndsWith(','));
        var authors = _authorship.Count == 0 ? null : string.Join(' ', _authorship);
        return new ParsedName
        {
            Text = text,
            Uninomial = char.ToUpperInvariant(first[0]) + first[1..].ToLowerInvariant(),
            Epithets = _epithets,
            Authorship = authors,
            IsOpen = _open,
            IsMisapplied = authors is not null && NameWords.IsMisappliedRemark(authors),
            IsNotOfAnother = authors is not null && NameWords.IsNotOfAnotherRemark(authors),
            HasCapitalisedEpithet = _capitalisedEpithet,
        };
    }

    private void ReadRest(int position, string first, bool afterComma)
    {
        var inAuthorship = afterComma;
        for (var i = position; i < _tokens.Count && !_open; i++)
        {
            var token = _tokens[i];
            if (!inAuthorship && IsPassedOver(i))
                continue;
            if (LeavesOpen(i, inAuthorship))
            {
                _open = true;
            }
            else if (!inAuthorship && _epithets.Count == 0 && IsCapitalisedEpithet(i, first))
            {
                _capitalisedEpithet = true;
                _epithets.Add(NameTokens.WordOf(token).ToLowerInvariant());
            }
            else if (NameWords.IsInfraspecificRank(token) && _tokens.IsEpithet(i + 1) && _epithets.Count > 0)
            {
                // Botanists put authors between: what was read so far are those of the species.
                _authorship.Clear();
                inAuthorship = false;
            }
            else if (!inAuthorship && _tokens.IsEpithet(i))
            {
                _epithets.Add(NameTokens.WordOf(token).ToLowerInvariant());
                inAuthorship = token[^1] is ',' or ';';
            }
            else
            {
                inAuthorship = true;
                _authorship.Add(token);
            }
        }
    }

    /// <summary>Whether the word at a position says that the name is not that of one certain species.</summary>
    private bool LeavesOpen(int i, bool inAuthorship)
    {
        var token = _tokens[i];
        if (IsFormula(i))
            return true;
        if (NameWords.IsOpen(token))
            return !(inAuthorship && char.IsUpper(token[0])) && !IsNewSpecies(i);
        // Morphospecies and barcode bins: "Noctua A", "Noctua 1", "Noctua BOLD:AAA1234"; and slashed pairs.
        if (inAuthorship || token[0] is '(' or '[')
            return false;
        // "Noctua janthe & janthina": one of two.
        if (NameWords.IsConjunction(token) && _tokens.IsEpithet(i + 1))
            return true;
        return token.Contains('/', StringComparison.Ordinal)
            || (_epithets.Count == 0 && !_tokens.IsEpithet(i)
                && (token.Length == 1 || token.Contains(':', StringComparison.Ordinal) || token.Any(char.IsDigit)));
    }

    /// <summary>"sp. nov." and "n. sp." behind a full name announce a species, they do not leave it open.</summary>
    private bool IsNewSpecies(int i) =>
        _epithets.Count > 0
        && _tokens[i].StartsWith("sp", StringComparison.OrdinalIgnoreCase)
        && ((i + 1 < _tokens.Count && _tokens[i + 1].StartsWith("nov", StringComparison.OrdinalIgnoreCase))
            || _tokens[i - 1] is "n." or "nov.");

    /// <summary>A hybrid sign that belongs to the one name, or a subgenus.</summary>
    private bool IsPassedOver(int i) =>
        (_tokens.IsHybridSign(i) && !IsFormula(i))
        || (_epithets.Count == 0 && _tokens[i][0] == '(' && !NameWords.IsOpen(_tokens[i])
            && (_tokens.IsEpithet(i + 1) || (!isAboveSpecies && _tokens.IsCapitalisedWord(i + 1) && !_tokens.IsFollowedByAuthorPart(i + 1))));

    /// <summary>
    /// Whether the word behind the first one is an epithet, though it is capitalised: a lone word that nothing shows to be an
    /// author. "Noctua Linnaeus" is read so too; that no species is called so is for the matcher to find out.
    /// </summary>
    private bool IsCapitalisedEpithet(int i, string first) =>
        !isAboveSpecies
        && ScientificName.RankByEnding(first) == Rank.Unknown
        && _tokens.IsCapitalisedWord(i)
        && !_tokens.IsFollowedByAuthorPart(i);

    /// <summary>A hybrid sign between two names: "Aus bus × Aus cus".</summary>
    private bool IsFormula(int i) => _tokens.IsHybridSign(i) && _epithets.Count > 0 && i + 1 < _tokens.Count;

    private static bool IsFirstWord(string token)
    {
        var word = token.TrimEnd(',');
        return word.Length > 0
            && char.IsLetter(word[0])
            && word.All(character => char.IsLetter(character) || character is '-' or '.')
            && !NameWords.IsOpen(token);
    }
}
