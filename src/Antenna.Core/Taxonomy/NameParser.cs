using System.Globalization;

namespace Antenna.Core.Taxonomy;

/// <summary>
/// One walk over the words of one cleaned name: first word, epithets, then authorship; with subgenus, rank words and
/// hybrid signs passed over.
/// </summary>
internal sealed class NameParser(string text)
{
    private readonly string[] _tokens = Tokens(text);
    private readonly List<string> _epithets = [];
    private readonly List<string> _authorship = [];
    private bool _open;

    public ParsedName Parse()
    {
        var position = 0;
        while (position < _tokens.Length && IsHybridSign(position))
            position++;
        if (position == _tokens.Length || !IsFirstWord(_tokens[position]))
            return new ParsedName { Text = text, IsOpen = _tokens.Any(NameWords.IsOpen) };

        var first = _tokens[position].TrimEnd(',');
        ReadRest(position + 1, afterComma: _tokens[position].EndsWith(','));
        var authors = _authorship.Count == 0 ? null : string.Join(' ', _authorship);
        return new ParsedName
        {
            Text = text,
            Uninomial = char.ToUpperInvariant(first[0]) + first[1..].ToLowerInvariant(),
            Epithets = _epithets,
            Authorship = authors,
            IsOpen = _open,
            IsMisapplied = authors is not null && NameWords.SaysMisapplied(authors),
        };
    }

    private void ReadRest(int position, bool afterComma)
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
            else if (NameWords.IsInfraspecificRank(token) && IsEpithet(i + 1) && _epithets.Count > 0)
            {
                // Botanists put authors between: what was read so far are those of the species.
                _authorship.Clear();
                inAuthorship = false;
            }
            else if (!inAuthorship && IsEpithet(i))
            {
                _epithets.Add(token.TrimEnd(',', ';').ToLowerInvariant());
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
        if (inAuthorship || token[0] == '(')
            return false;
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
        (IsHybridSign(i) && !IsFormula(i)) || (_epithets.Count == 0 && _tokens[i][0] == '(' && !NameWords.IsOpen(_tokens[i]) && IsEpithet(i + 1));

    /// <summary>A hybrid sign between two names: "Aus bus × Aus cus".</summary>
    private bool IsFormula(int i) => IsHybridSign(i) && _epithets.Count > 0 && i + 1 < _tokens.Length;

    private bool IsHybridSign(int i) => _tokens[i] is ['×'] or ['x'] or ['X'];

    private bool IsEpithet(int i)
    {
        if (i >= _tokens.Length)
            return false;
        var token = _tokens[i].TrimEnd(',', ';');
        if (token.Length < 2 || NameWords.IsOpen(token) || NameWords.IsRemark(token))
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
            var inBrackets = tokens.Count > 0 && tokens[^1][0] == '(' && !tokens[^1].Contains(')', StringComparison.Ordinal);
            if (inBrackets)
                tokens[^1] += " " + word;
            else
                tokens.Add(word);
        }
        if (tokens.Count == 0 || !IsInCapitals(tokens[0]))
            return [.. tokens];
        for (var i = 1; i < tokens.Count && IsInCapitals(tokens[i]); i++)
        {
            // Only what stands before a comma or a year can be an author there: "NOCTUA PRONUBA LINNAEUS, 1758".
            var isAuthor = tokens[i][0] == '(' || tokens[i][^1] == ',' || (i + 1 < tokens.Count && IsYear(tokens[i + 1]));
            if (isAuthor)
                break;
            tokens[i] = tokens[i].ToLowerInvariant();
        }
        return [.. tokens];
    }

    private static bool IsInCapitals(string token) => token.Length > 1 && token.Any(char.IsUpper) && !token.Any(char.IsLower);

    private static bool IsYear(string token) => token.Trim('(', ')', ',') is { Length: 4 } year && year.All(char.IsAsciiDigit);
}
