using Antenna.Data.Import.Tables;

namespace Antenna.Data.Import.TaxaLists;

/// <summary>The files whose names make one list: those that were chosen, or the tables of a folder.</summary>
public static class ListFiles
{
    private static readonly string[] Endings = [".csv", ".tsv", ".txt", ".xlsx", ".zip"];

    /// <summary>The files of a request in the order in which they are read; a Darwin Core archive is one, be it a folder.</summary>
    /// <exception cref="ImportRefusedException">A folder holds none, or two files have one name.</exception>
    internal static IReadOnlyList<string> Of(TaxaListRequest request)
    {
        IReadOnlyList<string> files = Directory.Exists(request.File) && !IsArchive(request.File) ? InFolder(request.File) : [request.File];
        if (files.Count == 0)
            throw new ImportRefusedException(ImportFile.PlaceOf(request.File), $"is a folder without a table; expected files that end in {string.Join(", ", Endings)}, or a Darwin Core archive.");
        files = [.. files, .. request.MoreFiles];
        return files.GroupBy(Path.GetFileName, StringComparer.Ordinal).FirstOrDefault(same => same.Skip(1).Any()) is { } twice
            ? throw new ImportRefusedException(new ImportPlace(twice.Key!), "is there twice; choose one file of a name.")
            : files;
    }

    /// <summary>Whether there is a list in a folder: tables, or a Darwin Core archive of taxa.</summary>
    public static bool AreIn(string folder) => IsArchive(folder) || InFolder(folder).Count > 0;

    /// <summary>The tables of a folder in the order of their names, not those of folders in it.</summary>
    private static IReadOnlyList<string> InFolder(string folder) =>
    [
        .. Directory.EnumerateFiles(folder)
            .Where(file => Endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase) && !Path.GetFileName(file).StartsWith('.'))
            .Order(StringComparer.OrdinalIgnoreCase),
    ];

    private static bool IsArchive(string folder) => Directory.EnumerateFiles(folder).Select(Path.GetFileName).Any(
        name => name!.Equals(ArchiveDescription.File, StringComparison.OrdinalIgnoreCase) || ArchiveDescription.IsOfTaxa(name));
}
