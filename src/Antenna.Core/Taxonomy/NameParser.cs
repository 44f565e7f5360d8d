using System.Globalization;

namespace Antenna.Core.Taxonomy;

/// <summary>
/// One walk over the words of one cleaned name: first word, epithets, then authorship; with subgenus, rank words and
/// hybrid signs passed over.
/// </summary>
/// <param name="text">The cleaned name.</param>
/// <param name="isAboveSpecies">The name is known to be that of a higher taxon, and has no epithet.</param>
internal sealed class NameParser(string text, bool isAboveSpecies)
{
    /// <summary>Shorter words with a dot behind them are abbreviations of authors or ranks.</summary>
    private const int ShortestDottedEpithet = 4;

    private readonly string[] _tokens = Tokens(text);
    private readonly List<string> _epithets = [];
    private readonly List<string> _authorship = [];
    private bool _open;
    private bool _capitalisedEpithet;

    public ParsedName Parse()
    {
        var position = 0;
        while (position < _tokens.Length && IsHybridSign(position))
            position++;
        if (position == _tokens.Length || !IsFirstWord(_tokens[position]))
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
            IsMisapplied = authors is not null && NameWords.SaysMisapplied(authors),
            IsNotOfAnother = authors is not null && NameWords.SaysNotOf(authors),
            HasCapitalisedEpithet = _capitalisedEpithet,
        };
    }

    private void ReadRest(int position, string first, bool afterComma)
    {
        var inAuthorship = afterComma;
        for (var i = position; i < _tokens.Length && !_open; i++)
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
                _epithets.Add(WordOf(token).ToLowerInvariant());
            }
            else if (NameWords.IsInfraspecificRank(token) && IsEpithet(i + 1) && _epithets.Count > 0)
            {
                // Botanists put authors between: what was read so far are those of the species.
                _authorship.Clear();
                inAuthorship = false;
            }
            else if (!inAuthorship && IsEpithet(i))
            {
                _epithets.Add(WordOf(token).ToLowerInvariant());
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
        if (NameWords.IsConjunction(token) && IsEpithet(i + 1))
            return true;
        return token.Contains('/', StringComparison.Ordinal)
            || (_epithets.Count == 0 && !IsEpithet(i)
                && (token.Length == 1 || token.Contains(':', StringComparison.Ordinal) || token.Any(char.IsDigit)));
    }

    /// <summary>"sp. nov." and "n. sp." behind a full name announce a species, they do not leave it open.</summary>
    private bool IsNewSpecies(int i) =>
        _epithets.Count > 0
        && _tokens[i].StartsWith("sp", StringComparison.OrdinalIgnoreCase)
        && ((i + 1 < _tokens.Length && _tokens[i + 1].StartsWith("nov", StringComparison.OrdinalIgnoreCase))
            || _tokens[i - 1] is "n." or "nov.");

    /// <summary>A hybrid sign that belongs to the one name, or a subgenus.</summary>
    private bool IsPassedOver(int i) =>
        (IsHybridSign(i) && !IsFormula(i))
        || (_epithets.Count == 0 && _tokens[i][0] == '(' && !NameWords.IsOpen(_tokens[i])
            && (IsEpithet(i + 1) || (!isAboveSpecies && IsCapitalisedWord(i + 1) && !IsFollowedByAuthorPart(i + 1))));

    /// <summary>
    /// Whether the word behind the first one is an epithet, though it is capitalised: a lone word that nothing shows to be an
    /// author. "Noctua Linnaeus" is read so too; that no species is called so is for the matcher to find out.
    /// </summary>
    private bool IsCapitalisedEpithet(int i, string first) =>
        !isAboveSpecies
        && ScientificName.RankByEnding(first) == Rank.Unknown
        && IsCapitalisedWord(i)
        && !IsFollowedByAuthorPart(i);

    private bool IsCapitalisedWord(int i)
    {
        if (i >= _tokens.Length)
            return false;
        var word = WordOf(_tokens[i]);
        return word.Length > 2
            && !_tokens[i].EndsWith(',')
            && char.IsUpper(word[0])
            && (word.Skip(1).All(character => char.IsLower(character) || character == '-') || word.All(char.IsUpper))
            && !NameWords.IsOpen(word) && !NameWords.IsRemark(word) && !NameWords.IsAuthorParticle(word.ToLowerInvariant());
    }

    /// <summary>Behind an author stands a year, another author, or what parts the two.</summary>
    private bool IsFollowedByAuthorPart(int i) =>
        i + 1 < _tokens.Length && (IsYear(_tokens[i + 1]) || (NameWords.IsConjunction(_tokens[i + 1]) && !IsEpithet(i + 2)));

    /// <summary>A hybrid sign between two names: "Aus bus × Aus cus".</summary>
    private bool IsFormula(int i) => IsHybridSign(i) && _epithets.Count > 0 && i + 1 < _tokens.Length;

    private bool IsHybridSign(int i) => _tokens[i] is ['×'] or ['x'] or ['X'];

    private bool IsEpithet(int i)
    {
        if (i >= _tokens.Length)
            return false;
        var token = WordOf(_tokens[i]);
        if (token.Length < 2 || NameWords.IsOpen(token) || NameWords.IsRemark(token) || NameWords.IsConjunction(token)
            || NameWords.IsInfraspecificRank(token))
            return false;
        // "7-punctata": a number may stand before a hyphen, and then no author is meant, whatever the case.
        var word = token.AsSpan().TrimStart("0123456789");
        var numbered = word.Length < token.Length;
        if (numbered && word is not ['-', ..])
            return false;
        foreach (var character in word)
        {
            // A decomposed accent is a character of its own.
            if (!char.IsLower(character) && !(numbered && char.IsUpper(character)) && character is not ('-' or '\'')
                && char.GetUnicodeCategory(character) != UnicodeCategory.NonSpacingMark)
                return false;
        }
        return !(NameWords.IsAuthorParticle(token) && _tokens.Skip(i + 1).Any(later => char.IsUpper(later[0])));
    }

    /// <summary>A word without the punctuation behind it: "cardui." ends a sentence, "Linn." is an abbreviation.</summary>
    private static string WordOf(string token)
    {
        var word = token.TrimEnd(',', ';', ':');
        return word.EndsWith('.') && word.Length > ShortestDottedEpithet && char.IsLower(word[0]) ? word.TrimEnd('.') : word;
    }

    private static bool IsFirstWord(string token)
    {
        var word = token.TrimEnd(',');
        return word.Length > 0
            && char.IsLetter(word[0])
            && word.All(character => char.IsLetter(character) || character is '-' or '.')
            && !NameWords.IsOpen(token);
    }

    /// <summary>Words, a bracketed remark being one; a name in capitals is read as if typed in lower case.</summary>
    private static string[] Tokens(string text)
    {
        var tokens = new List<string>();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var inBrackets = tokens.Count > 0 && tokens[^1][0] is var bracket and ('(' or '[')
                && !tokens[^1].Contains(bracket == '(' ? ')' : ']', StringComparison.Ordinal);
            if (inBrackets)
                tokens[^1] += " " + word;
            else
                tokens.Add(word);
        }
        if (tokens.Count == 0)
            return [];
        if (tokens[0] is ['[', .. var name, ']'])
            tokens[0] = name.Trim();
        if (!IsInCapitals(tokens[0]))
            return [.. tokens];
        for (var i = 1; i < tokens.Count && IsInCapitals(tokens[i]); i++)
        {
            // Only what stands before a comma or a year can be an author there: "NOCTUA PRONUBA LINNAEUS, 1758".
            var isAuthor = tokens[i][0] is '(' or '[' || tokens[i][^1] == ',' || (i + 1 < tokens.Count && IsYear(tokens[i + 1]));
            if (isAuthor)
                break;
            tokens[i] = tokens[i].ToLowerInvariant();
        }
        return [.. tokens];
    }

    private static bool IsInCapitals(string token) => token.Length > 1 && token.Any(char.IsUpper) && !token.Any(char.IsLower);

    private static bool IsYear(string token) => token.Trim('(', ')', '[', ']', ',') is { Length: 4 } year && year.All(char.IsAsciiDigit);
}
