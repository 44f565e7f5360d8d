using System.Runtime.InteropServices;
using Antenna.Core.Evaluation;
using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Runs;

namespace Antenna.PostProcessing.Masking.Impacts;

/// <summary>
/// Counts the impact of a mask, occurrence by occurrence. Its size goes by the number of taxa, not by that of rows: the
/// occurrences behind a number are found again by the pass that counted it.
/// </summary>
internal sealed class ImpactTally(ImpactBasis basis)
{
    private const int MostLargest = 24;

    private readonly Dictionary<(long? From, long? To), long> _transitions = [];
    private readonly long[] _masses = new long[KeptMasses.Resolution + 1];
    private readonly long[] _wins = new long[basis.Addable.Count];
    private readonly Dictionary<long, long> _confirmedWins = [];
    private readonly Dictionary<OptionalTaxon, Taking> _takings = [];
    private readonly Dictionary<long, PairedCounts> _evidence = [];
    private readonly PriorityQueue<ImpactCase, (double Change, long Id)> _largest = new();
    private DryRunCounts _counts = DryRunCounts.None;
    private PairedCounts _allEvidence;
    private long _verifiedAgainst;
    private long _decidedByAnother;
    private long _rollUpReplaced;
    private long _unresolved;
    private long _mostlyOffList;

    /// <summary>What the scope's occurrences are determined as now; null until it was counted.</summary>
    public IReadOnlyList<ScopeTaxon>? Taxa { get; set; }

    public void Add(DryRunBatch batch)
    {
        _counts += batch.Count();
        foreach (var occurrence in ImpactCase.Of(basis, batch))
            Add(occurrence);
    }

    public Impact Snapshot(bool isComplete)
    {
        var transitions = _transitions.OrderByDescending(each => each.Value).ThenBy(each => each.Key.From).ThenBy(each => each.Key.To)
            .Take(Impact.MostListed).ToList();
        var largest = _largest.UnorderedItems.OrderByDescending(each => each.Priority).Select(each => each.Element).ToList();
        return new(basis.Plan, isComplete, _counts)
        {
            Transitions = [.. transitions.Select(each => new ImpactTransition(Name(each.Key.From), Name(each.Key.To), each.Value))],
            TransitionCount = _transitions.Count,
            Taxa = Taxa is null ? null : TaxaChanges(Taxa),
            Masses = new([.. _masses]),
            Additions = Additions(),
            AdditionCount = _wins.Count(wins => wins > 0),
            Takings = [.. _takings.Where(each => each.Value.Takes > 0)
                .OrderByDescending(each => each.Value.Denied).ThenByDescending(each => each.Value.Takes).ThenBy(each => each.Key.Id)
                .Take(Impact.MostListed)
                .Select(each => new ImpactTaking(Name(each.Key.Id), each.Value.Takes, each.Value.Verified, each.Value.Denied))],
            Evidence = _allEvidence,
            EvidenceByTaxon = [.. _evidence.OrderByDescending(each => each.Value.Compared).ThenBy(each => each.Key).Take(isComplete ? int.MaxValue : Impact.MostListed)
                .Select(each => new ImpactEvidence(Name(each.Key)!, each.Value))],
            Largest = largest,
            Names = largest.SelectMany(each => each.TaxonIds).Distinct().ToDictionary(id => id, id => Name(id)!),
            Warnings = Warnings(),
        };
    }

    private void Add(ImpactCase occurrence)
    {
        foreach (var row in occurrence.Rows)
            Add(row);
        if (occurrence.TaxonChanges)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_transitions, (occurrence.Before.TaxonId, occurrence.After.TaxonId), out _)++;
            Keep(occurrence);
        }

        if (occurrence.Confirmed is { } confirmed && occurrence.IsWonByAdding(confirmed))
            CollectionsMarshal.GetValueRefOrAddDefault(_confirmedWins, confirmed, out _)++;
        if (occurrence.Before.Verified)
            AddTakings(occurrence);
        if (occurrence is { Outcome: { } outcome, Identified: { } identified })
        {
            _allEvidence += outcome;
            ref var ofTaxon = ref CollectionsMarshal.GetValueRefOrAddDefault(_evidence, identified, out _);
            ofTaxon += outcome;
        }

        _verifiedAgainst += occurrence.IsVerifiedAgainst ? 1 : 0;
        _decidedByAnother += occurrence.DecidedByAnother ? 1 : 0;
        _rollUpReplaced += occurrence.Rows.Any(row => row.ReplacesRollUp) ? 1 : 0;
        _unresolved += occurrence.Rows.Any(row => row.IsUnresolved) ? 1 : 0;
    }

    private void Add(ImpactRow row)
    {
        if (row.Kept is { } kept)
            _masses[KeptMasses.StepOf(kept)]++;
        _mostlyOffList += row.IsMostlyOffList ? 1 : 0;
        foreach (var won in row.WonByAdding)
            _wins[won]++;
        if (row.IsTaken)
            CollectionsMarshal.GetValueRefOrAddDefault(_takings, new(row.TakenBy), out _).Takes++;
    }

    private void AddTakings(ImpactCase occurrence)
    {
        foreach (var taxon in occurrence.Rows.Where(row => row.IsTaken).Select(row => row.TakenBy).Distinct())
        {
            ref var taking = ref CollectionsMarshal.GetValueRefOrAddDefault(_takings, new(taxon), out _);
            taking.Verified++;
            taking.Denied += occurrence.IsDenied(taxon) ? 1 : 0;
        }
    }

    /// <summary>Keeps those that change most; of equals, the first.</summary>
    private void Keep(ImpactCase occurrence)
    {
        _largest.Enqueue(occurrence, (occurrence.Change, -occurrence.OccurrenceId));
        if (_largest.Count > MostLargest)
            _largest.Dequeue();
    }

    private List<ImpactAddition> Additions()
    {
        var positions = new List<int>();
        for (var position = 0; position < _wins.Length; position++)
            if (_wins[position] > 0)
                positions.Add(position);
        return
        [
            .. positions.Select(position => (Taxon: basis.Addable[position], Wins: _wins[position], Confirmed: _confirmedWins.GetValueOrDefault(basis.Addable[position])))
                .OrderByDescending(each => each.Confirmed).ThenByDescending(each => each.Wins).ThenBy(each => each.Taxon)
                .Take(Impact.MostListed)
                .Select(each => new ImpactAddition(Name(each.Taxon)!, each.Wins, each.Confirmed)),
        ];
    }

    private List<ImpactTaxon> TaxaChanges(IReadOnlyList<ScopeTaxon> taxa)
    {
        var before = taxa.Where(taxon => taxon.TaxonId is not null).ToDictionary(taxon => taxon.TaxonId!.Value, taxon => taxon.Occurrences);
        var moves = new Dictionary<long, (long In, long Out)>();
        foreach (var ((from, to), occurrences) in _transitions)
        {
            if (from is { } left)
                CollectionsMarshal.GetValueRefOrAddDefault(moves, left, out _).Out += occurrences;
            if (to is { } reached)
                CollectionsMarshal.GetValueRefOrAddDefault(moves, reached, out _).In += occurrences;
        }

        return
        [
            .. moves.Where(each => each.Value.In != each.Value.Out)
                .Select(each => new ImpactTaxon(Name(each.Key)!, before.GetValueOrDefault(each.Key), each.Value.In, each.Value.Out))
                .OrderByDescending(each => each.Appears || each.Vanishes).ThenByDescending(each => Math.Abs(each.After - each.Before)).ThenBy(each => each.Taxon.Id)
                .Take(2 * Impact.MostListed),
        ];
    }

    private ImpactWarnings Warnings()
    {
        var (plan, tree) = (basis.Plan, basis.Tree);
        var confirmed = Taxa?.Where(taxon => taxon is { TaxonId: { } id, Verified: > 0 } && tree.Contains(id) && tree[tree.AcceptedOf(id)].Rank >= Rank.Species)
            .GroupBy(taxon => tree.AcceptedOf(taxon.TaxonId!.Value))
            .Select(names => (Id: names.Key, Verified: names.Sum(taxon => taxon.Verified))).ToList();
        return new(
            Named(confirmed?.Where(taxon => !basis.IsListed(taxon.Id))),
            basis.Unnameable.Count,
            Named(confirmed?.Where(taxon => basis.Unnameable.Contains(basis.Species(taxon.Id)))),
            _verifiedAgainst,
            _decidedByAnother,
            _rollUpReplaced,
            plan.Unresolved.Count,
            _unresolved,
            _mostlyOffList);
    }

    private List<(TaxonName Taxon, long Occurrences)>? Named(IEnumerable<(long Id, long Occurrences)>? taxa) => taxa is null
        ? null
        : [.. taxa.OrderByDescending(taxon => taxon.Occurrences).ThenBy(taxon => taxon.Id).Select(taxon => (Name(taxon.Id)!, taxon.Occurrences))];

    private TaxonName? Name(long? id) => id is { } taxon ? ImpactBasis.NameOf(basis.Tree, taxon) : null;

    /// <summary>A taxon or none, as a key.</summary>
    private readonly record struct OptionalTaxon(long? Id);

    private struct Taking
    {
        public long Takes;
        public long Verified;
        public long Denied;
    }
}
