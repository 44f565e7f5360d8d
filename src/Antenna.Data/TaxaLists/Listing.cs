using Antenna.Core.TaxaLists;
using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.Data.Taxonomy;
using Npgsql;

namespace Antenna.Data.TaxaLists;

/// <summary>Which content a listing has: equal for two that list the same names by the same state of the taxonomy.</summary>
/// <param name="Accepted">How many suggestions people had accepted for the list, and when the last.</param>
/// <param name="DraftId">Null for a stored version.</param>
/// <param name="Revision">Of the draft.</param>
public readonly record struct ListingIdentity(long VersionId, long TaxonomyChanges, string Accepted, long? DraftId, int Revision);

/// <summary>
/// These taxa are listed: the one type of it, whether a stored version of a list says so or a draft. Planning, previews, dry
/// runs and impact know only this, and so do the same whichever it is. Never changes.
/// </summary>
public sealed class Listing
{
    private readonly VersionContent _version;
    private readonly Dictionary<string, NameMatch> _matches;

    internal Listing(TaxaList list, TaxaListVersion version, int? baseNumber, VersionContent content, string accepted, StoredDraft? draft)
    {
        (List, Version, Draft, _version) = (list, version, draft, content);
        _matches = (draft?.Content.Changes ?? []).Where(change => change.After is not null)
            .ToDictionary(change => change.Key, change => content.Names.Resolve(change.After!), StringComparer.Ordinal);
        Taxa = draft is null ? content.Taxa : content.Taxa.With(ChangedTaxa(draft.Content.Changes));
        Identity = new(version.Id, content.Taxonomy.Changes, accepted, draft?.Id, draft?.Revision ?? 0);
        Name = draft is null
            ? new(version.Id, list.Id, list.Name, version.Number) { BaseNumber = baseNumber, Changes = version.ChangeCount ?? 0 }
            : new(draft.Content.Changes.Count == 0 ? version.Id : 0, list.Id, list.Name, draft.Content.Changes.Count == 0 ? version.Number : null)
            {
                BaseNumber = version.Number, Changes = draft.Content.Changes.Count,
            };
    }

    public TaxaList List { get; }

    /// <summary>The version that is listed; of a draft the one that it changes.</summary>
    public TaxaListVersion Version { get; }

    /// <summary>Null for a stored version.</summary>
    public StoredDraft? Draft { get; }

    /// <summary>The taxa that are listed.</summary>
    public ListedTaxa Taxa { get; }

    /// <summary>For caches of what is made of it.</summary>
    public ListingIdentity Identity { get; }

    /// <summary>The list, and which version of it, as pages name it.</summary>
    public TaxaListVersionName Name { get; }

    /// <summary>"Northern moths v2", "Northern moths v2 + 3 changes".</summary>
    public string Label => Name.Label;

    /// <summary>The stored version that says the same; null for a draft with changes, which <see cref="FreezeAsync"/> stores.</summary>
    public long? StoredVersionId => Draft is { Content.Changes.Count: > 0 } ? null : Version.Id;

    /// <summary>The state of the taxonomy by which names were resolved.</summary>
    public TaxonomySnapshot Taxonomy => _version.Taxonomy;

    /// <summary>Finds the taxa of further names for the list.</summary>
    internal ListedNameMatcher Names => _version.Names;

    /// <summary>What a changed name resolves to; null for a name that the draft does not list otherwise.</summary>
    internal NameMatch? MatchOf(string key) => _matches.GetValueOrDefault(key);

    /// <summary>The accepted taxon of the name that the version has under a key; null where it has none, or that is no taxon.</summary>
    internal long? TaxonOf(string key) => _version.TaxonOf(key);

    /// <summary>The keys of the names on the list that are one accepted taxon.</summary>
    public IReadOnlyList<string> KeysOf(long accepted)
    {
        var changes = Draft?.Content.Changes ?? [];
        var changed = changes.Select(change => change.Key).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. _version.EntriesOf(accepted).Select(entry => entry.Key).Where(key => !changed.Contains(key)),
            .. changes.Where(change => change.After is not null && _matches[change.Key].AcceptedTaxonId == accepted).Select(change => change.Key),
        ];
    }

    /// <summary>
    /// The listing of a stored version: itself, or the person's trial of a draft, made in the caller's transaction where there
    /// is none of the same content yet.
    /// </summary>
    /// <exception cref="TaxonomyInUseException">An import of taxa is under way, and does not end soon; the draft has to wait for it.</exception>
    public Task<Listing> FreezeAsync(NpgsqlConnection connection, Person person, DateTime now, CancellationToken cancellationToken) =>
        StoredVersionId is null ? TaxaListTrials.FreezeAsync(connection, this, person, now, cancellationToken) : Task.FromResult(this);

    /// <summary>The same content as a stored version has it.</summary>
    internal Listing As(TaxaListVersion trial) => new(trial, this);

    private Listing(TaxaListVersion trial, Listing draft)
    {
        (List, Version, Taxa, _version, _matches) = (draft.List, trial, draft.Taxa, draft._version, draft._matches);
        Identity = draft.Identity with { VersionId = trial.Id, DraftId = null, Revision = 0 };
        Name = new(trial.Id, List.Id, List.Name, trial.Number) { BaseNumber = draft.Version.Number, Changes = trial.ChangeCount ?? 0 };
    }

    /// <summary>By accepted taxon that a change of a name concerns what its entry is now.</summary>
    private Dictionary<long, bool?> ChangedTaxa(IReadOnlyList<NetChange> changes)
    {
        var changed = changes.ToDictionary(change => change.Key, StringComparer.Ordinal);
        var drafted = changes.Where(change => change.After is not null && _matches[change.Key].AcceptedTaxonId is not null)
            .ToLookup(change => _matches[change.Key].AcceptedTaxonId!.Value, change => change.After!.IncludeDescendants);
        var concerned = changes.Select(change => _version.TaxonOf(change.Key)).OfType<long>().Concat(drafted.Select(taxon => taxon.Key)).Distinct();
        return concerned.ToDictionary(
            accepted => accepted,
            accepted =>
            {
                var entries = _version.EntriesOf(accepted).Where(entry => !changed.ContainsKey(entry.Key)).Select(entry => entry.IncludeDescendants)
                    .Concat(drafted[accepted]).ToList();
                return entries.Count == 0 ? (bool?)null : entries.Contains(true);
            });
    }
}
