using Npgsql;

namespace Antenna.Benchmarks;

internal static class PagesBenchmark
{
    public static async Task RunAsync(string[] options, CancellationToken cancellationToken)
    {
        await using var dataSource = NpgsqlDataSource.Create(Environment.GetEnvironmentVariable("ANTENNA_BENCHMARK_POSTGRES")!);
        await PagesFixture.FillAsync(dataSource, cancellationToken);
    }
}
