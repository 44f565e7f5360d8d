using Antenna.Data.Import.Tables;

namespace Antenna.Data.Import.Camtrap;

/// <summary>Finds the packages in what is to be imported: a zip, a folder, or a folder of folders and zips. Nothing is unpacked to the disk.</summary>
internal static class PackageFinder
{
    public const string Description = "datapackage.json";

    private const string Expected = "expected a Camtrap DP package: datapackage.json, or the tables deployments.csv, media.csv and observations.csv";

    /// <summary>The packages, in the order of their names.</summary>
    /// <exception cref="ImportRefusedException">There is none, or one cannot be read.</exception>
    /// <param name="isInPlace">The files stay where they are; else the folder that they were sent to says nothing to anybody, but one of several in it does.</param>
    public static async Task<IReadOnlyList<ObservationPackage>> FindAsync(string path, bool isInPlace, CancellationToken cancellationToken)
    {
        var roots = Directory.Exists(path) ? OfFolder(FullPathOf(path)) : OfFile(path);
        if (roots.Count == 0)
            throw new ImportRefusedException(ImportFile.PlaceOf(path), $"holds no package; {Expected}, in it, in folders or in zips of it.");
        var packages = new List<ObservationPackage>();
        foreach (var root in roots)
        {
            var keepsName = isInPlace || root.Folder is null || (Directory.Exists(path) && root.Folder != FullPathOf(path));
            packages.Add(await ObservationPackage.OpenAsync(keepsName ? root : root.Sent(), packages.Count, cancellationToken));
        }

        return packages;
    }

    /// <summary>Whether names of files are those of a package.</summary>
    public static bool IsPackage(Func<string, bool> has) =>
        has(Description) || ObservationPackage.Tables.All(table => has($"{table}.csv") || has($"{table}.csv.gz"));

    private static string FullPathOf(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    private static List<PackageRoot> OfFolder(string path)
    {
        if (RootOf(path) is { } own)
            return [own];
        var inside = new List<PackageRoot>();
        foreach (var entry in new DirectoryInfo(path).EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            if (entry is DirectoryInfo folder && RootOf(folder.FullName) is { } root)
                inside.Add(root);
            else if (entry is FileInfo { Extension: var extension } && extension.Equals(".zip", StringComparison.OrdinalIgnoreCase))
                inside.AddRange(OfZip(entry.FullName));
        }

        return inside;
    }

    private static List<PackageRoot> OfFile(string path)
    {
        using (var file = ImportFile.OpenRead(path))
        {
            Span<byte> beginning = stackalloc byte[2];
            if (file.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false) == beginning.Length && beginning is [(byte)'P', (byte)'K'])
                return OfZip(path);
        }

        // One of the files of a package stands for it.
        return RootOf(ImportFile.FolderOf(path)!) is { } root
            ? [root]
            : throw new ImportRefusedException(ImportFile.PlaceOf(path), $"has no package beside it; {Expected}.");
    }

    private static PackageRoot? RootOf(string folder) => IsPackage(name => File.Exists(Path.Combine(folder, name)))
        ? new(ImportFile.PlaceOf(folder).File, folder, relative => FileIn(folder, relative))
        : null;

    private static TableSource? FileIn(string folder, string relative)
    {
        var path = Path.Combine(folder, relative);
        for (var part = path; part.Length > folder.Length; part = Path.GetDirectoryName(part)!)
        {
            // A page may name folders, and a link in one would lead out of what it may read.
            if (new FileInfo(part).LinkTarget is not null)
                throw new ImportRefusedException(ImportFile.PlaceOf(path), "is a link, or lies behind one; expected a file inside the folder of the package.");
        }

        return File.Exists(path) ? TableSource.OfFile(path) with { Name = $"{ImportFile.PlaceOf(folder).File}/{relative}" } : null;
    }

    private static List<PackageRoot> OfZip(string path)
    {
        var zip = TableSource.OfFile(path);
        var files = ArchiveFiles.AllOfZip(zip);
        return
        [
            .. files.Names.Select(FolderOf).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)
                .Where(folder => IsPackage(name => files.Find(folder + name) is not null))
                .Select(folder => new PackageRoot(folder.Length == 0 ? zip.Name : $"{zip.Name}/{folder.TrimEnd('/')}", null, relative => files.Find(folder + relative))),
        ];
    }

    private static string FolderOf(string name) => name[..(name.LastIndexOf('/') + 1)];
}

/// <summary>Where a package lies.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Folder">Absolute; null in a zip.</param>
/// <param name="Find">A file of it by its path from there; null where there is none.</param>
internal sealed record PackageRoot(string Name, string? Folder, Func<string, TableSource?> Find)
{
    /// <summary>The same, called without the folder that its files were put into.</summary>
    public PackageRoot Sent() => this with { Name = "the package", Find = relative => Find(relative) is { } found ? found with { Name = relative } : null };
}
