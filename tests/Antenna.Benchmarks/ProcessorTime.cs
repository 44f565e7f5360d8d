using System.Globalization;
using Npgsql;

namespace Antenna.Benchmarks;

/// <summary>
/// The processor time of this process and of the database's sessions on the same machine. Unlike time on the clock it stays the
/// same, nearly, where other programs want the processors too.
/// </summary>
/// <param name="Client">Of this process.</param>
/// <param name="Server">Of the sessions there are; zero where the server is on another machine, or not on Linux.</param>
internal readonly record struct ProcessorTime(TimeSpan Client, TimeSpan Server)
{
    /// <summary>Linux counts in hundredths of a second, and has user and system time as the 14th and 15th of a process's figures.</summary>
    private const int TicksPerSecond = 100;
    private const int User = 11;
    private const int System = 12;

    public TimeSpan Total => Client + Server;

    public static ProcessorTime operator -(ProcessorTime after, ProcessorTime before) => new(after.Client - before.Client, after.Server - before.Server);

    public static async Task<ProcessorTime> ReadAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("select array(select pid from pg_stat_activity where datname = current_database())");
        var sessions = (int[])(await command.ExecuteScalarAsync(cancellationToken))!;
        return new(Environment.CpuUsage.TotalTime, TimeSpan.FromSeconds(sessions.Sum(Ticks) / (double)TicksPerSecond));
    }

    private static long Ticks(int pid)
    {
        try
        {
            // After the program's name, which is in brackets and may have anything in it.
            var figures = File.ReadAllText($"/proc/{pid}/stat").Split(") ", 2)[^1].Split(' ');
            return long.Parse(figures[User], CultureInfo.InvariantCulture) + long.Parse(figures[System], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
