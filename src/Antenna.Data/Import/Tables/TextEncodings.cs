using System.Text;

namespace Antenna.Data.Import.Tables;

/// <summary>The encodings that tables come in, each with the name that a person chooses it by.</summary>
public static class TextEncodings
{
    public static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
    public static readonly Encoding Windows1252 = CodePage(1252);
    public static readonly Encoding MacRoman = CodePage(10000);

    private static readonly (string Name, string DisplayName, Encoding Encoding)[] Known =
    [
        ("utf-8", "UTF-8", Utf8),
        ("utf-16", "UTF-16", Encoding.Unicode),
        ("utf-16be", "UTF-16, big-endian", Encoding.BigEndianUnicode),
        ("windows-1252", "Windows-1252", Windows1252),
        ("macintosh", "MacRoman", MacRoman),
    ];

    /// <summary>The names, the likeliest first.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(known => known.Name)];

    /// <summary>An encoding by its name, or by another name that it is registered under.</summary>
    /// <exception cref="ImportRefusedException">No encoding is called so.</exception>
    public static Encoding Parse(string name)
    {
        foreach (var known in Known)
        {
            if (known.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase) || known.DisplayName.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase))
                return known.Encoding;
        }

        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name.Trim()) ?? Encoding.GetEncoding(name.Trim());
        }
        catch (ArgumentException)
        {
            throw new ImportRefusedException($"{ShortText.Quote(name)} is no encoding that is known. Choose one of {string.Join(", ", Names)}.");
        }
    }

    /// <summary>The encoding as it stands in reports.</summary>
    public static string DisplayName(Encoding encoding) =>
        Known.FirstOrDefault(known => known.Encoding.CodePage == encoding.CodePage).DisplayName ?? encoding.WebName;

    /// <summary>The encoding's name, as <see cref="Parse"/> reads it.</summary>
    public static string NameOf(Encoding encoding) =>
        Known.FirstOrDefault(known => known.Encoding.CodePage == encoding.CodePage).Name ?? encoding.WebName;

    private static Encoding CodePage(int number) => CodePagesEncodingProvider.Instance.GetEncoding(number)!;
}
