using Antenna.Data.Model;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Npgsql;
using Xunit;

namespace Antenna.Data.Tests.Schema;

/// <summary>
/// A database with one of nearly everything in it, and two sources that two masks have replaced. What a test does to it
/// is rolled back.
/// </summary>
public sealed class SchemaProject(PostgresCluster cluster) : IAsyncLifetime
{
    private const string Masks =
        """
        insert into kept_sets (category_map_id, hash, listed, not_a_taxon, listed_count, not_a_taxon_count)
        select map.id, kept.hash, kept.listed, '\x00', 1, 0
        from category_maps map, (values ('one', '\x01'::bytea), ('two', '\x02'::bytea)) kept (hash, listed);
        insert into algorithms (kind, key, name, version, category_map_id, source_algorithm_id, kept_set_id, mode, created_at)
        select 'Masking', 'mask ' || kept.hash, 'Mask ' || kept.hash, 0, source.category_map_id, source.id, kept.id, 'Reweighted', now()
        from algorithms source, kept_sets kept where source.kind = 'Classifier';
        update classifications set terminal = false;
        insert into classifications (detection_id, algorithm_id, lineage_id, applied_to_id, class_index, score, absolute_score, terminal, created_at)
        select source.detection_id, mask.id, source.id, source.id, 0, 0.5, 0.25, mask.key = 'mask one', source.created_at
        from classifications source, algorithms mask where mask.kind = 'Masking';
        """;

    private const string Run =
        """
        insert into runs (project_id, task, capture_set_id, source_algorithm_id, algorithm_id, taxa_list_version_id, settings, settings_hash,
            batch_size, requested_by_id, state, created_at)
        select project.id, 'class-masking', capture_set.id, source.id, mask.id, version.id, '{}', 'settings',
            200, person.id, 'Running', now()
        from projects project, capture_sets capture_set, people person, algorithms source, algorithms mask, taxa_list_versions version
        where source.kind = 'Classifier' and mask.key = 'mask one';
        insert into run_parts (run_id, number, after_occurrence_id, last_occurrence_id, attempt, checkpoint, outcomes, listed, occurrences_updated)
        select id, 1, 0, 1000, 1, 0, '{}', '{}', 0 from runs;
        """;

    private readonly TestDatabase _database = new(cluster);

    public NpgsqlDataSource DataSource => _database.DataSource;

    public AntennaDbContext CreateContext() => _database.CreateDbContext();

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        var scenario = await Scenario.CreateAsync(DataSource);
        var classifier = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        var animal = await scenario.AddOccurrenceAsync(classifier.Says(1, 2));
        await scenario.AddOccurrenceAsync(classifier.Says(2, 1));
        await scenario.IdentifyAsync(animal, "Samia cynthia");
        await scenario.AddListOfAsync("Actias luna");
        await using var command = DataSource.CreateCommand(Masks + Run);
        await command.ExecuteNonQueryAsync(Token);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    /// <summary>Does something and rolls it back; the answer is why the database refused it, null where it did not.</summary>
    public async Task<PostgresException?> TryAsync(string sql)
    {
        await using var connection = await DataSource.OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        try
        {
            await command.ExecuteNonQueryAsync(Token);
            return null;
        }
        catch (PostgresException refusal)
        {
            return refusal;
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
