using Antenna.Core.TaxaLists;
using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Npgsql;

namespace Antenna.Data.TaxaLists;

/// <summary>A step that a person's wish becomes.</summary>
/// <param name="Step">Null where there is nothing to do.</param>
/// <param name="Note">What the person should know: why there is nothing to do, or what else the step does; null for nothing.</param>
/// <param name="UndoesLast">It is the opposite of the last step, which is undone in place of a step of its own.</param>
public sealed record ListingEdit(DraftStep? Step, string? Note, bool UndoesLast = false)
{
    internal static readonly ListingEdit Undo = new(null, null, UndoesLast: true);

    internal static ListingEdit Nothing(string why) => new(null, why);
}

/// <summary>How many species a higher taxon with everything below it would add to a list.</summary>
/// <param name="Taxon">The genus or family.</param>
/// <param name="Species">Species of it that the taxonomy knows and that are not listed yet.</param>
public sealed record WholeTaxon(TaxonName Taxon, int Species);

/// <summary>Makes steps of what people want to change of a listing: the one place that knows which names a step changes.</summary>
public sealed class ListingEdits(NpgsqlDataSource dataSource)
{
    /// <summary>
    /// Strikes a taxon: every name that is it, and where a higher taxon with descendants lists it too, that entry is replaced by
    /// all else that it stands for. Nothing but the taxon and what belongs to it is struck: where that cannot be, there is no step.
    /// The step that added it just now is undone.
    /// </summary>
    public static ListingEdit Strike(Listing listing, long taxonId)
    {
        ArgumentNullException.ThrowIfNull(listing);
        var tree = listing.Taxonomy.Tree;
        if (listing.Taxonomy.Find(taxonId) is null)
            return ListingEdit.Nothing($"There is no taxon {taxonId} any more.");
        var struck = tree.AcceptedOf(taxonId);
        var name = tree[struck].Name;
        var strike = ListedStrike.Of(tree, listing.Taxa, struck);
        if (strike.KeptWith is { } species)
            return ListingEdit.Nothing($"{name} is listed with its species, {tree[species].Name}. Strike that one.");
        var keys = listing.KeysOf(struck).Concat(strike.Through.SelectMany(listing.KeysOf)).ToList();
        if (keys.Count == 0)
            return ListingEdit.Nothing($"{name} is not on the list.");
        if (IsOpposite(listing, struck, isListed: true))
            return ListingEdit.Undo;
        var changes = keys.ToDictionary(key => key, _ => (ListedName?)null, StringComparer.Ordinal);
        if (strike.Through.Count == 0)
            return new(StepOf(DraftStepKind.Remove, [name], changes), null);

        var through = tree[strike.Through[^1]].Name;
        return ListEach(listing, strike.Rest, changes) is { Count: > 0 } uncertain
            ? ListingEdit.Nothing($"{name} is listed through {through} with all below it, and was not struck: the rest of that would be listed name by name, and nothing tells which taxon is meant by {string.Join(", ", uncertain)}.")
            : new(
                StepOf(DraftStepKind.Remove, [name], changes),
                $"{name} was listed through {through} with all below it. {strike.Rest.Count switch { 0 => "It was all that this entry stood for, which is gone", 1 => "That entry is now the other name that it stood for", _ => $"That entry is now the other {strike.Rest.Count:N0} names that it stood for" }}.");
    }

    /// <summary>Strikes one name, whatever it resolves to: how one is struck that the taxonomy does not know.</summary>
    /// <param name="key"><see cref="ListedName.Key"/>.</param>
    public async Task<ListingEdit> StrikeNameAsync(Listing listing, string key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(listing);
        var isStruck = listing.Draft?.Content.Changes.Any(change => change.Key == key && change.IsRemoved) is true;
        if (listing.Draft?.Content is { Last: { Kind: DraftStepKind.Restore, Changes: [{ Name: not null } only] } } && only.Key == key)
            return ListingEdit.Undo;
        return !isStruck && await ReadAsync(listing, [key], cancellationToken) is [var name]
            ? new(StepOf(DraftStepKind.Remove, [name.Name], new Dictionary<string, ListedName?> { [key] = null }), null)
            : ListingEdit.Nothing("The name is not on the list.");
    }

    /// <summary>Puts a name back that was struck, with all that was struck with it and nothing else.</summary>
    /// <param name="key"><see cref="ListedName.Key"/>.</param>
    public static ListingEdit PutBack(Listing listing, string key)
    {
        ArgumentNullException.ThrowIfNull(listing);
        if (listing.Draft?.Content is not { } draft || draft.LastOf(key) is not { } at || draft.Find(key) is not null)
            return ListingEdit.Nothing("The name is on the list already.");
        return at == draft.Position - 1 ? ListingEdit.Undo : new(draft.InverseOf(at) ?? draft.RestoreOf([key]), null);
    }

    /// <summary>Adds a taxon; one that was struck, by all that was struck with it and nothing else.</summary>
    public static ListingEdit Add(Listing listing, long taxonId)
    {
        ArgumentNullException.ThrowIfNull(listing);
        if (listing.Taxonomy.Find(taxonId) is null)
            return ListingEdit.Nothing($"There is no taxon {taxonId} any more.");
        var added = listing.Taxonomy.Tree.AcceptedOf(taxonId);
        if (listing.Taxa.Contains(added))
            return ListingEdit.Nothing(WhyListed(listing, added));
        if (IsOpposite(listing, added, isListed: false))
            return ListingEdit.Undo;
        return Struck(listing, added) is { } back ? new(back, null) : AddAll(listing, DraftStepKind.Add, [added]);
    }

    /// <summary>Adds those of several taxa that are not listed yet, in one step.</summary>
    public static ListingEdit AddBatch(Listing listing, IReadOnlyCollection<long> taxonIds)
    {
        ArgumentNullException.ThrowIfNull(listing);
        ArgumentNullException.ThrowIfNull(taxonIds);
        var tree = listing.Taxonomy.Tree;
        var added = taxonIds.Where(tree.Contains).Select(tree.AcceptedOf).Distinct().Where(id => !listing.Taxa.Contains(id)).ToList();
        return added.Count == 0 ? ListingEdit.Nothing("All of them are on the list already.") : AddAll(listing, DraftStepKind.AddBatch, added);
    }

    /// <summary>Adds names as they were read, those that are no taxon yet too, in one step.</summary>
    /// <param name="accepted">By the name as it was read the taxon that a person says it is: that is listed in its place.</param>
    public static ListingEdit AddNames(Listing listing, IReadOnlyCollection<ListedName> names, IReadOnlyDictionary<string, long> accepted)
    {
        ArgumentNullException.ThrowIfNull(listing);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(accepted);
        var tree = listing.Taxonomy.Tree;
        var changes = names.Where(name => !accepted.ContainsKey(name.Name)).DistinctBy(name => name.Key)
            .Where(name => TaxonOf(listing, name) is not { } taxon || !listing.Taxa.Contains(taxon) || (name.IncludeDescendants && !listing.Taxa.Entries.GetValueOrDefault(taxon)))
            .ToDictionary(name => name.Key, ListedName? (name) => name, StringComparer.Ordinal);
        var read = changes.Values.Select(name => TaxonOf(listing, name!)).ToHashSet();
        var uncertain = ListEach(
            listing, accepted.Values.Where(tree.Contains).Select(tree.AcceptedOf).Distinct().Where(taxon => !listing.Taxa.Contains(taxon) && !read.Contains(taxon)), changes);
        return AddedBy(DraftStepKind.AddBatch, changes, uncertain);
    }

    /// <summary>The genus and the family of a taxon that are not listed with everything below them yet, and what each would add.</summary>
    public static IReadOnlyList<WholeTaxon> WholeTaxaAbove(Listing listing, long taxonId)
    {
        ArgumentNullException.ThrowIfNull(listing);
        var tree = listing.Taxonomy.Tree;
        if (!tree.Contains(taxonId))
            return [];
        return
        [
            .. new[] { Rank.Genus, Rank.Family }.Select(rank => tree.AncestorAt(taxonId, rank)).OfType<long>()
                .Where(above => !listing.Taxa.Entries.GetValueOrDefault(above) && !listing.Taxa.ListedThrough(above).Any(higher => listing.Taxa.Entries[higher]))
                .Select(above => new WholeTaxon(listing.Taxonomy.NameOf(above)!, UnlistedSpecies(listing, above))),
        ];
    }

    /// <summary>Keeps a higher taxon with everything below it.</summary>
    public async Task<ListingEdit> KeepDescendantsAsync(Listing listing, long taxonId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(listing);
        if (listing.Taxonomy.Find(taxonId) is null)
            return ListingEdit.Nothing($"There is no taxon {taxonId} any more.");
        var kept = listing.Taxonomy.Tree.AcceptedOf(taxonId);
        var name = listing.Taxonomy.Tree[kept].Name;
        if (listing.Taxa.Entries.GetValueOrDefault(kept))
            return ListingEdit.Nothing($"{name} is on the list with all below it already.");
        var species = UnlistedSpecies(listing, kept);
        var changes = (await ReadAsync(listing, listing.KeysOf(kept), cancellationToken)).ToDictionary(each => each.Key, ListedName? (each) => each, StringComparer.Ordinal);
        if (changes.Count == 0 && ListEach(listing, [kept], changes) is { Count: > 0 } uncertain)
            return ListingEdit.Nothing(NotAdded(uncertain));
        foreach (var (key, each) in changes)
            changes[key] = each! with { IncludeDescendants = true };
        return new(
            StepOf(DraftStepKind.KeepDescendants, [name], changes),
            $"{name} is listed with all below it: {species switch { 0 => "no species more", 1 => "1 species more", _ => $"{species:N0} species more" }}.");
    }

    /// <summary>
    /// What a list says of a taxon that a person picked, beside what a step changes already: its name, and all that tells it from
    /// others of that name. Null where several taxa bear the name, and nothing tells this one from them.
    /// </summary>
    private static ListedName? NameOf(Listing listing, long accepted, Dictionary<string, ListedName?> changes)
    {
        // The list may have a homonym of another kingdom, whose name this is not to replace.
        var name = listing.Taxonomy.ListedNameOf(accepted);
        var beside = OtherOf(name.Key) is null ? name : name.BesideHomonym();
        var isTaken = OtherOf(beside.Key) is { } other && (changes.ContainsKey(beside.Key) || listing.KeysOf(other).Contains(beside.Key));
        return !isTaken && TaxonOf(listing, beside) == accepted ? beside : null;

        // Another taxon that a key means, or meant before it was struck.
        long? OtherOf(string key) =>
            (changes.GetValueOrDefault(key) is { } changed ? TaxonOf(listing, changed) : listing.MatchOf(key)?.AcceptedTaxonId ?? listing.TaxonOf(key)) is { } taxon && taxon != accepted ? taxon : null;
    }

    private static long? TaxonOf(Listing listing, ListedName name) => listing.Names.Resolve(name).AcceptedTaxonId;

    /// <summary>Has a step list taxa, each by its name.</summary>
    /// <returns>The names of those that it does not list: several taxa bear them, and nothing tells which is meant.</returns>
    private static List<string> ListEach(Listing listing, IEnumerable<long> taxa, Dictionary<string, ListedName?> changes)
    {
        var uncertain = new List<string>();
        foreach (var taxon in taxa)
        {
            if (NameOf(listing, taxon, changes) is { } name)
                changes[name.Key] = name;
            else
                uncertain.Add(listing.Taxonomy.Tree[taxon].Name);
        }

        return uncertain;
    }

    private static ListingEdit AddAll(Listing listing, DraftStepKind kind, IReadOnlyList<long> added)
    {
        var changes = new Dictionary<string, ListedName?>(StringComparer.Ordinal);
        return AddedBy(kind, changes, ListEach(listing, added, changes));
    }

    private static ListingEdit AddedBy(DraftStepKind kind, Dictionary<string, ListedName?> changes, List<string> uncertain)
    {
        var note = uncertain.Count == 0 ? null : NotAdded(uncertain);
        return changes.Count == 0
            ? ListingEdit.Nothing(note ?? "All of them are on the list already.")
            : new(StepOf(kind, [.. changes.Values.Select(name => name!.Name)], changes), note);
    }

    private static string NotAdded(List<string> uncertain) =>
        $"{string.Join(", ", uncertain)}: several taxa bear the name, and nothing tells which is meant. It was not added.";

    /// <summary>Whether the last step is what listed a taxon, or struck it, and did nothing else.</summary>
    /// <param name="isListed">The taxon is listed now.</param>
    private static bool IsOpposite(Listing listing, long taxon, bool isListed) =>
        listing.Draft?.Content is { Position: var count and > 0 } && IsOf(listing, count - 1, taxon, isListed);

    /// <summary>The step that puts back all that was struck with a taxon; null where no step struck it, or later ones changed what is meant by that.</summary>
    private static DraftStep? Struck(Listing listing, long taxon)
    {
        for (var at = (listing.Draft?.Content.Position ?? 0) - 1; at >= 0; at--)
        {
            if (IsOf(listing, at, taxon, isListed: false))
                return listing.Draft!.Content.InverseOf(at);
        }

        return null;
    }

    /// <summary>Whether a step is one of a taxon alone: one before which it was listed and after which it is not, or the other way round.</summary>
    private static bool IsOf(Listing listing, int at, long taxon, bool isListed)
    {
        var draft = listing.Draft!.Content;
        var step = draft.Steps[at];
        if (step.Kind is not (DraftStepKind.Add or DraftStepKind.Remove or DraftStepKind.Restore) || step.Names is not [var name] || name != listing.Taxonomy.Tree[taxon].Name)
            return false;
        var before = draft.UpTo(at);
        return Lists(step.Changes.Select(change => change.Name)) == isListed && Lists(step.Changes.Select(change => before.Find(change.Key))) != isListed;

        bool Lists(IEnumerable<ListedName?> names) => names.OfType<ListedName>().Any(
            listed => listing.Names.Resolve(listed).AcceptedTaxonId is { } accepted
                && (accepted == taxon || (listed.IncludeDescendants && listing.Taxonomy.Tree.IsWithin(taxon, accepted))));
    }

    private static int UnlistedSpecies(Listing listing, long above)
    {
        var tree = listing.Taxonomy.Tree;
        return tree.Descendants(above).Count(id => tree.AcceptedOf(id) == id && tree[id].Rank == Rank.Species && !listing.Taxa.Contains(id));
    }

    private static string WhyListed(Listing listing, long taxon)
    {
        var tree = listing.Taxonomy.Tree;
        var name = tree[taxon].Name;
        return listing.Taxa.ListedThrough(taxon) is [var above, ..] && !listing.Taxa.Entries.ContainsKey(taxon)
            ? $"{name} is on the list already, through {tree[above].Name}."
            : $"{name} is on the list already.";
    }

    private static DraftStep StepOf(DraftStepKind kind, IReadOnlyList<string> names, IReadOnlyDictionary<string, ListedName?> changes) =>
        new(kind, names, [.. changes.Select(change => new DraftChange(change.Key, change.Value))]);

    private async Task<IReadOnlyList<ListedName>> ReadAsync(Listing listing, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var stored = await StoredListedName.ReadVersionAsync(connection, listing.Version.Id, keys, cancellationToken);
        return [.. keys.Select(key => (listing.Draft?.Content.Find(key) ?? stored.GetValueOrDefault(key))?.WithKey(key)).OfType<ListedName>()];
    }
}
