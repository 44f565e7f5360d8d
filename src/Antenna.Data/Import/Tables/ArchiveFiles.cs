using System.IO.Compression;

namespace Antenna.Data.Import.Tables;

/// <summary>The files of an archive, in a zip or in a folder, as its description names them. Nothing is unpacked to the disk.</summary>
internal sealed class ArchiveFiles
{
    /// <summary>Bytes that one file of a zip may unpack to.</summary>
    public const long LargestFile = 4L << 30;

    private static readonly string[] ReadEndings = [".json", ".csv", ".csv.gz"];

    private readonly Dictionary<string, TableSource> _files = new(StringComparer.OrdinalIgnoreCase);

    private ArchiveFiles(string name) => Name = name;

    /// <summary>For messages.</summary>
    public string Name { get; }

    public IEnumerable<string> Names => _files.Keys;

    /// <summary>The files of a folder, not those of folders in it.</summary>
    public static ArchiveFiles OfFolder(string path)
    {
        var files = new ArchiveFiles(ImportFile.PlaceOf(path).File);
        foreach (var file in new DirectoryInfo(path).EnumerateFiles())
            files._files[file.Name] = TableSource.OfFile(file.FullName);
        return files;
    }

    /// <summary>The files of a zip beside its description, which may stand in a folder of its own.</summary>
    /// <exception cref="ImportRefusedException">A file of it would unpack to more than is read.</exception>
    public static ArchiveFiles OfZip(TableSource zip)
    {
        var files = new ArchiveFiles(zip.Name);
        using var archive = new ZipArchive(zip.Open(), ZipArchiveMode.Read);
        var folder = FolderOf(archive);
        foreach (var entry in archive.Entries.Where(entry => entry.Name.Length > 0 && entry.FullName == folder + entry.Name))
        {
            var full = entry.FullName;
            files._files[entry.Name] = entry.Length <= LargestFile
                ? new($"{zip.Name}/{entry.Name}", () => OpenEntry(zip, full), entry.Length)
                : throw new ImportRefusedException(zip.Place, $"holds {ShortText.Quote(entry.Name)}, which unpacks to more than {LargestFile >> 30} GB.");
        }

        return files;
    }

    /// <summary>The tables and descriptions of a zip, in all of its folders, by their paths.</summary>
    /// <exception cref="ImportRefusedException">It is broken, or a file of it would unpack to more than is read.</exception>
    public static ArchiveFiles AllOfZip(TableSource zip)
    {
        var files = new ArchiveFiles(zip.Name);
        try
        {
            using var archive = new ZipArchive(zip.Open(), ZipArchiveMode.Read);
            foreach (var entry in archive.Entries.Where(entry => ReadEndings.Any(ending => entry.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))))
            {
                var full = entry.FullName;
                files._files[full.Replace('\\', '/')] = entry.Length <= LargestFile
                    ? new($"{zip.Name}/{ShortText.Of(full)}", () => OpenEntry(zip, full), entry.Length)
                    : throw new ImportRefusedException(zip.Place, $"holds {ShortText.Quote(full)}, which unpacks to more than {LargestFile >> 30} GB.");
            }
        }
        catch (InvalidDataException exception)
        {
            throw FileKinds.Refused(zip, FileKind.BrokenArchive, exception);
        }

        return files;
    }

    /// <summary>Whether a zip is a Darwin Core archive, or holds a file of taxa as one does.</summary>
    public static bool IsDarwinCore(ZipArchive archive) =>
        archive.Entries.Any(entry => entry.Name.Equals(ArchiveDescription.File, StringComparison.OrdinalIgnoreCase) || ArchiveDescription.IsOfTaxa(entry.Name));

    /// <summary>A file beside the description; null where there is none. A path that leads out of there finds none.</summary>
    public TableSource? Find(string name) => _files.GetValueOrDefault(name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name);

    private static string FolderOf(ZipArchive archive)
    {
        var described = archive.Entries.Where(entry => entry.Name.Equals(ArchiveDescription.File, StringComparison.OrdinalIgnoreCase))
            .Concat(archive.Entries.Where(entry => ArchiveDescription.IsOfTaxa(entry.Name)))
            .First();
        return described.FullName[..^described.Name.Length];
    }

    private static ArchiveEntryStream OpenEntry(TableSource zip, string name)
    {
        var archive = new ZipArchive(zip.Open(), ZipArchiveMode.Read);
        try
        {
            // What is unpacked never exceeds what the directory of the archive says, which .NET keeps it to.
            return new ArchiveEntryStream(zip, archive, archive.GetEntry(name)!.Open());
        }
        catch (Exception exception)
        {
            archive.Dispose();
            if (exception is InvalidDataException)
                throw FileKinds.Refused(zip, FileKind.BrokenArchive, exception);
            throw;
        }
    }

    /// <summary>A file of a zip, with which the zip is closed.</summary>
    private sealed class ArchiveEntryStream(TableSource zip, ZipArchive archive, Stream inner) : ForwardStream
    {
        public override int Read(Span<byte> buffer)
        {
            try
            {
                return inner.Read(buffer);
            }
            catch (InvalidDataException exception)
            {
                throw FileKinds.Refused(zip, FileKind.BrokenArchive, exception);
            }
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            try
            {
                return await inner.ReadAsync(buffer, cancellationToken);
            }
            catch (InvalidDataException exception)
            {
                throw FileKinds.Refused(zip, FileKind.BrokenArchive, exception);
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
                archive.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}
