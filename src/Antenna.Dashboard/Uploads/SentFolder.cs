using Antenna.Data.Import;
using Microsoft.AspNetCore.Components.Forms;

namespace Antenna.Dashboard.Uploads;

/// <summary>A folder whose files a browser sends, each named by its path from the folder's own name on, as <c>moths/june/media.csv</c>.</summary>
/// <param name="Name">The folder's.</param>
/// <param name="Files">With the path of each within the folder, which leads nowhere else.</param>
internal sealed record SentFolder(string Name, IReadOnlyList<(IBrowserFile File, string Path)> Files)
{
    /// <summary>Files that may be sent of a folder; a script of the page passes no more than one too many.</summary>
    public const int MostFiles = 100;

    private const int LongestPath = 400;
    private const int DeepestPath = 16;

    /// <summary>How the names of files end that are sent; others, pictures above all, stay where they are.</summary>
    public static IReadOnlyList<string> Endings { get; } = [".json", ".xml", ".csv", ".tsv", ".txt", ".gz", ".xlsx", ".zip"];

    /// <exception cref="ImportRefusedException">There is nothing to import, or too much, or a path could lead out of the folder.</exception>
    public static SentFolder Of(IReadOnlyList<IBrowserFile> files)
    {
        if (files.Count == 0)
            throw new ImportRefusedException($"The folder holds nothing to import; expected files that end in {string.Join(", ", Endings)}.");
        if (files.Count > MostFiles)
            throw new ImportRefusedException($"The folder holds more than {MostFiles} tables and descriptions; expected those of one import. Choose a folder in it, or put it into a zip.");
        var paths = files.Select(file => SegmentsOf(file.Name)).ToList();
        var name = paths[0][0];
        if (paths.Any(path => path.Length < 2 || path[0] != name))
            throw new ImportRefusedException("The browser does not tell which folder these files are in. Choose the files themselves, or a zip of the folder.");
        return new(name, [.. files.Zip(paths, (file, path) => (file, Path.Combine(path[1..])))]);
    }

    private static string[] SegmentsOf(string sent)
    {
        var segments = sent.Split('/');
        return sent.Length <= LongestPath && segments.Length <= DeepestPath && segments.All(IsName)
            ? segments
            : throw new ImportRefusedException($"{ShortText.Quote(sent)} is no path that this server can keep a file under. Rename it, or send the folder as a zip.");
    }

    private static bool IsName(string segment) =>
        segment.Length > 0 && segment is not ("." or "..") && !segment.Any(letter => char.IsControl(letter) || letter is '\\' or ':')
        && segment.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) < 0;
}
