using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.Tests.Occurrences;

/// <summary>Everything that is in the tables, filtered and sorted in memory by the plainest code that does it.</summary>
internal sealed class PlainOccurrences
{
    private readonly IReadOnlyList<Occurrence> _occurrences;
    private readonly ILookup<long, Detection> _detections;
    private readonly ILookup<long, long> _setsOfCapture;
    private readonly ILookup<long, long> _algorithmsOfDetection;
    private readonly ILookup<long, OccurrenceEffect> _effects;
    private readonly IReadOnlyDictionary<long, Taxon> _taxa;
    private readonly ILookup<long, string> _commonNames;
    private readonly ILookup<long, ListEntry> _entries;
    private readonly TaxonTree _tree;

    private PlainOccurrences(AntennaDbContext context)
    {
        _occurrences = [.. context.Occurrences.AsNoTracking()];
        _detections = context.Detections.AsNoTracking().Where(row => row.OccurrenceId != null).ToLookup(row => row.OccurrenceId!.Value);
        _setsOfCapture = context.CaptureSetItems.AsNoTracking().ToLookup(row => row.CaptureId, row => row.CaptureSetId);
        _algorithmsOfDetection = context.Classifications.AsNoTracking().ToLookup(row => row.DetectionId, row => row.AlgorithmId);
        _effects = context.OccurrenceEffects.AsNoTracking().ToLookup(row => row.OccurrenceId);
        _taxa = context.Taxa.AsNoTracking().ToDictionary(row => row.Id);
        _commonNames = context.TaxonCommonNames.AsNoTracking().ToLookup(row => row.TaxonId, row => row.Name);
        _entries = context.TaxaListEntries.AsNoTracking().ToLookup(row => row.TaxaListVersionId, row => new ListEntry(row.TaxonId!.Value, row.IncludeDescendants));
        _tree = new(_taxa.Values.Select(row => new TaxonNode(row.Id, row.Name, row.Rank, row.ParentId, row.AcceptedTaxonId)));
    }

    public static async Task<PlainOccurrences> ReadAsync(IDbContextFactory<AntennaDbContext> contexts, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return new(context);
    }

    public IReadOnlyList<long> Ids(OccurrenceFilter filter, OccurrenceOrder order) =>
        [.. Ordered(_occurrences.Where(each => Passes(each, filter)), order).Select(each => each.Id)];

    private IEnumerable<Occurrence> Ordered(IEnumerable<Occurrence> all, OccurrenceOrder order) => order switch
    {
        OccurrenceOrder.Newest => all.OrderBy(each => each.FirstSeenAt is null).ThenByDescending(each => each.FirstSeenAt).ThenByDescending(each => each.Id),
        OccurrenceOrder.Oldest => all.OrderBy(each => each.FirstSeenAt is null).ThenBy(each => each.FirstSeenAt).ThenBy(each => each.Id),
        OccurrenceOrder.HighestScore => all.OrderBy(each => each.MachineScore is null).ThenByDescending(each => each.MachineScore).ThenByDescending(each => each.Id),
        OccurrenceOrder.LowestScore => all.OrderBy(each => each.MachineScore is null).ThenBy(each => each.MachineScore).ThenBy(each => each.Id),
        OccurrenceOrder.Name => InTaxon(all.OrderBy(each => Name(each) is null).ThenBy(Name, StringComparer.Ordinal).ThenBy(each => each.DeterminationTaxonId)),
        _ => InTaxon(all.OrderBy(each => Name(each) is null).ThenByDescending(Name, StringComparer.Ordinal).ThenByDescending(each => each.DeterminationTaxonId)),
    };

    private static IEnumerable<Occurrence> InTaxon(IOrderedEnumerable<Occurrence> byTaxon) =>
        byTaxon.ThenByDescending(each => each.FirstSeenAt is null).ThenByDescending(each => each.FirstSeenAt).ThenByDescending(each => each.Id);

    private bool Passes(Occurrence each, OccurrenceFilter filter) =>
        (filter.ProjectId is null || each.ProjectId == filter.ProjectId)
        && (filter.CaptureSetId is not { } set || _detections[each.Id].Any(detection => _setsOfCapture[detection.CaptureId].Contains(set)))
        && (filter.DeploymentId is null || each.DeploymentId == filter.DeploymentId)
        && (filter.TaxonId is not { } taxon || (each.DeterminationTaxonId is { } determined && _taxa.ContainsKey(taxon)
            && (filter.IsTaxonAlone ? _tree.AcceptedOf(determined) == _tree.AcceptedOf(taxon) : _tree.IsWithin(determined, taxon))))
        && (filter.From is not { } from || (each.FirstSeenAt is { } late && DateOnly.FromDateTime(late) >= from))
        && (filter.To is not { } to || (each.FirstSeenAt is { } early && DateOnly.FromDateTime(early) <= to))
        && (filter.MinScore is not { } min || each.MachineScore >= min)
        && (filter.MaxScore is not { } max || each.MachineScore <= max)
        && (filter.RanAlgorithmId is not { } ran || Ran(each, ran))
        && (filter.NotRanAlgorithmId is not { } notRan || !Ran(each, notRan))
        && (filter.List is not { } list || (each.DeterminationTaxonId is { } named && ListedTaxa.Of(_tree, _entries[list.TaxaListVersionId]).Contains(named) == list.Listed))
        && (filter.Verified is null || each.Verified == filter.Verified)
        && (filter.ChangedBy is not { } run || _effects[each.Id].Any(effect => Changed(effect, run)))
        && (filter.Search is not { Length: > 0 } search || Found(each, search));

    private bool Ran(Occurrence each, long algorithm) =>
        _detections[each.Id].Any(detection => _algorithmsOfDetection[detection.Id].Contains(algorithm));

    private static bool Changed(OccurrenceEffect effect, RunMatch run) =>
        effect.RunId == run.RunId
        && effect.TaxonBeforeId != effect.TaxonAfterId
        && (run.Transition is not { } transition || (effect.TaxonBeforeId, effect.TaxonAfterId) == (transition.FromTaxonId, transition.ToTaxonId));

    private bool Found(Occurrence each, string search)
    {
        if (search.All(char.IsAsciiDigit))
            return search.TrimStart('0') == $"{each.Id}";
        if (each.DeterminationTaxonId is not { } determined)
            return false;
        var accepted = _tree.AcceptedOf(determined);
        return new[] { accepted }.Concat(_tree.SynonymsOf(accepted))
            .SelectMany(taxon => _commonNames[taxon].Append(_taxa[taxon].Name))
            .Any(name => search.Split(' ').All(word => name.Split(' ', '-').Any(part => part.StartsWith(word, StringComparison.OrdinalIgnoreCase))));
    }

    private string? Name(Occurrence each) => each.DeterminationTaxonId is { } taxon ? _taxa[taxon].Name : null;
}
