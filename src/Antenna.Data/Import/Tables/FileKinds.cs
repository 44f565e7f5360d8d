using System.IO.Compression;
using System.Text;

namespace Antenna.Data.Import.Tables;

/// <summary>What a file is, by how it begins.</summary>
internal enum FileKind
{
    Text,
    Workbook,
    Archive,
    OldWorkbook,
    Pdf,
    Json,
    Markup,
}

/// <summary>Tells what a file is from its first bytes.</summary>
internal static class FileKinds
{
    public static async Task<FileKind> OfAsync(TableSource source, CancellationToken cancellationToken)
    {
        await using var stream = source.Open();
        var bytes = new byte[16];
        var count = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return OfBytes(bytes.AsSpan(0, count)) is var kind and not FileKind.Archive ? kind : KindOfArchive(stream);
    }

    /// <exception cref="ImportRefusedException">It is a file of another kind.</exception>
    public static async Task RefuseAllButTextAsync(TableSource source, CancellationToken cancellationToken)
    {
        if (await OfAsync(source, cancellationToken) is var kind and not FileKind.Text)
            throw Refused(source, kind);
    }

    /// <summary>Why a file is refused that should be a text.</summary>
    public static ImportRefusedException Refused(TableSource source, FileKind kind) => new(source.Place, kind switch
    {
        FileKind.Workbook => "is an Excel workbook; expected a table as text. Save the sheet as CSV, and import that.",
        FileKind.OldWorkbook => "is an Excel workbook of the format before 2007, or another old document of Office. Save it as .xlsx or as CSV, and import that.",
        FileKind.Archive => "is a zip archive; expected a table as text. Unpack it, and import what is in it.",
        FileKind.Pdf => "is a PDF document; expected a table as text.",
        FileKind.Json => "is JSON; expected a table with a header, or names one a line.",
        _ => "is XML or a web page; expected a table with a header, or names one a line.",
    });

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
            return archive.GetEntry("xl/workbook.xml") is null ? FileKind.Archive : FileKind.Workbook;
        }
        catch (InvalidDataException)
        {
            return FileKind.Archive;
        }
    }
}
