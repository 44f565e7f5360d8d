using Microsoft.AspNetCore.Components.Forms;

namespace Antenna.Dashboard.Components.ImportJobs;

/// <summary>The files that a person chooses as one list.</summary>
internal static class ChosenListFiles
{
    private const int Most = 50;

    /// <summary>Why they do not make a list; null where they may.</summary>
    public static string? ProblemOf(IReadOnlyList<IBrowserFile> files)
    {
        if (files.Count > Most)
            return $"{files.Count} files are chosen; expected those of one list, at most {Most}. Name their folder on the server, or put them together.";
        return files.Count > 1 && files.Any(file => file.Name.Equals("meta.xml", StringComparison.OrdinalIgnoreCase))
            ? "These are the files of a Darwin Core archive. Choose its zip or its folder."
            : null;
    }
}
