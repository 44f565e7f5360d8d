using Antenna.Data.Import.Pipeline;
using Antenna.Data.Import.RunningAntenna;
using Antenna.Data.ImportJobs;
using Antenna.Data.Model;
using Antenna.Data.Projects;
using Antenna.PostProcessing.ImportJobs;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing;
using Antenna.Testing.RunningAntennas;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Antenna.PostProcessing.Tests.ImportJobs;

/// <summary>An import from a running Antenna as a job: any node goes on with it, so its token lies in its record, sealed, until it has ended.</summary>
public sealed class RunningAntennaJobTests(PostgresCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_sealed_in_the_record_and_gone_once_the_import_has_ended()
    {
        await using var database = await TestDatabase.CreateAsync(cluster);
        await using var node = await StartAsync(database);
        await using var there = await StandInAntenna.StartAsync(Token);
        there.Content.AddCapture(1);
        there.Content.AddOccurrence(1, 1, 2, 1, 0);

        var id = await LaunchAsync(database, node, there, new(StandInAntenna.Token));

        var recorded = await OrderAsync(database, id);
        Assert.Contains(Reversed.Of(StandInAntenna.Token), recorded, StringComparison.Ordinal);
        Assert.DoesNotContain(StandInAntenna.Token, recorded, StringComparison.Ordinal);
        await node.Service<ImportExecutor>().ExecuteAsync(id, Token);

        var import = await node.Service<ImportCatalog>().FindAsync(id, Token);
        Assert.Equal(ImportState.Succeeded, import!.Row.State);
        Assert.Equal(1, import.Report!.Count("classifications").New);
        Assert.IsType<PipelineResultsReport>(import.Report);
        Assert.Null(import.Order.Remote!.SealedToken);
        Assert.Equal($"{there.Address}/, project 7", import.Row.Source);
    }

    [Fact]
    public async Task A_token_whose_keys_are_gone_is_asked_for_again()
    {
        await using var database = await TestDatabase.CreateAsync(cluster);
        await using var node = await StartAsync(database);
        await using var there = await StandInAntenna.StartAsync(Token);

        var id = await LaunchAsync(database, node, there, new(Reversed.Lost));
        await node.Service<ImportExecutor>().ExecuteAsync(id, Token);

        var import = await node.Service<ImportCatalog>().FindAsync(id, Token);
        Assert.Equal(ImportState.Failed, import!.Row.State);
        Assert.StartsWith("The token cannot be read any more", import.Row.Reason, StringComparison.Ordinal);
        Assert.Empty(there.Requests);
    }

    private static Task<NodeInProcess> StartAsync(TestDatabase database) => NodeInProcess.StartAsync(
        database.DataSource, RunExecutionRole.ScheduleOnly, services => services.AddSingleton<ITokenSeal, Reversed>());

    private static async Task<long> LaunchAsync(TestDatabase database, NodeInProcess node, StandInAntenna there, ApiToken token)
    {
        await using var context = database.CreateDbContext();
        var person = await People.EnsureAsync(context, "Curator", Token);
        var order = new ImportOrder(ImportKind.RunningAntenna)
        {
            Remote = new($"{there.Address}/", AntennaContent.ProjectId) { SealedToken = node.Service<ITokenSeal>().Seal(token) },
            Project = "Moth garden",
        };
        return await node.Service<ImportLauncher>().LaunchAsync(order, [], person, Token);
    }

    private static async Task<string> OrderAsync(TestDatabase database, long id)
    {
        await using var command = database.DataSource.CreateCommand($"select \"order\"::text from imports where id = {id}");
        return (string)(await command.ExecuteScalarAsync(Token))!;
    }

    /// <summary>Stands in for keys: what it sealed is another text.</summary>
    private sealed class Reversed : ITokenSeal
    {
        public const string Lost = "lost";

        public static string Of(string text) => new([.. text.Reverse()]);

        public string Seal(ApiToken token) => Of(token.Reveal());

        public ApiToken? Open(string sealedToken) => sealedToken == Of(Lost) ? null : new(Of(sealedToken));
    }
}
