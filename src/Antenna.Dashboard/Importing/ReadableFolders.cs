using Antenna.Dashboard.Pictures;
using Antenna.Data.Import;

namespace Antenna.Dashboard.Importing;

/// <summary>
/// The folders of this server that a page may name, to import from and to show pictures from: a command reads what its user may
/// read, and a page what was set to be read, links on the way followed.
/// </summary>
/// <param name="roots">Absolute paths; what is inside of them may be read.</param>
public sealed class ReadableFolders(IReadOnlyList<string> roots)
{
    /// <summary>The setting that lists them.</summary>
    public const string Setting = "Imports:Folders";

    /// <summary>The folders, for people.</summary>
    public IReadOnlyList<string> Roots => roots;

    /// <summary>The real path of a file or folder that a person named.</summary>
    /// <exception cref="ImportRefusedException">There is none, or it may not be read.</exception>
    public string Resolve(string named)
    {
        var path = named.Trim();
        if (!Path.IsPathFullyQualified(path) || path.Contains('\0', StringComparison.Ordinal))
            throw new ImportRefusedException($"{ShortText.Quote(path)} is no absolute path; expected one such as /data/moths/2024.");
        if (RealPath.Of(path) is not { } real || !roots.Any(root => IsInside(real, root)))
            throw new ImportRefusedException($"{ShortText.Quote(path)} may not be read from a page. {WhatMay} The setting {Setting} says which may.");

        // What may not be read is not told apart from what is not there.
        return File.Exists(real) || Directory.Exists(real)
            ? real
            : throw new ImportRefusedException($"There is no {ShortText.Quote(path)} on this server.");
    }

    private string WhatMay => roots.Count == 0 ? "No folder may." : $"Only what is in {ShortText.List(roots)} may.";

    private static bool IsInside(string real, string root) =>
        RealPath.Of(root) is { } folder
        && (real == folder || real.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal));
}
