using System.Globalization;

namespace Antenna.Data.Tables;

/// <summary>
/// What an occurrence has in a Darwin Core archive of ours: the id and the words by which an import knows it again. Archives of
/// others have ids that end in a number too, so only this form is ours.
/// </summary>
public static class ArchivedOccurrence
{
    /// <summary>The status of an identification that a person made.</summary>
    public const string VerifiedByHuman = "verified by human";

    /// <summary>The status of an identification that a machine made.</summary>
    public const string Unverified = "unverified";

    private const string Begin = "occurrence:";

    /// <summary>How the id of an occurrence stands in an archive.</summary>
    public static string IdOf(long id) => string.Create(CultureInfo.InvariantCulture, $"{Begin}{id}");

    /// <summary>Reads what <see cref="IdOf"/> wrote, and nothing else.</summary>
    public static bool TryReadId(string text, out long id)
    {
        ArgumentNullException.ThrowIfNull(text);
        id = 0;
        return text.StartsWith(Begin, StringComparison.Ordinal)
            && long.TryParse(text.AsSpan(Begin.Length), NumberStyles.None, CultureInfo.InvariantCulture, out id) && text == IdOf(id);
    }
}
