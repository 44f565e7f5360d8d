using Antenna.Core.Predictions;
using Antenna.Data.Database;
using Antenna.Data.Import.Taxa;
using Antenna.Data.Model;
using Antenna.Data.Predictions;
using Npgsql;
using NpgsqlTypes;

namespace Antenna.Data.Import.Pipeline;

/// <summary>Finds or stores the algorithms of a file, with their category maps.</summary>
internal sealed class AlgorithmWriter(NpgsqlConnection connection, NotATaxonLabels notATaxon, ImportFindings findings, DateTime now)
{
    // How published category maps mark a class that is no taxon, in the place of its rank.
    private const string NonTaxon = "NON-TAXON";

    private const string CopyClasses =
        "copy category_map_classes (category_map_id, index, label, meaning, gbif_key) from stdin (format binary)";

    private const string Find =
        "select id from algorithms where key = $1 and version = $2 and category_map_id is not distinct from $3";

    private const string Add =
        """
        insert into algorithms (kind, key, name, version, version_name, category_map_id, created_at)
        values ($1, $2, $3, $4, $5, $6, $7) returning id
        """;

    private readonly HashSet<long> _newMaps = [];
    private int _added;

    /// <summary>The algorithms by their keys, and how many of them are new.</summary>
    public async Task<(IReadOnlyDictionary<string, ImportedAlgorithm> Algorithms, ImportCount Count)> WriteAsync(
        IReadOnlyCollection<PipelineAlgorithm> delivered, CancellationToken cancellationToken)
    {
        var stored = new List<(PipelineAlgorithm Delivered, long Id, long? MapId)>();
        foreach (var algorithm in delivered)
            stored.Add(await EnsureAsync(algorithm, cancellationToken));
        if (_newMaps.Count > 0)
            await CategoryMapResolver.ResolveAsync(connection, cancellationToken);

        var algorithms = new Dictionary<string, ImportedAlgorithm>(StringComparer.Ordinal);
        await using var context = new AntennaDbContext(AntennaDatabase.Options(connection));
        foreach (var (algorithm, id, mapId) in stored)
        {
            var map = mapId is { } known ? await CategoryMaps.LoadAsync(context, known, cancellationToken) : null;
            algorithms.Add(algorithm.Key, new(id, algorithm, map));
            ReportMeanings(algorithm, map);
        }

        return (algorithms, new("algorithms", _added, Unchanged: delivered.Count - _added));
    }

    private async Task<(PipelineAlgorithm Delivered, long Id, long? MapId)> EnsureAsync(
        PipelineAlgorithm algorithm, CancellationToken cancellationToken)
    {
        var mapId = algorithm.CategoryMapHash is { } hash ? await EnsureMapAsync(algorithm, hash, cancellationToken) : (long?)null;
        var known = await connection.ScalarAsync<long?>(Find, [algorithm.Key, algorithm.Version, mapId], cancellationToken);
        if (known is { } id)
            return (algorithm, id, mapId);

        await ReportOtherMapAsync(algorithm, cancellationToken);
        var kind = mapId is null ? AlgorithmKind.Detector : AlgorithmKind.Classifier;
        _added++;
        return (algorithm, await connection.ScalarAsync<long>(
            Add, [$"{kind}", algorithm.Key, algorithm.Name, algorithm.Version, algorithm.VersionName, mapId, now], cancellationToken), mapId);
    }

    private async Task<long> EnsureMapAsync(PipelineAlgorithm algorithm, string hash, CancellationToken cancellationToken)
    {
        var known = await connection.ScalarAsync<long?>("select id from category_maps where hash = $1", [hash], cancellationToken);
        if (known is { } id)
            return id;

        id = await connection.ScalarAsync<long>(
            "insert into category_maps (hash, class_count) values ($1, $2) returning id", [hash, algorithm.Classes.Count], cancellationToken);
        _newMaps.Add(id);
        await using var writer = await connection.BeginBinaryImportAsync(CopyClasses, cancellationToken);
        foreach (var (index, label) in algorithm.Classes.Index())
        {
            // What is a taxon, and which, is for the resolver to say: the one place where labels become taxa.
            var meaning = IsNotATaxon(label) ? ClassMeaning.NotATaxon : ClassMeaning.Unresolved;
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

    private bool IsNotATaxon(PipelineClass label) =>
        string.Equals(label.Rank, NonTaxon, StringComparison.OrdinalIgnoreCase) || notATaxon.Contains(label.Label);

    private async Task ReportOtherMapAsync(PipelineAlgorithm algorithm, CancellationToken cancellationToken)
    {
        var others = await connection.ScalarAsync<long>(
            "select count(*) from algorithms where key = $1 and version = $2", [algorithm.Key, algorithm.Version], cancellationToken);
        if (others > 0)
            findings.Warn(
                "An algorithm of the same key and version is known with other classes: this one is taken as another algorithm. "
                + "A new model should have a new version.",
                algorithm.Place, $"{algorithm.Key}, version {algorithm.Version}");
    }

    private void ReportMeanings(PipelineAlgorithm algorithm, CategoryMap? map)
    {
        if (map is null)
            return;
        var unresolved = map.Where(label => label.Meaning is ClassMeaning.Unresolved).ToList();
        if (unresolved.Count > 0)
            findings.Add(new(
                ImportFindingLevel.Warning,
                $"{unresolved.Count} of the {map.Count} classes of {algorithm.Name} resolve to no taxon, and no mask keeps them. "
                + "Import the taxa that they name.",
                unresolved.Count, [.. Examples(algorithm, unresolved)]));
        var nobody = map.Where(label => label.Meaning is ClassMeaning.NotATaxon).ToList();
        if (nobody.Count > 0)
            findings.Add(new(
                ImportFindingLevel.Note, $"Classes of {algorithm.Name} that are not a taxon, and that every mask keeps.",
                nobody.Count, [.. Examples(algorithm, nobody)]));
    }

    private static IEnumerable<ImportExample> Examples(PipelineAlgorithm algorithm, IEnumerable<ClassLabel> labels) => labels
        .Take(ImportFindings.ExamplesKept)
        .Select(label => new ImportExample(
            new(algorithm.Place.File, JsonPath: $"{algorithm.Place.JsonPath}.category_map.data[{label.Index}]"), label.Label));
}
