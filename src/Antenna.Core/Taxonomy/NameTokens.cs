using System.Collections;
using System.Globalization;

namespace Antenna.Core.Taxonomy;

/// <summary>The words of one cleaned name, a bracketed remark being one; and what each of them can be where it stands.</summary>
internal sealed class NameTokens : IReadOnlyList<string>
{
    /// <summary>Shorter words with a dot behind them are abbreviations of authors or ranks.</summary>
    private const int ShortestDottedEpithet = 4;

    private readonly string[] _words;

    private NameTokens(string[] words) => _words = words;

    public int Count => _words.Length;

    public string this[int index] => _words[index];

    /// <summary>Splits a cleaned name; one in capitals is read as if typed in lower case.</summary>
    public static NameTokens Of(string text)
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
            return new([]);
        if (tokens[0] is ['[', .. var name, ']'])
            tokens[0] = name.Trim();
        if (!IsInCapitals(tokens[0]))
            return new([.. tokens]);
        for (var i = 1; i < tokens.Count && IsInCapitals(tokens[i]); i++)
        {
            // Only what stands before a comma or a year can be an author there: "NOCTUA PRONUBA LINNAEUS, 1758".
            var isAuthor = tokens[i][0] is '(' or '[' || tokens[i][^1] == ',' || (i + 1 < tokens.Count && IsYear(tokens[i + 1]));
            if (isAuthor)
                break;
            tokens[i] = tokens[i].ToLowerInvariant();
        }
        return new([.. tokens]);
    }

    /// <summary>Whether the word at a position is the sign of a hybrid.</summary>
    public bool IsHybridSign(int i) => _words[i] is ['×'] or ['x'] or ['X'];

    /// <summary>Whether the word at a position can be an epithet: in lower case, and none of the words around a name.</summary>
    public bool IsEpithet(int i)
    {
        if (i >= _words.Length)
            return false;
        var token = WordOf(_words[i]);
        if (token.Length < 2 || NameWords.IsOpen(token) || NameWords.IsRemark(token) || NameWords.IsConjunction(token)
            || NameWords.IsInfraspecificRank(token))
            return false;
        // "7-punctata": a number may stand before a hyphen, and then it names no author, whatever the case.
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
        return !(NameWords.IsAuthorParticle(token) && _words.Skip(i + 1).Any(later => char.IsUpper(later[0])));
    }

    /// <summary>Whether the word at a position is capitalised, and none of the words around a name.</summary>
    public bool IsCapitalisedWord(int i)
    {
        if (i >= _words.Length)
            return false;
        var word = WordOf(_words[i]);
        return word.Length > 2
            && !_words[i].EndsWith(',')
            && char.IsUpper(word[0])
            && (word.Skip(1).All(character => char.IsLower(character) || character == '-') || word.All(char.IsUpper))
            && !NameWords.IsOpen(word) && !NameWords.IsRemark(word) && !NameWords.IsAuthorParticle(word.ToLowerInvariant());
    }

    /// <summary>Whether what follows shows a word to be an author: behind one stands a year, another author, or what parts the two.</summary>
    public bool IsFollowedByAuthorPart(int i) =>
        i + 1 < _words.Length && (IsYear(_words[i + 1]) || (NameWords.IsConjunction(_words[i + 1]) && !IsEpithet(i + 2)));

    /// <summary>A word without the punctuation behind it: "cardui." ends a sentence, "Linn." is an abbreviation.</summary>
    public static string WordOf(string token)
    {
        var word = token.TrimEnd(',', ';', ':');
        return word.EndsWith('.') && word.Length > ShortestDottedEpithet && char.IsLower(word[0]) ? word.TrimEnd('.') : word;
    }

    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_words).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static bool IsInCapitals(string token) => token.Length > 1 && token.Any(char.IsUpper) && !token.Any(char.IsLower);

    private static bool IsYear(string token) => token.Trim('(', ')', '[', ']', ',') is { Length: 4 } year && year.All(char.IsAsciiDigit);
}
