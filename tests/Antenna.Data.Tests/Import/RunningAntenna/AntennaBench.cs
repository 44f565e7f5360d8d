using Antenna.Core.Predictions;
using Antenna.Data.Import;
using Antenna.Data.Import.Pipeline;
using Antenna.Data.Import.RunningAntenna;
using Antenna.Testing;
using Antenna.Testing.RunningAntennas;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Antenna.Data.Tests.Import.RunningAntenna;

/// <summary>A stand-in of a running Antenna and a database that its project is imported into.</summary>
internal sealed class AntennaBench : IAsyncDisposable
{
    public const string Project = "Moth garden";

    private readonly ServiceProvider _services;

    private AntennaBench(ImportProject project, StandInAntenna antenna)
    {
        (Here, There) = (project, antenna);
        var services = new ServiceCollection();
        services.AddRunningAntennas();
        _services = services.BuildServiceProvider();
    }

    public ImportProject Here { get; }

    public StandInAntenna There { get; }

    /// <summary>How the stand-in is asked: small pages, and without a wait before what failed is asked again.</summary>
    public AntennaApiOptions Options { get; set; } = new() { PageSize = 3, FirstDelay = TimeSpan.Zero, Retries = 4 };

    public TimeProvider Time { get; set; } = TimeProvider.System;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="animals">Each on a capture of its own.</param>
    public static async Task<AntennaBench> CreateAsync(PostgresCluster cluster, int animals = 4)
    {
        var bench = new AntennaBench(await ImportProject.CreateAsync(cluster), await StandInAntenna.StartAsync(Token));
        for (var id = 1; id <= animals; id++)
        {
            bench.There.Content.AddCapture(id);
            bench.There.Content.AddOccurrence(id, id, id % 3, 1.5, 0.25);
        }

        return bench;
    }

    public async Task<PipelineResultsReport> ImportAsync(Func<AntennaImportRequest, AntennaImportRequest>? change = null, CancellationToken? token = null) =>
        (PipelineResultsReport)await RunAsync(change, token);

    public Task<ImportReport> RunAsync(Func<AntennaImportRequest, AntennaImportRequest>? change = null, CancellationToken? token = null)
    {
        var request = new AntennaImportRequest(AntennaAddress.Parse(There.Address), new(StandInAntenna.Token), AntennaContent.ProjectId, Project);
        return new AntennaImport(Here.Database.DataSource, _services.GetRequiredService<IHttpClientFactory>(), Options, NotATaxonLabels.Default, Time)
            .RunAsync(change?.Invoke(request) ?? request, null, token ?? Token);
    }

    /// <summary>All that an import writes, row for row, but when it was written and what it fetched.</summary>
    public static async Task<IReadOnlyList<string>> ContentAsync(NpgsqlDataSource dataSource)
    {
        var content = new List<string>();
        foreach (var (table, without) in ((string, string)[])
            [
                ("deployments", "''"), ("captures", "'picture_folder_id'"), ("capture_sets", "'created_at'"), ("capture_set_items", "''"), ("detections", "''"),
                ("occurrences", "''"), ("classifications", "''"), ("classification_logits", "''"), ("algorithms", "'created_at'"),
                ("category_map_classes", "''"), ("picture_hosts", "''"), ("identifications", "''"),
            ])
        {
            content.AddRange(await ReadAsync(dataSource, table, without));
        }

        return content;
    }

    public async ValueTask DisposeAsync()
    {
        await There.DisposeAsync();
        await Here.DisposeAsync();
        await _services.DisposeAsync();
    }

    private static async Task<List<string>> ReadAsync(NpgsqlDataSource dataSource, string table, string without)
    {
        await using var command = dataSource.CreateCommand($"select '{table} ' || (to_jsonb(content) - {without})::text from {table} content order by 1");
        await using var reader = await command.ExecuteReaderAsync(Token);
        var rows = new List<string>();
        while (await reader.ReadAsync(Token))
            rows.Add(reader.GetString(0));
        return rows;
    }
}
