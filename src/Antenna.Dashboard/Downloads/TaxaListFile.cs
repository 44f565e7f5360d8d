using Antenna.Data.Export;

namespace Antenna.Dashboard.Downloads;

/// <summary>A kind of file that a version of a taxa list is handed on as: the one list of them, for pages, addresses and commands.</summary>
/// <param name="Word">In addresses and options.</param>
/// <param name="Title">As pages name it.</param>
/// <param name="Description">What it is for, and what is in it.</param>
/// <param name="Extension">Of the file's name, without the dot.</param>
/// <param name="WriteAsync">Writes all of a version into a stream, which stays open.</param>
internal sealed record TaxaListFile(
    string Word, string Title, string Description, string Extension, string ContentType,
    Func<TaxaListExtract, Stream, IProgress<ExportProgress>?, CancellationToken, Task> WriteAsync)
{
    public static IReadOnlyList<TaxaListFile> All { get; } =
    [
        new("csv", "Table (CSV)", "One row a name, for spreadsheets.", "csv", "text/csv; charset=utf-8", TaxaListFiles.WriteCsvAsync),
        new("dwca", "Darwin Core archive", "A checklist for other software and for publishing, as a zip.", "zip", "application/zip", TaxaListFiles.WriteArchiveAsync),
    ];

    public static TaxaListFile? Find(string word) => All.FirstOrDefault(file => file.Word.Equals(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>What the file is called: after the list, as far as a file can be.</summary>
    public string NameOf(TaxaListExtract list)
    {
        var name = string.Concat(list.Name.Select(character => char.IsLetterOrDigit(character) ? character : '-')).Trim('-');
        return $"{(name.Length == 0 ? "taxa-list" : name)}-v{list.Number}.{Extension}";
    }
}
