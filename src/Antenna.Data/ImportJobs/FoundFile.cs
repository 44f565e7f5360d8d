using System.Text;
using Antenna.Data.Import;
using Antenna.Data.Import.Camtrap;
using Antenna.Data.Import.Identifications;
using Antenna.Data.Import.Tables;
using Antenna.Data.Import.Taxa;
using Antenna.Data.Import.TaxaLists;
using Antenna.Data.Tables;

namespace Antenna.Data.ImportJobs;

/// <summary>What a file to be imported seems to be.</summary>
public enum FoundFileKind
{
    Unknown,
    PipelineResults,

    /// <summary>A companion of pipeline results, which is imported with them.</summary>
    Captures,
    Taxa,
    Identifications,

    /// <summary>A Camtrap DP package, a file of one, or a folder of packages.</summary>
    CamtrapDp,

    /// <summary>Names, which become a taxa list, on a page of its own.</summary>
    TaxaList,

    /// <summary>What became of the lines of a list, from an import of that.</summary>
    MatchingReport,

    /// <summary>A table of ours that people read, and that nothing imports.</summary>
    HandedOn,
}

/// <summary>A file to be imported, and what it seems to be by how it begins; a person may know better.</summary>
/// <param name="Name">Without its folder.</param>
/// <param name="Size">Bytes.</param>
public sealed record FoundFile(string Name, long Size, FoundFileKind Kind)
{
    /// <summary>How it is read as a table, where its kind is one of tables whose reading can be chosen; null for others.</summary>
    public TableShape? Table { get; init; }

    /// <summary>Enough for the members that results and packages begin with.</summary>
    private const int LookedAt = 64 << 10;

    private static readonly string[] Ranks = ["rank", "kingdom", "phylum", "class", "order", "family", "genus"];

    /// <summary>Looks into a file, or a folder of a package. A workbook is gone through, which is work.</summary>
    /// <exception cref="ImportRefusedException">There is none, or it cannot be read.</exception>
    public static async Task<FoundFile> LookAsync(string path, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path))
            return new(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)), 0, await KindOfFolderAsync(path, cancellationToken));
        var source = TableSource.OfFile(path);
        var (found, table) = await KindOfAsync(path, source, cancellationToken);
        return new(Path.GetFileName(path), source.Length, found) { Table = table };
    }

    private static async Task<(FoundFileKind Kind, TableShape? Table)> KindOfAsync(string path, TableSource source, CancellationToken cancellationToken)
    {
        var kind = await FileKinds.OfAsync(source, cancellationToken);
        try
        {
            return kind switch
            {
                FileKind.CamtrapDp => (FoundFileKind.CamtrapDp, null),
                FileKind.DarwinCore => (KindOfArchive(await ArchiveDescription.ReadAsync(ArchiveFiles.OfZip(source), cancellationToken)), null),
                FileKind.Json => (await KindOfJsonAsync(source, cancellationToken), null),
                FileKind.Text or FileKind.Workbook => await KindOfTableAsync(path, cancellationToken),
                _ => (FoundFileKind.Unknown, null),
            };
        }
        catch (ImportRefusedException)
        {
            // What is wrong with it is said once it is checked.
            return (FoundFileKind.Unknown, null);
        }
    }

    private static async Task<FoundFileKind> KindOfJsonAsync(TableSource source, CancellationToken cancellationToken)
    {
        await using var file = source.Open();
        var bytes = new byte[(int)Math.Min(LookedAt, source.Length)];
        var read = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        var text = Encoding.UTF8.GetString(bytes.AsSpan(0, read));
        return text.Contains("camtrap-dp", StringComparison.OrdinalIgnoreCase) || text.Contains("\"resources\"", StringComparison.Ordinal)
            ? FoundFileKind.CamtrapDp
            : FoundFileKind.PipelineResults;
    }

    private static FoundFileKind KindOfArchive(ArchiveDescription description) =>
        description.Core.Is("Taxon") ? FoundFileKind.TaxaList : description.Occurrences is null ? FoundFileKind.Unknown : FoundFileKind.Identifications;

    private static async Task<(FoundFileKind Kind, TableShape? Table)> KindOfTableAsync(string path, CancellationToken cancellationToken)
    {
        // All tables but those of taxa begin with their header, which is not one of names.
        await using (var table = await ImportTable.OpenAsync(path, cancellationToken))
        {
            switch (KindOfTable(table.Headers))
            {
                case FoundFileKind.Identifications:
                    return (FoundFileKind.Identifications, ShapeOf(table, () => IdentificationColumns.Find(table, null).Names?.Name));
                case FoundFileKind.Captures:
                    return (FoundFileKind.Captures, table.ShapeWith(null));
                case { } kind:
                    return (kind, null);
            }
        }

        await using var taxa = await ImportTable.OpenTaxaAsync(path, TableReading.Detected, cancellationToken);
        return (KindOfTaxa(taxa.Headers), ShapeOf(taxa, () => NameColumns.Find(taxa, null).Name));
    }

    private static TableShape ShapeOf(ImportTable table, Func<TableColumn?> findNames)
    {
        try
        {
            return table.ShapeWith(findNames());
        }
        catch (ImportRefusedException)
        {
            // Which column holds names, a person then says.
            return table.ShapeWith(null);
        }
    }

    /// <summary>Null for a table of taxa, or of nothing that is known.</summary>
    private static FoundFileKind? KindOfTable(IReadOnlyList<string> headers)
    {
        if (OwnTables.Is(OwnTables.MatchingReport, headers))
            return FoundFileKind.MatchingReport;
        if (OwnTables.Is(OwnTables.RunEffects, headers) || OwnTables.Is(OwnTables.RunLog, headers) || OwnTables.Is(OwnTables.Evaluation, headers))
            return FoundFileKind.HandedOn;
        if (Has(headers, "observationID", "deploymentID", "mediaID"))
            return FoundFileKind.CamtrapDp;
        if (Has(headers, "crop", "crop_path", "crop_image_url", "occurrence", "occurrence_id"))
            return FoundFileKind.Identifications;
        return Has(headers, "path", "url", "file_path", "filename") && Has(headers, "timestamp", "captured_at", "datetime", "width", "deployment", "station")
            ? FoundFileKind.Captures
            : null;
    }

    // An exported list has the ranks above its names too, and says of each whether it stands for all below it.
    private static FoundFileKind KindOfTaxa(IReadOnlyList<string> headers) =>
        !Has(headers, "include_descendants") && Has(headers, "kingdom", "label") && Ranks.Count(rank => Has(headers, rank)) > 2 ? FoundFileKind.Taxa : FoundFileKind.TaxaList;

    private static bool Has(IReadOnlyList<string> headers, params IEnumerable<string> names) =>
        names.Any(name => headers.Any(header => TaxonHeaders.Plain(header) == TaxonHeaders.Plain(name)));

    private static async Task<FoundFileKind> KindOfFolderAsync(string path, CancellationToken cancellationToken)
    {
        if (Directory.EnumerateDirectories(path).Prepend(path).Any(folder => PackageFinder.IsPackage(name => File.Exists(Path.Combine(folder, name)))))
            return FoundFileKind.CamtrapDp;
        foreach (var zip in Directory.EnumerateFiles(path, "*.zip"))
        {
            if (await FileKinds.OfAsync(TableSource.OfFile(zip), cancellationToken) is FileKind.CamtrapDp)
                return FoundFileKind.CamtrapDp;
        }

        return ListFiles.AreIn(path) ? FoundFileKind.TaxaList : FoundFileKind.Unknown;
    }
}
