using Antenna.Data.Import.Tables;
using Antenna.Data.ImportJobs;
using Antenna.Data.Model;

namespace Antenna.Dashboard.Components.ImportJobs;

/// <summary>The order to import a list, put together from what a person entered and the files they chose.</summary>
internal static class ListImportOrder
{
    /// <param name="list">Its name, of one that there is or a new one.</param>
    /// <param name="owner">The project that the list is of; null for a list that all share.</param>
    public static ImportOrder Of(ListImportDraft draft, ImportPreparation files, string list, (long Id, string? Name)? owner, string person)
    {
        var only = OnlyFile(files);
        return new(ImportKind.TaxaList)
        {
            Path = files.ServerPath,
            Files = files.ServerPath is null ? [.. files.Files.Select(file => file.Name)] : [],
            Project = owner?.Name,
            Person = person,
            Reading = only is null ? TableReading.Detected : draft.ReadingOf(only),
            Readings = only is null ? draft.Readings.Where(reading => reading.Value != TableReading.Detected).OrderBy(reading => reading.Key, StringComparer.Ordinal).ToDictionary() : [],
            List = new(list)
            {
                ProjectId = owner?.Id,
                Note = string.IsNullOrWhiteSpace(draft.Note) ? null : draft.Note.Trim(),
                Accepted = [.. draft.Accepted.Values],
            },
        };
    }

    /// <summary>Whether a check of one order is one of the other, too: a note, and what was accepted, change nothing of what it finds.</summary>
    public static bool HaveSameCheck(ImportOrder one, ImportOrder other) => CheckedPart(one) == CheckedPart(other);

    private static string CheckedPart(ImportOrder order) => (order with { List = order.List! with { Note = null, Accepted = [] } }).ToJson();

    /// <summary>The name of the one file; null where there are several, or a folder of them.</summary>
    private static string? OnlyFile(ImportPreparation files) =>
        files.Files is [var only] && files.Tables.All(table => table.File == only.Name) ? only.Name : null;
}
