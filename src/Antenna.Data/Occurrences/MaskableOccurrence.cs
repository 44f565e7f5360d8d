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
    public static async Task<MaskableOccurrence?> ReadAsync(AntennaDbContext context, long occurrenceId, CancellationToken cancellationToken) =>
        (await ReadAsync(context, [occurrenceId], classifierIds: null, cancellationToken)) is [var only] ? only : null;

    /// <summary>Reads occurrences, in the order of their ids; what is not there is left out.</summary>
    /// <param name="classifierIds">Whose sources to read, as logits are large; null for those of every classifier that ran.</param>
    public static async Task<IReadOnlyList<MaskableOccurrence>> ReadAsync(
        AntennaDbContext context, IReadOnlyCollection<long> occurrenceIds, IReadOnlyCollection<long>? classifierIds, CancellationToken cancellationToken)
    {
        // One snapshot: a run that commits in between must not be seen by half.
        await using var transaction = await context.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var connection = (NpgsqlConnection)context.Database.GetDbConnection();
        var states = await OccurrenceStates.ReadAsync(connection, occurrenceIds, cancellationToken);
        if (states.Count == 0)
            return [];

        var ids = states.Keys.Order().ToArray();
        var projects = await context.Occurrences.Where(occurrence => ids.Contains(occurrence.Id))
            .Select(occurrence => new { occurrence.Id, occurrence.ProjectId })
            .ToDictionaryAsync(occurrence => occurrence.Id, occurrence => occurrence.ProjectId, cancellationToken);
        var taxa = await TaxaAsync(context, states.Values, cancellationToken);
        var algorithms = await AlgorithmsAsync(context, states.Values, cancellationToken);
        var people = (await PeopleAsync(context, ids, cancellationToken)).ToLookup(made => made.OccurrenceId);
        var sources = await SourcesAsync(
            connection,
            states,
            [.. algorithms.Values
                .Where(algorithm => algorithm.Name.Kind is AlgorithmKind.Classifier && (classifierIds?.Contains(algorithm.Name.Id) ?? true))
                .Select(algorithm => algorithm.Name.Id)],
            cancellationToken);
        return [.. ids.Select(id => new MaskableOccurrence(
            projects[id],
            states[id],
            taxa,
            Of(algorithms, states[id]),
            people[id].ToDictionary(made => made.IdentificationId, made => made.Person),
            sources[id].ToLookup(row => row.ClassifierId, row => row.Source)))];
    }

    /// <summary>Those that classified an occurrence, in the order of their names.</summary>
    private static Dictionary<long, MaskableAlgorithm> Of(Dictionary<long, MaskableAlgorithm> algorithms, OccurrenceState state)
    {
        var ids = state.Classifications.Select(row => row.AlgorithmId).ToHashSet();
        return algorithms.Where(each => ids.Contains(each.Key)).ToDictionary();
    }

    private static Task<Dictionary<long, TaxonName>> TaxaAsync(
        AntennaDbContext context, IEnumerable<OccurrenceState> states, CancellationToken cancellationToken)
    {
        long[] ids =
        [
            .. states.SelectMany(state => state.Identifications.Select(identification => identification.TaxonId)
                .Concat(state.Classifications.Select(row => row.TaxonId))).OfType<long>().Distinct(),
        ];
        return context.Taxa.Where(taxon => ids.Contains(taxon.Id))
            .Select(taxon => new TaxonName(taxon.Id, taxon.Name, taxon.Rank))
            .ToDictionaryAsync(taxon => taxon.Id, cancellationToken);
    }

    private static Task<Dictionary<long, MaskableAlgorithm>> AlgorithmsAsync(
        AntennaDbContext context, IEnumerable<OccurrenceState> states, CancellationToken cancellationToken)
    {
        long[] ids = [.. states.SelectMany(state => state.Classifications.Select(row => row.AlgorithmId)).Distinct()];
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

    private static async Task<List<(long OccurrenceId, long IdentificationId, string Person)>> PeopleAsync(
        AntennaDbContext context, long[] occurrenceIds, CancellationToken cancellationToken) =>
        [.. (await context.Identifications.Where(identification => occurrenceIds.Contains(identification.OccurrenceId))
            .Join(context.People, identification => identification.PersonId, person => person.Id, (identification, person) => new { identification.OccurrenceId, identification.Id, person.Name })
            .ToListAsync(cancellationToken)).Select(made => (made.OccurrenceId, made.Id, made.Name))];

    private static async Task<ILookup<long, (long ClassifierId, MaskableSource Source)>> SourcesAsync(
        NpgsqlConnection connection, IReadOnlyDictionary<long, OccurrenceState> states, IReadOnlyList<long> classifierIds, CancellationToken cancellationToken)
    {
        var detections = states.Values.SelectMany(state => state.Classifications).ToDictionary(row => row.Id, row => row.DetectionId);
        var sources = new List<(long OccurrenceId, long ClassifierId, MaskableSource Source)>();
        foreach (var classifier in classifierIds)
        {
            await using var rows = await ScopeRows.ReadAsync(
                connection, RunScope.OfSelection(states.Keys), classifier, OccurrenceRange.All, cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
                sources.Add((rows.OccurrenceId, classifier, new(rows.SourceId, detections[rows.SourceId], rows.Logits.ToArray())));
        }

        return sources.ToLookup(row => row.OccurrenceId, row => (row.ClassifierId, row.Source));
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
