namespace Antenna.Data.Import;

/// <summary>
/// Brings the paths of pictures into the one form that identifies them: relative to the folder that they are imported
/// with, with slashes, and never out of it. Addresses of the web stay as they are, but for user names in them.
/// </summary>
/// <param name="folder">The folder's absolute path; null where it is not known.</param>
internal sealed class PicturePaths(string? folder)
{
    private readonly string? _folder = folder is null ? null : Path.TrimEndingDirectorySeparator(folder);

    /// <summary>Those of the web among them.</summary>
    public WebAddresses Web { get; } = new();

    /// <summary>The path to keep; null if there is none, and then <paramref name="problem"/> has the reason.</summary>
    public string? Normalize(string path, out string? problem)
    {
        problem = IndexedText.ProblemOf(path);
        if (problem is not null)
            return null;
        if (path.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || path.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            return Web.Keep(path, out problem);

        var relative = _folder is not null && Path.IsPathFullyQualified(path) && IsInside(path, _folder) ? path[_folder.Length..].TrimStart('/', '\\') : path;
        var segments = relative.Split('/', '\\');
        var isRooted = relative == path && (segments is ["", _, ..] || relative is [var drive, ':', ..] && char.IsAsciiLetter(drive));
        if (isRooted || segments.Contains("..") || relative.Contains("://", StringComparison.Ordinal))
        {
            problem = $"{ShortText.Quote(path)} leads out of the folder of the file; expected a path inside of it, or an http address.";
            return null;
        }

        var kept = string.Join('/', segments.Where(segment => segment is not ("" or ".")));
        if (kept.Length == 0)
            problem = "the path is empty; expected one inside the folder of the file, or an http address.";
        return kept.Length == 0 ? null : kept;
    }

    private static bool IsInside(string path, string folder) =>
        path.StartsWith(folder, StringComparison.Ordinal) && path.Length > folder.Length && path[folder.Length] is '/' or '\\';
}
