using System.IO.Compression;
using System.Text;
using Antenna.Data.Import;
using Antenna.Data.Import.Tables;

namespace Antenna.Data.ImportJobs;

/// <summary>What a file to be imported seems to be.</summary>
public enum FoundFileKind
{
    Unknown,
    PipelineResults,
    Captures,
    Taxa,
    Identifications,

    /// <summary>A Camtrap DP package, which is not read yet.</summary>
    CamtrapDp,

    /// <summary>Names, which become a taxa list, on a page of its own.</summary>
    TaxaList,
}

/// <summary>A file to be imported, and what it seems to be by how it begins; a person may know better.</summary>
/// <param name="Name">Without its folder.</param>
/// <param name="Size">Bytes.</param>
public sealed record FoundFile(string Name, long Size, FoundFileKind Kind)
{
    /// <summary>Enough for the members that results and packages begin with.</summary>
    private const int LookedAt = 64 << 10;

    private static readonly string[] Ranks = ["rank", "kingdom", "phylum", "class", "order", "family", "genus"];

    /// <summary>Looks into a file, or a folder of a package.</summary>
    /// <exception cref="ImportRefusedException">There is none, or it cannot be read.</exception>
    public static async Task<FoundFile> LookAsync(string path, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path))
            return new(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)), 0, KindOfFolder(path));
        await using var file = ImportFile.OpenRead(path);
        var bytes = new byte[(int)Math.Min(LookedAt, file.Length)];
        var read = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return new(Path.GetFileName(path), file.Length, await KindOfAsync(path, file, bytes.AsMemory(0, read), cancellationToken));
    }

    private static async Task<FoundFileKind> KindOfAsync(string path, FileStream file, ReadOnlyMemory<byte> beginning, CancellationToken cancellationToken)
    {
        if (beginning.Span is [(byte)'P', (byte)'K', ..] && KindOfArchive(file) is { } known)
            return known;
        var text = Encoding.UTF8.GetString(beginning.Span).TrimStart('\uFEFF', ' ', '\r', '\n', '\t');
        if (text is ['{', ..])
        {
            return text.Contains("camtrap-dp", StringComparison.OrdinalIgnoreCase) || text.Contains("\"resources\"", StringComparison.Ordinal)
                ? FoundFileKind.CamtrapDp
                : FoundFileKind.PipelineResults;
        }

        // A workbook has a table in it.
        try
        {
            await using var table = await ImportTable.OpenTaxaAsync(path, TableReading.Detected, cancellationToken);
            return KindOfTable([.. table.Headers.Select(TaxonHeaders.Plain)]);
        }
        catch (ImportRefusedException)
        {
            // What is wrong with it is said once it is checked.
            return FoundFileKind.Unknown;
        }
    }

    private static FoundFileKind KindOfTable(IReadOnlyList<string> headers)
    {
        bool Has(params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
            {
                if (headers.Contains(TaxonHeaders.Plain(name)))
                    return true;
            }

            return false;
        }

        if (Has("observationID", "deploymentID", "mediaID"))
            return FoundFileKind.CamtrapDp;
        if (Has("crop", "crop_path", "crop_image_url", "occurrence", "occurrence_id"))
            return FoundFileKind.Identifications;
        if (Has("path", "url", "file_path", "filename") && Has("timestamp", "captured_at", "datetime", "width", "deployment", "station"))
            return FoundFileKind.Captures;
        return Has("kingdom", "label") && Ranks.Count(rank => Has(rank)) > 2 ? FoundFileKind.Taxa : FoundFileKind.TaxaList;
    }

    /// <summary>Null for a workbook.</summary>
    private static FoundFileKind? KindOfArchive(FileStream file)
    {
        try
        {
            file.Position = 0;
            using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            return archive.Entries.Any(entry => entry.Name is "datapackage.json" or "observations.csv") ? FoundFileKind.CamtrapDp
                : archive.Entries.Any(entry => entry.Name == "meta.xml") ? FoundFileKind.TaxaList
                : archive.GetEntry("xl/workbook.xml") is not null ? null
                : FoundFileKind.Unknown;
        }
        catch (InvalidDataException)
        {
            return FoundFileKind.Unknown;
        }
    }

    private static FoundFileKind KindOfFolder(string path)
    {
        var packages = Directory.EnumerateDirectories(path).Prepend(path);
        return packages.Any(folder => File.Exists(Path.Combine(folder, "datapackage.json"))) ? FoundFileKind.CamtrapDp : FoundFileKind.Unknown;
    }
}
