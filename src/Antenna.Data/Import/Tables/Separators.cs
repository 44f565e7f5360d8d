namespace Antenna.Data.Import.Tables;

/// <summary>What separates the fields of a line, each with the name that a person chooses it by.</summary>
public static class Separators
{
    private static readonly (char Separator, string Name)[] Known = [(',', "comma"), (';', "semicolon"), ('\t', "tab"), ('|', "bar")];

    /// <summary>The names, the likeliest first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(known => known.Name)];

    /// <summary>A separator by its name, or as it is; null where it is none.</summary>
    public static char? Parse(string text)
    {
        foreach (var (separator, name) in Known)
        {
            if (text == separator.ToString() || name.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase))
                return separator;
        }

        return null;
    }

    public static string NameOf(char separator) => Known.FirstOrDefault(known => known.Separator == separator).Name ?? separator.ToString();
}
