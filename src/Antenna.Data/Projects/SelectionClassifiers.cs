using Antenna.Core.Predictions;
using Antenna.Data.Database;
using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Antenna.Data.Projects;

/// <summary>Reads which classifiers ran on picked occurrences, and how much of each can be masked.</summary>
public static class SelectionClassifiers
{
    private const string Counts =
        """
        select lineage.algorithm_id,
               count(*),
               count(*) filter (where lineage.in_scope),
               count(*) filter (where lineage.in_scope and logits.classification_id is not null)
        from derived.lineages lineage
        left join classification_logits logits on logits.classification_id = lineage.id
        where lineage.occurrence_id = any($1)
        group by lineage.algorithm_id
        """;

    /// <summary>The classifiers, by name.</summary>
    public static async Task<IReadOnlyList<CaptureSetClassifierRow>> ReadAsync(
        AntennaDbContext context, IReadOnlyCollection<long> occurrenceIds, CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken);
        var connection = (NpgsqlConnection)context.Database.GetDbConnection();
        var counts = new Dictionary<long, (long Results, long InScope, long Maskable)>();
        await using (var command = connection.Command(Counts, occurrenceIds.ToArray()))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                counts.Add(reader.GetInt64(0), (reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3)));
        }

        var ids = counts.Keys.ToArray();
        var classifiers = await context.Algorithms
            .Where(algorithm => ids.Contains(algorithm.Id) && algorithm.Kind == AlgorithmKind.Classifier)
            .OrderBy(algorithm => algorithm.Name).ThenBy(algorithm => algorithm.Id)
            .Select(algorithm => new
            {
                Name = new AlgorithmName(algorithm.Id, algorithm.Key, algorithm.Name, algorithm.Kind),
                Taxa = context.CategoryMapClasses.Count(stored => stored.CategoryMapId == algorithm.CategoryMapId && stored.Meaning == ClassMeaning.Taxon),
                NotATaxon = context.CategoryMapClasses.Count(stored => stored.CategoryMapId == algorithm.CategoryMapId && stored.Meaning == ClassMeaning.NotATaxon),
                Unresolved = context.CategoryMapClasses.Count(stored => stored.CategoryMapId == algorithm.CategoryMapId && stored.Meaning == ClassMeaning.Unresolved),
            })
            .ToListAsync(cancellationToken);
        return [.. classifiers.Select(row => new CaptureSetClassifierRow(
            row.Name, counts[row.Name.Id].Results, counts[row.Name.Id].InScope, counts[row.Name.Id].Maskable,
            new(row.Taxa, row.NotATaxon, row.Unresolved)))];
    }
}
