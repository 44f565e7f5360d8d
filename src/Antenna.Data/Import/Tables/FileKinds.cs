using System.IO.Compression;
using System.Text;

namespace Antenna.Data.Import.Tables;

/// <summary>What a file is, by how it begins.</summary>
internal enum FileKind
{
    Text,
    Workbook,
    Archive,
    DarwinCore,
    CamtrapDp,
    BrokenArchive,
    OldWorkbook,
    ProtectedWorkbook,
    BinaryWorkbook,
    OpenDocument,
    Pdf,
    Json,
    Markup,
}

/// <summary>Tells what a file is from its first bytes, and what a zip is from the files in it: the one place that does.</summary>
internal static class FileKinds
{
    /// <summary>Each shows a zip to be a Camtrap DP package, in whatever folder of it.</summary>
    private static readonly string[] CamtrapFiles = ["datapackage.json", "observations.csv", "observations.csv.gz"];

    public static async Task<FileKind> OfAsync(TableSource source, CancellationToken cancellationToken)
    {
        await using var stream = source.Open();
        var bytes = new byte[64];
        var count = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return OfBytes(bytes.AsSpan(0, count)) switch
        {
            // A file within an archive, which is read once: it is looked into no further.
            var kind when !stream.CanSeek => kind,
            FileKind.Archive => KindOfArchive(stream),
            FileKind.OldWorkbook => await KindOfOldDocumentAsync(stream, cancellationToken),
            var kind => kind,
        };
    }

    /// <summary>Why a file is refused that is no table.</summary>
    public static ImportRefusedException Refused(TableSource source, FileKind kind, Exception? cause = null) => new(source.Place, kind switch
    {
        FileKind.ProtectedWorkbook => "is a document of Office that a password protects. Remove the password in Excel, and import it again.",
        FileKind.OldWorkbook => "is an Excel workbook of the format before 2007, or another old document of Office. Save it as .xlsx or as CSV, and import that.",
        FileKind.BinaryWorkbook => "is an Excel workbook in binary form (.xlsb). Save it as .xlsx or as CSV, and import that.",
        FileKind.OpenDocument => "is an OpenDocument file. Save it as .xlsx or as CSV, and import that.",
        FileKind.DarwinCore => "is a Darwin Core archive; expected a table.",
        FileKind.CamtrapDp => "is a Camtrap DP package; expected a table.",
        FileKind.Archive => "is a zip archive; expected a table. Unpack it, and import what is in it.",
        FileKind.BrokenArchive => "is a zip archive or an Excel workbook that is broken, as after a broken download.",
        FileKind.Pdf => "is a PDF document; expected a table.",
        FileKind.Json => "is JSON; expected a table with a header, or names one a line.",
        _ => "is XML or a web page; expected a table with a header, or names one a line.",
    }, cause);

    private static FileKind OfBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [(byte)'P', (byte)'K', 3 or 5, 4 or 6, ..])
            return FileKind.Archive;
        if (bytes is [0xD0, 0xCF, 0x11, 0xE0, ..])
            return FileKind.OldWorkbook;
        var text = Encoding.Latin1.GetString(bytes).TrimStart('\u00EF', '\u00BB', '\u00BF', ' ', '\r', '\n', '\t');
        return text switch
        {
            _ when text.StartsWith("%PDF", StringComparison.Ordinal) => FileKind.Pdf,
            ['{', ..] or ['[', '{', ..] => FileKind.Json,
            ['<', '?' or '!' or 'h' or 'H' or 'a' or 'd', ..] => FileKind.Markup,
            _ => FileKind.Text,
        };
    }

    private static FileKind KindOfArchive(Stream stream)
    {
        try
        {
            stream.Position = 0;
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            return archive switch
            {
                _ when archive.GetEntry("xl/workbook.xml") is not null => FileKind.Workbook,
                _ when archive.GetEntry("xl/workbook.bin") is not null => FileKind.BinaryWorkbook,
                _ when archive.GetEntry("content.xml") is not null => FileKind.OpenDocument,
                _ when ArchiveFiles.IsDarwinCore(archive) => FileKind.DarwinCore,
                _ when archive.Entries.Any(entry => CamtrapFiles.Contains(entry.Name, StringComparer.OrdinalIgnoreCase)) => FileKind.CamtrapDp,
                _ => FileKind.Archive,
            };
        }
        catch (InvalidDataException)
        {
            return FileKind.BrokenArchive;
        }
    }

    /// <summary>A workbook with a password is stored in the way of an old document, with one stream of this name.</summary>
    private static async Task<FileKind> KindOfOldDocumentAsync(Stream stream, CancellationToken cancellationToken)
    {
        var sought = Encoding.Unicode.GetBytes("EncryptedPackage");
        var block = new byte[64 << 10];
        var kept = 0;
        stream.Position = 0;
        while (await stream.ReadAsync(block.AsMemory(kept), cancellationToken) is var count and > 0)
        {
            var filled = block.AsMemory(0, kept + count);
            if (filled.Span.IndexOf(sought) >= 0)
                return FileKind.ProtectedWorkbook;
            kept = Math.Min(filled.Length, sought.Length - 1);
            filled[^kept..].CopyTo(block);
        }

        return FileKind.OldWorkbook;
    }
}
