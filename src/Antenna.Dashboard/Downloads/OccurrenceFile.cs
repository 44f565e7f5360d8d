using Antenna.Data.Export;

namespace Antenna.Dashboard.Downloads;

/// <summary>A kind of file that occurrences are handed on as: the one list of them, for pages, addresses and commands.</summary>
/// <param name="Word">In addresses and options.</param>
/// <param name="Title">As pages name it.</param>
/// <param name="Description">What it is for, and what is in it.</param>
/// <param name="Extension">Of the file's name, without the dot.</param>
/// <param name="CountOf">How many occurrences are in it.</param>
/// <param name="Lacking">What those that it has no place for are without.</param>
/// <param name="WriteAsync">Writes all of an extract into a stream, which stays open.</param>
internal sealed record OccurrenceFile(
    string Word,
    string Title,
    string Description,
    string Extension,
    string ContentType,
    Func<ExportSize, long> CountOf,
    string Lacking,
    Func<OccurrenceExtract, Stream, IProgress<ExportProgress>?, CancellationToken, Task> WriteAsync)
{
    public static IReadOnlyList<OccurrenceFile> All { get; } =
    [
        new(
            "csv", "Table (CSV)", "One row an occurrence, for spreadsheets and statistics: before and after masking, and who verified.",
            "csv", "text/csv; charset=utf-8", size => size.Occurrences, "", OccurrenceCsv.WriteAsync),
        new(
            "dwca", "Darwin Core archive", "Events, occurrences, pictures and masses as the standard names them, as a zip for other software and for publishing.",
            "zip", "application/zip", size => size.Determined, "a determination", OccurrenceArchive.WriteAsync),
        new(
            "camtrap-dp", "Camtrap DP package", "Deployments, media and observations for software of camera traps, as a zip.",
            "zip", "application/zip", size => size.Placed, "a picture, a time and a station with coordinates", CamtrapPackage.WriteAsync),
    ];

    public static OccurrenceFile? Find(string word) => All.FirstOrDefault(file => file.Word.Equals(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>What the file is called.</summary>
    public string NameAt(DateTimeOffset now) => $"occurrences-{now.UtcDateTime:yyyyMMdd-HHmm}.{Extension}";
}
