using System.Data;
using Antenna.Core.Predictions;
using Antenna.Data.Model;
using Antenna.Data.Predictions;
using Antenna.Data.Scopes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Antenna.Data.Occurrences;

/// <summary>
/// One occurrence with all that a mask would look at, as it stands at one moment: for looking at what a mask would do, and
/// naming it.
/// </summary>
/// <param name="State">Never changed: changes are tried on copies.</param>
/// <param name="Taxa">The taxa that people and machines named, by id.</param>
/// <param name="Algorithms">Those that classified it, by id.</param>
/// <param name="People">Who made an identification, by its id.</param>
/// <param name="Sources">By classifier, what a run on this occurrence would look at, in its order.</param>
public sealed record MaskableOccurrence(
    long ProjectId,
    OccurrenceState State,
    IReadOnlyDictionary<long, TaxonName> Taxa,
    IReadOnlyDictionary<long, MaskableAlgorithm> Algorithms,
    IReadOnlyDictionary<long, string> People,
    ILookup<long, MaskableSource> Sources)
{
    /// <summary>Reads an occurrence; null where there is none of that id.</summary>
    public static async Task<MaskableOccurrence?> ReadAsync(AntennaDbContext context, long occurrenceId, CancellationToken cancellationToken)
    {
        // One snapshot: a run that commits in between must not be seen by half.
        await using var transaction = await context.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var projectId = await context.Occurrences.Where(occurrence => occurrence.Id == occurrenceId)
            .Select(occurrence => (long?)occurrence.ProjectId).SingleOrDefaultAsync(cancellationToken);
        if (projectId is null)
            return null;

        var connection = (NpgsqlConnection)context.Database.GetDbConnection();
        var state = (await OccurrenceStates.ReadAsync(connection, [occurrenceId], cancellationToken))[occurrenceId];
        var algorithms = await AlgorithmsAsync(context, state, cancellationToken);
        return new(
            projectId.Value,
            state,
            await TaxaAsync(context, state, cancellationToken),
            algorithms,
            await PeopleAsync(context, occurrenceId, cancellationToken),
            await SourcesAsync(connection, state, algorithms.Values, cancellationToken));
    }

    private static Task<Dictionary<long, TaxonName>> TaxaAsync(
        AntennaDbContext context, OccurrenceState state, CancellationToken cancellationToken)
    {
        long[] ids =
        [
            .. state.Identifications.Select(identification => identification.TaxonId)
                .Concat(state.Classifications.Select(row => row.TaxonId)).OfType<long>().Distinct(),
        ];
        return context.Taxa.Where(taxon => ids.Contains(taxon.Id))
            .Select(taxon => new TaxonName(taxon.Id, taxon.Name, taxon.Rank))
            .ToDictionaryAsync(taxon => taxon.Id, cancellationToken);
    }

    private static Task<Dictionary<long, MaskableAlgorithm>> AlgorithmsAsync(
        AntennaDbContext context, OccurrenceState state, CancellationToken cancellationToken)
    {
        long[] ids = [.. state.Classifications.Select(row => row.AlgorithmId).Distinct()];
        return (
            from algorithm in context.Algorithms
            where ids.Contains(algorithm.Id)
            join kept in context.KeptSets on algorithm.KeptSetId equals kept.Id into sets
            from kept in sets.DefaultIfEmpty()
            orderby algorithm.Name, algorithm.Id
            select new MaskableAlgorithm(
                new AlgorithmName(algorithm.Id, algorithm.Key, algorithm.Name, algorithm.Kind),
                algorithm.CategoryMapId,
                algorithm.SourceAlgorithmId,
                kept == null ? null : kept.Hash,
                algorithm.Mode))
            .ToDictionaryAsync(algorithm => algorithm.Name.Id, cancellationToken);
    }

    private static Task<Dictionary<long, string>> PeopleAsync(
        AntennaDbContext context, long occurrenceId, CancellationToken cancellationToken) =>
        context.Identifications.Where(identification => identification.OccurrenceId == occurrenceId)
            .Join(context.People, identification => identification.PersonId, person => person.Id, (identification, person) => new { identification.Id, person.Name })
            .ToDictionaryAsync(row => row.Id, row => row.Name, cancellationToken);

    private static async Task<ILookup<long, MaskableSource>> SourcesAsync(
        NpgsqlConnection connection, OccurrenceState state, IEnumerable<MaskableAlgorithm> algorithms, CancellationToken cancellationToken)
    {
        var detections = state.Classifications.ToDictionary(row => row.Id, row => row.DetectionId);
        var sources = new List<(long ClassifierId, MaskableSource Source)>();
        foreach (var classifier in algorithms.Where(algorithm => algorithm.Name.Kind is AlgorithmKind.Classifier))
        {
            await using var rows = await ScopeRows.ReadAsync(
                connection, RunScope.OfOccurrence(state.Id), classifier.Name.Id, OccurrenceRange.All, cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
                sources.Add((classifier.Name.Id, new(rows.SourceId, detections[rows.SourceId], rows.Logits.ToArray())));
        }

        return sources.ToLookup(row => row.ClassifierId, row => row.Source);
    }
}

/// <summary>An algorithm that classified an occurrence.</summary>
/// <param name="SourceAlgorithmId">The classifier that it derives from; null for a classifier.</param>
/// <param name="KeptSetHash">What a masking algorithm keeps.</param>
/// <param name="Mode">Which scores a masking algorithm gives.</param>
public sealed record MaskableAlgorithm(
    AlgorithmName Name, long? CategoryMapId, long? SourceAlgorithmId, string? KeptSetHash, ScoreMode? Mode)
{
    /// <summary>Whether it is this very mask.</summary>
    public bool Is(MaskIdentity mask) =>
        Name.Kind is AlgorithmKind.Masking && (SourceAlgorithmId, KeptSetHash, Mode) == (mask.Classifier.Id, mask.Kept.Hash, mask.Mode);
}

/// <summary>A classifier's own row that a mask would look at.</summary>
/// <param name="Id">Its id, which is its lineage's.</param>
/// <param name="Logits">One a class; none where the row has none.</param>
public sealed record MaskableSource(long Id, long DetectionId, float[] Logits);
