using System.Text.RegularExpressions;

namespace Antenna.Data.Import.Tables;

/// <summary>One line of a list of names, one a line.</summary>
/// <param name="Name">The scientific name.</param>
/// <param name="CommonName">The common name behind it; null where there is none.</param>
/// <param name="Dropped">The number or bullet before the name; null where there is none.</param>
internal sealed partial record NameLine(string Name, string? CommonName, string? Dropped)
{
    public static NameLine Read(string line)
    {
        var text = line.Trim();
        var bullet = Bullet().Match(text);
        if (bullet.Success)
            text = text[bullet.Length..];

        // "Vanessa cardui_Painted Lady"; in "Vanessa_cardui" the underscore is a space.
        var underscore = text.IndexOf('_', StringComparison.Ordinal);
        var both = underscore > 0 && text.AsSpan(0, underscore).Trim().Contains(' ') && underscore < text.Length - 1;
        return new(
            both ? text[..underscore].Trim() : text,
            both ? text[(underscore + 1)..].Replace('_', ' ').Trim() : null,
            bullet.Success ? bullet.Value.Trim() : null);
    }

    [GeneratedRegex(@"^(?:\(?\d{1,6}[.):]\s*(?=\D)|\d{1,6}\s+(?=\p{Lu})|[-–—*•·‣◦▪+>]\s+)")]
    private static partial Regex Bullet();
}
