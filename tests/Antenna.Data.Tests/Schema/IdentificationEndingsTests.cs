using Antenna.Core.Occurrences;
using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace Antenna.Data.Tests.Schema;

/// <summary>What becomes of identifications of a database that was made before their ends were stored.</summary>
public sealed class IdentificationEndingsTests(PostgresCluster cluster) : IAsyncLifetime
{
    private const string Before = "20261127004702_OccurrenceDays";

    private const string Content =
        """
        insert into projects (id, name, created_at, is_demo) values (1, 'Hills', now(), false);
        insert into people (id, name) values (1, 'Ada'), (2, 'Bob');
        insert into taxa (id, name, rank, source, homonym, misapplied) values
            (1, 'Actias luna', 1, 'test', 0, false), (2, 'Samia cynthia', 1, 'test', 0, false);
        insert into occurrences (id, project_id, verified) overriding system value select id, 1, false from generate_series(1, 7) id;
        insert into identifications (id, occurrence_id, person_id, taxon_id, comment, created_at, withdrawn_at) values
            -- superseded on a page, and by an import that came later
            (10, 1, 1, 1, null, '2024-07-01', '2024-07-02'), (11, 1, 1, 2, null, '2024-07-02', null),
            (20, 2, 1, 1, null, '2024-07-01', '2024-08-01'), (21, 2, 1, 2, null, '2024-07-02', null),
            -- withdrawn by hand: the last, before the next one was made, and a comment
            (30, 3, 1, 1, null, '2024-07-01', '2024-07-05'),
            (40, 4, 1, 1, null, '2024-07-01', '2024-07-02'), (41, 4, 1, 2, null, '2024-07-03', null),
            (50, 5, 1, null, 'worn', '2024-07-01', '2024-07-02'), (51, 5, 2, 2, null, '2024-07-01', null),
            -- two that stood next to each other, and dates to come
            (60, 6, 1, 1, null, '2024-07-01', null), (61, 6, 1, 2, null, '2024-07-02', null),
            (70, 7, 1, 1, null, '2098-07-01', '2024-07-02'), (71, 7, 1, 2, null, '2099-07-01', null), (72, 7, 2, 2, null, '2098-08-01', null);
        """;

    private TestDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateAsync(cluster);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task What_had_ended_keeps_how_it_ended_as_far_as_its_times_tell()
    {
        await using (var context = _database.CreateDbContext())
        {
            await context.Database.ExecuteSqlRawAsync("drop schema public cascade; create schema public", Token);
            await context.GetService<IMigrator>().MigrateAsync(Before, Token);
            await context.Database.ExecuteSqlRawAsync(Content, Token);
        }

        await AntennaDatabase.MigrateAsync(_database.DataSource, Token);

        var rows = await RowsAsync();
        Assert.Equal(
            [(10, 11), (20, 21), (60, 61), (70, 71)],
            rows.Where(row => row.Status is IdentificationStatus.Superseded).Select(row => ((int)row.Id, (int)row.SupersededById!)));
        Assert.Equal(
            [(30, 1), (40, 1), (50, 1)],
            rows.Where(row => row.Status is IdentificationStatus.Withdrawn).Select(row => ((int)row.Id, (int)row.WithdrawnById!)));
        Assert.Equal(new DateTime(2024, 7, 5, 0, 0, 0, DateTimeKind.Utc), rows.Single(row => row.Id == 30).WithdrawnAt);
        Assert.All(rows, row => Assert.True(row.CreatedAt.Year < 2098));
        Assert.Equal([70, 72, 71], rows.Where(row => row.OccurrenceId == 7).OrderBy(row => row.CreatedAt).Select(row => (int)row.Id));
    }

    private async Task<List<Identification>> RowsAsync()
    {
        await using var context = _database.CreateDbContext();
        return await context.Identifications.AsNoTracking().OrderBy(row => row.Id).ToListAsync(Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
