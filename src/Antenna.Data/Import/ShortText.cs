namespace Antenna.Data.Import;

/// <summary>
/// Brings what stands in a file into a message: as much of it as a person needs to find it by. A value may be as large as
/// the file.
/// </summary>
public static class ShortText
{
    /// <summary>Characters of a value; enough for the longest names and for most paths.</summary>
    public const int LongestValue = 120;

    /// <summary>The value in quotes, shortened.</summary>
    public static string Quote(string value) => $"'{Of(value)}'";

    /// <summary>The value, shortened to its beginning.</summary>
    public static string Of(string value) => Of(value, LongestValue);

    /// <summary>The first of several values, each shortened, and how many more there are.</summary>
    public static string List(IReadOnlyCollection<string> values)
    {
        const int shown = 12;
        var list = string.Join(", ", values.Take(shown).Select(value => Of(value)));
        return values.Count > shown ? $"{list} and {values.Count - shown} more" : list;
    }

    /// <summary>A text of at most so many characters, no character cut in two.</summary>
    public static string Of(string value, int longest)
    {
        if (value.Length <= longest)
            return value;
        var kept = longest - 1;
        return $"{value.AsSpan(0, char.IsHighSurrogate(value[kept - 1]) ? kept - 1 : kept)}…";
    }
}
