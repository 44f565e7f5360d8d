using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Postgres;

public class TestDatabaseTests(PostgresCluster cluster)
{
    [Fact]
    public async Task Every_test_database_has_the_schema_and_is_shared_with_no_test()
    {
        await using var one = await TestDatabase.CreateAsync(cluster);
        await using var other = await TestDatabase.CreateAsync(cluster);
        await using (var context = one.CreateDbContext())
            await context.Database.ExecuteSqlRawAsync("create table mine (id int)", TestContext.Current.CancellationToken);

        await using var elsewhere = other.CreateDbContext();
        Assert.Empty(await elsewhere.Database.GetPendingMigrationsAsync(TestContext.Current.CancellationToken));
        Assert.Equal(
            [false],
            await elsewhere.Database
                .SqlQuery<bool>($"select exists (select from pg_tables where tablename = 'mine') as \"Value\"")
                .ToListAsync(TestContext.Current.CancellationToken));
    }
}
