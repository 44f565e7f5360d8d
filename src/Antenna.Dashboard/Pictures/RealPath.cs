namespace Antenna.Dashboard.Pictures;

/// <summary>Where a path leads when every link on the way is followed.</summary>
internal static class RealPath
{
    /// <summary>As many as Linux follows.</summary>
    private const int MostLinks = 40;

    /// <param name="path">Absolute.</param>
    /// <returns>Null where links lead in a circle, or on and on.</returns>
    public static string? Of(string path)
    {
        var links = 0;
        return Follow(Path.GetFullPath(path), ref links);
    }

    private static string? Follow(string path, ref int links)
    {
        var real = Path.GetPathRoot(path)!;
        foreach (var segment in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, segment);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            // A target is relative to where the link lies, and may have links of its own on its way.
            if (++links > MostLinks || Follow(Path.GetFullPath(target, real), ref links) is not { } followed)
                return null;
            real = followed;
        }

        return real;
    }
}
