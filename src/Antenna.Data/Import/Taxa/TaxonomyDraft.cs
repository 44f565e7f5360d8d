using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.Import.Taxa;

/// <summary>
/// The taxonomy as it is, and as an import is about to leave it. A taxon is one (name, rank) within a kingdom; the same
/// in another kingdom is a homonym, a taxon of its own. Its memory grows with the number of different taxa.
/// </summary>
internal sealed class TaxonomyDraft
{
    // Published trees have cycles; no real lineage is this long.
    private const int LongestLineage = 100;

    private readonly Dictionary<string, List<DraftTaxon>> _byName = [];
    private readonly Dictionary<long, DraftTaxon> _byId = [];
    private readonly List<DraftTaxon> _taxa = [];
    private readonly List<(DraftTaxon Child, DraftTaxon Parent)> _claims = [];

    public IReadOnlyList<DraftTaxon> Taxa => _taxa;

    public DraftTaxon this[long id] => _byId[id];

    public static async Task<TaxonomyDraft> LoadAsync(AntennaDbContext context, CancellationToken cancellationToken)
    {
        var draft = new TaxonomyDraft();
        var stored = await context.Taxa.AsNoTracking().OrderBy(taxon => taxon.Id).ToListAsync(cancellationToken);
        foreach (var taxon in stored)
        {
            draft.Add(new DraftTaxon
            {
                Id = taxon.Id,
                Name = taxon.Name,
                Rank = taxon.Rank,
                RankText = taxon.RankText,
                Homonym = taxon.Homonym,
                Source = taxon.Source,
                Author = taxon.Author,
                Misapplied = taxon.Misapplied,
            });
        }
        foreach (var taxon in stored)
        {
            var drafted = draft[taxon.Id];
            drafted.Parent = taxon.ParentId is { } parent ? draft[parent] : null;
            drafted.Accepted = taxon.AcceptedTaxonId is { } accepted ? draft[accepted] : null;
            drafted.AcceptStored();
        }
        return draft;
    }

    /// <summary>
    /// The taxon of a name and rank, made if there is none. One that was known without a rank takes the rank; a name
    /// without one is that of the only taxon that bears it.
    /// </summary>
    /// <param name="name">The canonical name.</param>
    /// <param name="kingdom">Its kingdom; null where that is not said, which is any.</param>
    /// <param name="source">Where a new taxon comes from.</param>
    public DraftTaxon GetOrAdd(string name, Rank rank, string? kingdom, string source)
    {
        if (Find(name, rank, kingdom) is { } known)
        {
            if (known.Rank == Rank.Unknown && rank != Rank.Unknown)
            {
                known.Homonym = NextHomonym(known.Name, rank);
                known.Rank = rank;
                known.RankText = null;
            }
            return known;
        }
        var added = new DraftTaxon { Name = name, Rank = rank, Homonym = NextHomonym(name, rank), Source = source };
        Add(added);
        return added;
    }

    /// <summary>Whether one taxon stands above another.</summary>
    public static bool IsAbove(DraftTaxon? higher, DraftTaxon taxon) => higher is not null && Lineage(taxon).Contains(higher);

    /// <summary>What a taxon is accepted as, along chains of synonyms; in a cycle of them, some member of it.</summary>
    public static DraftTaxon EndOf(DraftTaxon taxon)
    {
        var passed = new HashSet<DraftTaxon>();
        while (taxon.Accepted is { } accepted && passed.Add(taxon))
            taxon = accepted;
        return taxon;
    }

    /// <summary>A parent for a taxon that has none when all is read.</summary>
    public void Claim(DraftTaxon child, DraftTaxon parent) => _claims.Add((child, parent));

    /// <summary>Grants the claims on taxa that have no parent, the first claim on each.</summary>
    public void GrantClaims()
    {
        foreach (var (child, parent) in _claims)
        {
            if (child.Parent is null && child != parent && !IsAbove(child, parent))
                child.Parent = parent;
        }
        _claims.Clear();
    }

    private DraftTaxon? Find(string name, Rank rank, string? kingdom)
    {
        var bearers = _byName.GetValueOrDefault(ScientificName.Normalize(name), [])
            .Where(taxon => kingdom is null || KingdomOf(taxon) is not { } other || other == kingdom)
            .OrderBy(taxon => taxon.Homonym)
            .ToList();
        return bearers.Find(taxon => taxon.Rank == rank)
            ?? (rank == Rank.Unknown
                ? bearers.Count == 1 ? bearers[0] : null
                : bearers.Find(taxon => taxon.Rank == Rank.Unknown));
    }

    private static string? KingdomOf(DraftTaxon taxon) =>
        taxon.Rank == Rank.Kingdom ? taxon.Name : Lineage(taxon).FirstOrDefault(higher => higher.Rank == Rank.Kingdom)?.Name;

    private static IEnumerable<DraftTaxon> Lineage(DraftTaxon taxon)
    {
        var passed = 0;
        for (var higher = taxon.Parent; higher is not null && passed < LongestLineage; higher = higher.Parent, passed++)
            yield return higher;
    }

    private short NextHomonym(string name, Rank rank) =>
        (short)(_byName.GetValueOrDefault(ScientificName.Normalize(name), [])
            .Where(taxon => taxon.Name == name && taxon.Rank == rank)
            .Select(taxon => (int)taxon.Homonym)
            .DefaultIfEmpty(-1)
            .Max() + 1);

    private void Add(DraftTaxon taxon)
    {
        var name = ScientificName.Normalize(taxon.Name);
        if (!_byName.TryGetValue(name, out var bearers))
            _byName.Add(name, bearers = []);
        bearers.Add(taxon);
        _taxa.Add(taxon);
        if (!taxon.IsNew)
            _byId.Add(taxon.Id, taxon);
    }
}
