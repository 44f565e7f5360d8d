using Antenna.Core.Taxonomy;
using Antenna.Data.Database;
using Antenna.Data.Taxonomy;
using Npgsql;

namespace Antenna.Data.Projects;

/// <summary>Where evidence of taxa is looked for: a project, some of its occurrences, or a capture set.</summary>
/// <param name="CaptureSetId">Null for none.</param>
/// <param name="OccurrenceIds">Null for none.</param>
public sealed record EvidencePlace(long ProjectId, long? CaptureSetId = null, IReadOnlyList<long>? OccurrenceIds = null);

/// <summary>A species with how many occurrences speak for it.</summary>
public sealed record TaxonEvidence(long TaxonId, string Name, long Occurrences);

/// <summary>Reads which species and subspecies people confirmed somewhere, or classifiers predicted: what a list can begin from.</summary>
public sealed class TaxaEvidence(NpgsqlDataSource dataSource, CurrentTaxonomy taxonomy)
{
    private const string Read =
        """
        select case when {0} then occurrence.determination_taxon_id else occurrence.machine_taxon_id end as taxon_id, count(*)
        from occurrences occurrence
        where occurrence.project_id = $1
            and ($2::bigint is null or exists (select from capture_set_occurrences member where member.capture_set_id = $2 and member.occurrence_id = occurrence.id))
            and ($3::bigint[] is null or occurrence.id = any($3))
            and case when {0} then occurrence.verified else occurrence.machine_score >= $4 end
            and case when {0} then occurrence.determination_taxon_id else occurrence.machine_taxon_id end is not null
        group by 1
        """;

    /// <summary>The species that people confirmed, those with the most occurrences first.</summary>
    public Task<IReadOnlyList<TaxonEvidence>> ConfirmedAsync(EvidencePlace place, CancellationToken cancellationToken) =>
        ReadAsync("true", place, 0, cancellationToken);

    /// <summary>The species that are the best machine prediction of some occurrence with at least a score, those with the most occurrences first.</summary>
    public Task<IReadOnlyList<TaxonEvidence>> PredictedAsync(EvidencePlace place, double minScore, CancellationToken cancellationToken) =>
        ReadAsync("false", place, minScore, cancellationToken);

    private async Task<IReadOnlyList<TaxonEvidence>> ReadAsync(string confirmed, EvidencePlace place, double minScore, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(place);
        var tree = (await taxonomy.GetAsync(cancellationToken)).Tree;
        await using var command = dataSource.Command(
            Read.Replace("{0}", confirmed, StringComparison.Ordinal), place.ProjectId, place.CaptureSetId, place.OccurrenceIds?.ToArray(), minScore);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var counts = new Dictionary<long, long>();
        while (await reader.ReadAsync(cancellationToken))
        {
            // What became known only now is not in the tree, and is there the next time.
            if (!tree.Contains(reader.GetInt64(0)))
                continue;
            var accepted = tree.AcceptedOf(reader.GetInt64(0));
            counts[accepted] = counts.GetValueOrDefault(accepted) + reader.GetInt64(1);
        }

        return
        [
            .. counts.Select(each => (Taxon: tree[each.Key], Occurrences: each.Value))
                .Where(each => each.Taxon.Rank is Rank.Species or Rank.Subspecies)
                .Select(each => new TaxonEvidence(each.Taxon.Id, each.Taxon.Name, each.Occurrences))
                .OrderByDescending(each => each.Occurrences).ThenBy(each => each.Name, StringComparer.Ordinal),
        ];
    }
}
