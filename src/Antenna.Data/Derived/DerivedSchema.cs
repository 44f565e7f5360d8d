using System.Security.Cryptography;
using System.Text;
using Npgsql;
using static Antenna.Data.Derived.Definitions;

namespace Antenna.Data.Derived;

/// <summary>
/// The schema <c>derived</c>: a view for each definition, and the triggers that keep what is stored equal to it. It follows the
/// code: a database that has another one gets this, and what is stored is rebuilt from it. So no migration repeats a
/// definition, and one that changes tables does not meet views and triggers that are of other tables.
/// </summary>
internal static class DerivedSchema
{
    private const string Remove = "drop schema if exists derived cascade";

    private const string Stored =
        "select obj_description(oid, 'pg_namespace') from pg_namespace where nspname = 'derived'";

    private static readonly string[] Create =
    [
        "create schema derived",
        View("lineages", Lineages),
        View("occurrence_sightings", OccurrenceSightings),
        View("effect_times", EffectTimes),
        View("picked_occurrences", PickedOccurrences),
        RunsOverlap,
        View("occurrence_algorithms", OccurrenceAlgorithms()),
        View("capture_set_occurrences", CaptureSetOccurrences()),
        View("occurrence_days", $"{Days("occurrences", null)} union all {Days("occurrence_algorithms", "algorithm_id")}"),
        View("project_taxa", ProjectTaxa()),
        View("detection_blocks", DetectionBlocks()),
        View("classification_blocks", ClassificationBlocks()),
        View("project_counts", string.Join(" union all ", Counted.Select(table => ProjectCounts(table, $"'{table}'")))),
        View("capture_set_figures", CaptureSetFigures),
        View("capture_set_classifiers", CaptureSetClassifiers),
        .. Upkeep.Statements,
    ];

    private static readonly string Fingerprint =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Create))));

    /// <summary>Removes it before a migration: until it is there again, nothing that is derived follows.</summary>
    public static async Task RemoveAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Remove, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Makes it what the code says, and rebuilds what is stored, where the database has another one or none; under the lock of
    /// a change of the schema.
    /// </summary>
    public static async Task EnsureAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (await IsCurrentAsync(connection, cancellationToken))
            return;
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);

        // To make the triggers keeps others from writing until the commit, so what is rebuilt here stays true.
        await ExecuteAsync(connection, [Remove, .. Create], cancellationToken);
        await ExecuteAsync(connection, DerivedTable.All.SelectMany(table => table.Rebuild), cancellationToken);
        await ExecuteAsync(connection, [$"comment on schema derived is '{Fingerprint}'"], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<bool> IsCurrentAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Stored, connection);
        return await command.ExecuteScalarAsync(cancellationToken) as string == Fingerprint;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, IEnumerable<string> statements, CancellationToken cancellationToken)
    {
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static string View(string name, string definition) => $"create view derived.{name} as {definition}";
}
