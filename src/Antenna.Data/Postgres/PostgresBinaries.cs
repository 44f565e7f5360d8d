using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Antenna.Data.Postgres;

/// <summary>The programs of one installed PostgreSQL.</summary>
/// <param name="Folder">The folder that holds <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>.</param>
/// <param name="Major">The major version, such as 17.</param>
internal sealed partial record PostgresBinaries(string Folder, int Major)
{
    /// <summary>The oldest major version that the product works with.</summary>
    public const int OldestMajor = 15;

    /// <summary>The programs that a folder must hold to be of use.</summary>
    public static IReadOnlyList<string> Programs { get; } = ["initdb", "pg_ctl", "postgres"];

    public string Initdb => PathOf(Folder, "initdb");

    public string PgCtl => PathOf(Folder, "pg_ctl");

    public static string PathOf(string folder, string program) =>
        Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program);

    /// <summary>What a folder holds, or null when the account cannot run a whole PostgreSQL from it.</summary>
    public static async Task<PostgresBinaries?> ReadAsync(string folder, ServerAccount account, CancellationToken cancellation)
    {
        if (!Programs.All(program => File.Exists(PathOf(folder, program))))
            return null;
        try
        {
            var start = ChildProcess.Describe(
                PathOf(folder, "postgres"), ["--version"], Path.GetPathRoot(Path.GetFullPath(folder))!, account);
            var (exitCode, output) = await ChildProcess.RunAsync(start, cancellation);
            return exitCode == 0 && VersionLine().Match(output) is { Success: true } match
                ? new(folder, int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))
                : null;
        }
        catch (Win32Exception)
        {
            // Not executable, built for another processor, or in a place that the account cannot reach.
            return null;
        }
    }

    [GeneratedRegex(@"^postgres \(PostgreSQL\) (\d+)")]
    private static partial Regex VersionLine();
}
