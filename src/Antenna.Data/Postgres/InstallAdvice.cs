namespace Antenna.Data.Postgres;

/// <summary>What a person can do on a machine that has no PostgreSQL, by operating system.</summary>
internal static class InstallAdvice
{
    /// <summary>Advice for this machine and one major version, or for any that will do.</summary>
    public static string ForThisMachine(int? major) =>
        OperatingSystem.IsWindows() ? ForWindows(major)
        : OperatingSystem.IsMacOS() ? ForMac(major)
        : ForLinux(major);

    public static string ForLinux(int? major) =>
        $"Install {Wanted(major)} (Debian, Ubuntu: sudo apt-get install postgresql{Suffix("-", major)}; Fedora: sudo dnf install postgresql-server), {Otherwise}";

    public static string ForMac(int? major) =>
        $"Install {Wanted(major)} (brew install postgresql@{major ?? 17}, or Postgres.app), {Otherwise}";

    public static string ForWindows(int? major) =>
        $"Install {Wanted(major)} (winget install PostgreSQL.PostgreSQL.{major ?? 17}), {Otherwise}";

    private static string Otherwise =>
        $"or set {PrivatePostgresOptions.Section}:{nameof(PrivatePostgresOptions.BinariesFolder)} to the folder that holds {string.Join(", ", PostgresBinaries.Programs)}, or ConnectionStrings:Antenna to a server of your own.";

    private static string Wanted(int? major) =>
        major is null ? $"PostgreSQL {PostgresBinaries.OldestMajor} or newer" : $"PostgreSQL {major}";

    private static string Suffix(string separator, int? major) => major is null ? "" : separator + major;
}
