using System.Globalization;
using System.Text;

namespace Antenna.Dashboard.Pictures;

/// <summary>Why a picture cannot be shown.</summary>
/// <param name="Title">A few words, which fit into the placeholder of a small crop.</param>
/// <param name="Detail">A sentence on what is wrong where, and on what to do.</param>
/// <param name="Status">The HTTP status of the answer.</param>
internal sealed record PictureProblem(string Title, string Detail, int Status = StatusCodes.Status404NotFound)
{
    /// <summary>characters of a path that are shown; its end says more than its beginning.</summary>
    private const int LongestPath = 80;

    /// <summary>characters of a host that fit into the placeholder of a small crop; of a long one its end says more.</summary>
    private const int LongestHost = 16;

    public static PictureProblem NotImported { get; } = new(
        "not found", "The database has no capture or detection of this number. It may have been removed since the page was loaded.");

    public static PictureProblem NoCropNoBox { get; } = new(
        "no crop", "The results of this detection gave neither a crop nor a box, so there is nothing to cut from the capture.");

    public static PictureProblem FileMissing(string path) => new(
        "file missing", $"There is no file '{Shown(path)}' in the folder that its import named. Put it back there, or import again with the folder that has it.");

    public static PictureProblem NoFolder(string path) => new(
        "no folder", $"Its import named no folder on the server that '{Shown(path)}' could lie in. Import the same again, with the folder that its pictures are in.");

    public static PictureProblem NotReadable(string path) => new(
        "not readable", $"The file '{Shown(path)}' cannot be read. The user that runs the dashboard needs the right to read it, and its disk must be there.");

    public static PictureProblem NotAPicture(string path) => new(
        "not a picture", $"The file '{Shown(path)}' is no JPEG, PNG, WebP, GIF, BMP or SVG picture, or its beginning is damaged. Copy it again, or convert it.");

    public static PictureProblem CutOff(string path) => new(
        "cut off", $"The file '{Shown(path)}' ends before the part that was to be shown, as after an interrupted copy. Copy it again.");

    public static PictureProblem OutsideOfCapture(string path) => new(
        "box outside", $"The detection's box lies outside of the capture '{Shown(path)}'. The results may belong to another file or another size of it.");

    public static PictureProblem CutFromDrawing(string path) => new(
        "no crop", $"The capture '{Shown(path)}' is an SVG drawing, which detections cannot be cut from.");

    public static PictureProblem CutFromWeb(string host) => new(
        "no crop", $"The capture lies on {Shown(host)}, and pictures of other hosts are not fetched to cut a detection from them.");

    public static PictureProblem HostNotAllowed(string host) => new(
        $"not allowed: {(host.Length <= LongestHost ? host : $"…{host[^LongestHost..]}")}",
        $"The picture lies on {Shown(host)}, and that host is not allowed yet for pictures of this project. Allow it at the top of the page.",
        StatusCodes.Status403Forbidden);

    public static PictureProblem DrawingTooLarge(string path, long mostBytes) => new(
        "too large", $"The drawing '{Shown(path)}' is larger than {mostBytes / (1024 * 1024)} MB, the most that is served of an SVG.");

    public static PictureProblem TooLarge(string path, PixelSize size, string limit) => new(
        "too large", string.Create(CultureInfo.InvariantCulture, $"'{Shown(path)}' has {size.Width:N0} × {size.Height:N0} px: {limit}."));

    public static PictureProblem TookTooLong(string path, TimeSpan limit) => new(
        "took too long",
        string.Create(CultureInfo.InvariantCulture, $"'{Shown(path)}' could not be read and resized within {limit.TotalSeconds:N0} s. Its disk or network may be slow; reload the page to try again."),
        StatusCodes.Status503ServiceUnavailable);

    /// <summary>The end of a path, with the characters replaced that are not seen or turn the direction of text.</summary>
    private static string Shown(string path)
    {
        var shown = new StringBuilder();
        foreach (var rune in path.EnumerateRunes())
        {
            shown.Append(Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                ? Rune.ReplacementChar
                : rune);
        }

        return shown.Length <= LongestPath ? shown.ToString() : $"…{shown.ToString(shown.Length - LongestPath, LongestPath)}";
    }
}

/// <summary>The reason why a file could not be made into a picture.</summary>
internal sealed class PictureException(PictureProblem problem) : Exception(problem.Detail)
{
    public PictureProblem Problem => problem;
}
