using Antenna.Core.Detections;
using Antenna.Core.Predictions;
using Antenna.Data.Database;
using Npgsql;

namespace Antenna.Data.Predictions;

/// <summary>Finds small-size filters by their threshold, and creates each once. All projects share them.</summary>
public static class SizeFilterAlgorithms
{
    /// <summary>What a filter says of a detection: its only class, which is no taxon.</summary>
    public const string NotIdentifiable = "Not identifiable";

    private const string EnsureMap = "insert into category_maps (hash, class_count) values ($1, 1) on conflict do nothing";

    private const string EnsureClass =
        """
        insert into category_map_classes (category_map_id, index, label, meaning)
        select map.id, 0, $2, $3 from category_maps map where map.hash = $1 on conflict do nothing
        """;

    private const string EnsureAlgorithm =
        """
        insert into algorithms (kind, key, name, version, category_map_id, created_at)
        select 'SizeFilter', $1, $2, 1, map.id, $3 from category_maps map where map.hash = $4 on conflict do nothing
        """;

    private const string Find = "select id from algorithms where kind = 'SizeFilter' and key = $1";

    private static readonly CategoryMap Map = new([new(0, NotIdentifiable, ClassMeaning.NotATaxon, TaxonId: null)]);

    /// <summary>What a filter of these settings is called.</summary>
    public static string NameOf(SizeFilterSettings settings) => $"Small-size filter, under {settings.Text} of the capture";

    /// <summary>The id of the algorithm, made inside the caller's transaction if there is none yet.</summary>
    public static async Task<long> EnsureAsync(
        NpgsqlConnection connection, SizeFilterSettings settings, DateTime now, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                SqlCommands.InBatch(EnsureMap, Map.Hash),
                SqlCommands.InBatch(EnsureClass, Map.Hash, NotIdentifiable, $"{ClassMeaning.NotATaxon}"),
                SqlCommands.InBatch(EnsureAlgorithm, KeyOf(settings), NameOf(settings), now, Map.Hash),
                SqlCommands.InBatch(Find, KeyOf(settings)),
            },
        };
        return (long)(await batch.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>The id of the algorithm, if there is one.</summary>
    public static async Task<long?> FindAsync(NpgsqlConnection connection, SizeFilterSettings settings, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(Find, KeyOf(settings));
        return (long?)await command.ExecuteScalarAsync(cancellationToken);
    }

    private static string KeyOf(SizeFilterSettings settings) => $"small-size-filter/{settings.Text}";
}
