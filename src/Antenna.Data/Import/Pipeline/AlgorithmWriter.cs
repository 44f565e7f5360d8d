using Antenna.Core.Predictions;
using Antenna.Data.Import.Taxa;
using Antenna.Data.Model;
using Npgsql;
using NpgsqlTypes;

namespace Antenna.Data.Import.Pipeline;

/// <summary>Finds or stores the algorithms of a file, with their category maps.</summary>
/// <param name="connection">In a transaction in which no other adds any.</param>
/// <param name="shared">Receives reports of what is added.</param>
/// <param name="notATaxon">Labels that are no taxon.</param>
/// <param name="findings">Receives reports of algorithms that are known with other classes.</param>
/// <param name="now">UTC.</param>
internal sealed class AlgorithmWriter(
    NpgsqlConnection connection, SharedRows shared, NotATaxonLabels notATaxon, ImportFindings findings, DateTime now)
{
    private const string CopyClasses =
        "copy category_map_classes (category_map_id, index, label, meaning, gbif_key) from stdin (format binary)";

    private const string FindMap = "select id from category_maps where hash = $1";

    // What a map says is no taxon, or a setting that was changed since it was stored; what became a taxon meanwhile stays one.
    private const string NotTaxa = "category_map_id = $1 and index = any($2) and meaning = 'Unresolved'";

    private const string Find =
        "select id from algorithms where key = $1 and version = $2 and category_map_id is not distinct from $3";

    private const string Add =
        """
        insert into algorithms (kind, key, name, version, version_name, category_map_id, created_at)
        values ($1, $2, $3, $4, $5, $6, $7) returning id
        """;

    private readonly HashSet<long> _newMaps = [];
    private int _added;

    /// <summary>The ids of the algorithms and of their category maps, and how many algorithms are new.</summary>
    public async Task<StoredAlgorithms> WriteAsync(IReadOnlyCollection<PipelineAlgorithm> delivered, CancellationToken cancellationToken)
    {
        var stored = new List<StoredAlgorithm>();
        foreach (var algorithm in delivered)
            stored.Add(await EnsureAsync(algorithm, cancellationToken));
        if (_newMaps.Count > 0)
            await CategoryMapResolver.ResolveAsync(connection, _newMaps, cancellationToken);
        return new(stored, _added);
    }

    /// <summary>The ids, where all of them are known.</summary>
    public async Task<StoredAlgorithms?> FindAsync(IReadOnlyCollection<PipelineAlgorithm> delivered, CancellationToken cancellationToken)
    {
        var stored = new List<StoredAlgorithm>();
        foreach (var algorithm in delivered)
        {
            var mapId = algorithm.CategoryMapHash is { } hash ? await connection.ScalarAsync<long?>(FindMap, [hash], cancellationToken) : null;
            if ((mapId is null && algorithm.CategoryMapHash is not null)
                || await connection.ScalarAsync<long?>(Find, [algorithm.Key, algorithm.Version, mapId], cancellationToken) is not { } id)
                return null;
            if (mapId is { } known
                && await connection.ScalarAsync<bool>($"select exists (select from category_map_classes where {NotTaxa})", [known, NotTaxaOf(algorithm)], cancellationToken))
                return null;
            stored.Add(new(algorithm, id, mapId));
        }

        return new(stored, 0);
    }

    private async Task<StoredAlgorithm> EnsureAsync(PipelineAlgorithm algorithm, CancellationToken cancellationToken)
    {
        var mapId = algorithm.CategoryMapHash is { } hash ? await EnsureMapAsync(algorithm, hash, cancellationToken) : (long?)null;
        var known = await connection.ScalarAsync<long?>(Find, [algorithm.Key, algorithm.Version, mapId], cancellationToken);
        if (known is { } id)
            return new(algorithm, id, mapId);

        await ReportOtherMapAsync(algorithm, cancellationToken);
        var kind = mapId is null ? AlgorithmKind.Detector : AlgorithmKind.Classifier;
        _added++;
        var added = await connection.ScalarAsync<long>(
            Add, [$"{kind}", algorithm.Key, algorithm.Name, algorithm.Version, algorithm.VersionName, mapId, now], cancellationToken);
        shared.Added("algorithms", added);
        return new(algorithm, added, mapId);
    }

    private async Task<long> EnsureMapAsync(PipelineAlgorithm algorithm, string hash, CancellationToken cancellationToken)
    {
        var known = await connection.ScalarAsync<long?>(FindMap, [hash], cancellationToken);
        if (known is { } id)
        {
            await CategoryMapResolver.DeclareNotTaxaAsync(connection, id, NotTaxaOf(algorithm), cancellationToken);
            return id;
        }

        id = await connection.ScalarAsync<long>(
            "insert into category_maps (hash, class_count) values ($1, $2) returning id", [hash, algorithm.Classes.Count], cancellationToken);
        _newMaps.Add(id);
        shared.Added("category_maps", id);
        await using var writer = await connection.BeginBinaryImportAsync(CopyClasses, cancellationToken);
        foreach (var (index, label) in algorithm.Classes.Index())
        {
            // What is a taxon, and which, is for the resolver to say: the one place where labels become taxa.
            var meaning = label.IsNotATaxon(notATaxon) ? ClassMeaning.NotATaxon : ClassMeaning.Unresolved;
            await writer.StartRowAsync(cancellationToken);
            await writer.WriteAsync(id, NpgsqlDbType.Bigint, cancellationToken);
            await writer.WriteAsync(index, NpgsqlDbType.Integer, cancellationToken);
            await writer.WriteAsync(label.Label, NpgsqlDbType.Text, cancellationToken);
            await writer.WriteAsync($"{meaning}", NpgsqlDbType.Text, cancellationToken);
            await writer.WriteOrNullAsync(label.GbifKey, cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
        return id;
    }

    private int[] NotTaxaOf(PipelineAlgorithm algorithm) =>
        [.. algorithm.Classes.Index().Where(each => each.Item.IsNotATaxon(notATaxon)).Select(each => each.Index)];

    private async Task ReportOtherMapAsync(PipelineAlgorithm algorithm, CancellationToken cancellationToken)
    {
        var others = await connection.ScalarAsync<long>(
            "select count(*) from algorithms where key = $1 and version = $2", [algorithm.Key, algorithm.Version], cancellationToken);
        if (others > 0)
            findings.Warn(
                "An algorithm of the same key and version is known with other classes: this one is taken as another algorithm. "
                + "A new model should have a new version.",
                algorithm.Place, $"{ShortText.Of(algorithm.Key)}, version {algorithm.Version}");
    }
}
