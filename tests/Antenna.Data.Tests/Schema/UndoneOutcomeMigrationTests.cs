using Antenna.Data.Runs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace Antenna.Data.Tests.Schema;

/// <summary>What becomes of the counters of undos when the outcome gets its name.</summary>
public sealed class UndoneOutcomeMigrationTests(SchemaProject project) : IClassFixture<SchemaProject>
{
    [Fact]
    public async Task Counters_of_undos_are_kept_under_the_new_name()
    {
        await using var context = project.CreateContext();
        var migrator = context.GetService<IMigrator>();
        var before = context.Database.GetMigrations().TakeWhile(migration => !migration.EndsWith("_UndoneOutcome", StringComparison.Ordinal)).Last();
        await migrator.MigrateAsync(before, Token);
        await using (var undo = project.DataSource.CreateCommand("""update run_parts set outcomes = '{"taken-back": 3, "unchanged": 1}'"""))
            await undo.ExecuteNonQueryAsync(Token);

        await migrator.MigrateAsync(cancellationToken: Token);

        await using var read = project.DataSource.CreateCommand("select outcomes from run_parts");
        var counters = OutcomeCounts.Parse((string)(await read.ExecuteScalarAsync(Token))!);
        Assert.Equal((3, 1, 4), (counters["undone"], counters["unchanged"], counters.Checked));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
