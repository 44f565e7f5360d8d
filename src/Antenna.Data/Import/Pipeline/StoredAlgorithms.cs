using Antenna.Core.Predictions;
using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.Predictions;
using Npgsql;

namespace Antenna.Data.Import.Pipeline;

/// <summary>An algorithm of a file and its id.</summary>
/// <param name="MapId">Its category map; null for what classifies nothing.</param>
internal sealed record StoredAlgorithm(PipelineAlgorithm Delivered, long Id, long? MapId);

/// <summary>The algorithms of a file, which are all stored.</summary>
/// <param name="Added">How many are new.</param>
internal sealed record StoredAlgorithms(IReadOnlyList<StoredAlgorithm> Algorithms, int Added)
{
    public ImportCount Count => new("algorithms", Added, Unchanged: Algorithms.Count - Added);

    /// <summary>The algorithms by their keys, with what their classes mean.</summary>
    /// <param name="findings">Receives what they mean.</param>
    public async Task<IReadOnlyDictionary<string, ImportedAlgorithm>> LoadAsync(
        NpgsqlConnection connection, ImportFindings findings, CancellationToken cancellationToken)
    {
        var algorithms = new Dictionary<string, ImportedAlgorithm>(StringComparer.Ordinal);
        await using var context = new AntennaDbContext(AntennaDatabase.Options(connection));
        foreach (var (algorithm, id, mapId) in Algorithms)
        {
            var map = mapId is { } known ? await CategoryMaps.LoadAsync(context, known, cancellationToken) : null;
            algorithms.Add(algorithm.Key, new(id, algorithm, map));
            ReportMeanings(algorithm, map, findings);
        }

        return algorithms;
    }

    private static void ReportMeanings(PipelineAlgorithm algorithm, CategoryMap? map, ImportFindings findings)
    {
        if (map is null)
            return;
        var unresolved = map.Where(label => label.Meaning is ClassMeaning.Unresolved).ToList();
        if (unresolved.Count > 0)
            findings.Add(new(
                ImportFindingLevel.Warning,
                $"{unresolved.Count} of {CountText.Of(map.Count, "class", "classes")} of {ShortText.Of(algorithm.Name)} {Kept(unresolved.Count)}",
                unresolved.Count, [.. Examples(algorithm, unresolved)]));
        var notATaxon = map.Where(label => label.Meaning is ClassMeaning.NotATaxon).ToList();
        if (notATaxon.Count > 0)
            findings.Add(new(
                ImportFindingLevel.Note, $"Classes of {ShortText.Of(algorithm.Name)} that are not a taxon, and that every mask keeps.",
                notATaxon.Count, [.. Examples(algorithm, notATaxon)]));
    }

    private static string Kept(int unresolved) => unresolved == 1
        ? "resolves to no taxon, and no mask keeps it. Import the taxon that it names, or make one of it."
        : "resolve to no taxon, and no mask keeps them. Import the taxa that they name, or make taxa of them.";

    private static IEnumerable<ImportExample> Examples(PipelineAlgorithm algorithm, IEnumerable<ClassLabel> labels) => labels
        .Take(ImportFindings.ExamplesKept)
        .Select(label => new ImportExample(
            new(algorithm.Place.File, JsonPath: $"{algorithm.Place.JsonPath}.category_map.data[{label.Index}]"), label.Label));
}
