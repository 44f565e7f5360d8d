namespace Antenna.Data.Postgres;

/// <summary>Where the programs of PostgreSQL usually lie.</summary>
internal static class PostgresFolders
{
    /// <summary>The folders of this machine that may hold PostgreSQL, those of <c>PATH</c> first.</summary>
    public static IEnumerable<string> OfThisMachine() =>
        OnPath(Environment.GetEnvironmentVariable("PATH")).Concat(Usual().SelectMany(Expand)).Distinct();

    /// <summary>
    /// The folders of a search path that hold <c>pg_ctl</c>, links followed: the other programs lie next to the real one.
    /// </summary>
    public static IEnumerable<string> OnPath(string? searchPath) =>
        (searchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(folder => PostgresBinaries.PathOf(folder, "pg_ctl"))
            .Where(File.Exists)
            .Select(program => File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? program)
            .Select(program => Path.GetDirectoryName(Path.GetFullPath(program))!);

    /// <summary>The folders that a pattern with one <c>*</c> for a part of one folder's name stands for.</summary>
    public static IEnumerable<string> Expand(string pattern)
    {
        var parts = pattern.Split('/');
        var star = Array.FindIndex(parts, part => part.Contains('*', StringComparison.Ordinal));
        var parent = string.Join('/', parts[..star]);
        return Directory.Exists(parent)
            ? Directory.EnumerateDirectories(parent, parts[star]).Order().Select(found => Path.Combine([found, .. parts[(star + 1)..]]))
            : [];
    }

    private static IEnumerable<string> Usual()
    {
        if (OperatingSystem.IsWindows())
        {
            var programs = Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles).Replace('\\', '/');
            return [$"{programs}/PostgreSQL/*/bin"];
        }

        if (OperatingSystem.IsMacOS())
        {
            return
            [
                "/opt/homebrew/opt/postgresql*/bin",
                "/usr/local/opt/postgresql*/bin",
                "/Applications/Postgres.app/Contents/Versions/*/bin",
                "/Library/PostgreSQL/*/bin",
            ];
        }

        // Debian and Ubuntu; the packages of the PostgreSQL project for Red Hat's family.
        return ["/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin"];
    }
}
