using Antenna.Core.TaxaLists;
using Antenna.Core.Taxonomy;
using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.News;
using Antenna.Data.Taxonomy;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Antenna.Data.TaxaLists;

/// <summary>What was saved since a draft began, to be looked at before it is merged.</summary>
/// <param name="Newest">The number of the version that is saved now.</param>
/// <param name="NewestId">Its id, by which a save names what it merges with.</param>
/// <param name="SavedBy">Who saved it.</param>
/// <param name="Note">Why, in their words; null for none.</param>
public sealed record PendingMerge(int Newest, long NewestId, string SavedBy, DateTime SavedAt, string? Note, MergedChanges Merge);

/// <summary>What became of saving a draft.</summary>
/// <param name="Number">The number of the version that it is now; null where it was not saved.</param>
/// <param name="Merge">What to look at first; null where nobody saved a version meanwhile, or it was merged.</param>
/// <param name="Refusal">Why not, for the person who asked; null where there is nothing to say.</param>
public sealed record DraftSave(int? Number, PendingMerge? Merge, string? Refusal);

/// <summary>Saves drafts as the next versions of their lists.</summary>
public sealed class TaxaListDraftSaving(NpgsqlDataSource dataSource, TaxaListDrafts drafts, CurrentTaxonomy taxonomy, TimeProvider time)
{
    /// <summary>Saves a draft, and removes it then.</summary>
    /// <param name="seen">As the person saw it.</param>
    /// <param name="note">Why, in the person's words; null for none.</param>
    /// <param name="mergedWith">The id of the version whose changes the person has looked at; null where they saw none.</param>
    /// <param name="choices">By key whose change counts where both changed a name.</param>
    public async Task<DraftSave> SaveAsync(
        StoredDraft seen, string? note, long? mergedWith, IReadOnlyDictionary<string, MergeSide> choices, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(seen);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var context = new AntennaDbContext(AntennaDatabase.Options(connection));
        await context.Database.UseTransactionAsync(transaction, cancellationToken);
        if (await TaxonomyLock.ShareOrRefuseAsync(connection, cancellationToken) is { } busy)
            return new(null, null, busy);
        await TaxaListVersions.LockAsync(connection, seen.List.Id, cancellationToken);
        if (await drafts.LockAsync(connection, context, seen.Id, cancellationToken) is not { } draft)
            return new(null, null, "There is no such draft any more: it was saved or discarded in another tab.");
        if (draft.Revision != seen.Revision)
            return new(null, null, "Another tab changed the draft meanwhile. Look at it again before you save it.");

        var newest = await context.TaxaListVersions.NewestOffered(draft.List.Id).SingleAsync(cancellationToken);
        var names = await StoredListedName.ReadVersionAsync(connection, draft.Base.Id, keys: null, cancellationToken);
        var content = draft.Content.On(names);
        var (matcher, listTaxonomy) = await TaxonomyAsync(connection, draft.List.Id, cancellationToken);
        var merge = newest.Id == draft.Base.Id ? null : ListMerge.Of(
            names, await StoredListedName.ReadVersionAsync(connection, newest.Id, keys: null, cancellationToken), content.Changes, listTaxonomy);
        if (merge is not null && (mergedWith != newest.Id || merge.Changes.Conflicts.Any(conflict => !choices.ContainsKey(conflict.Key))))
            return new(null, await PendingAsync(context, newest, merge, cancellationToken), null);
        var merged = merge?.Merged(choices) ?? new(content.Names.ToDictionary(StringComparer.Ordinal), []);
        if (merged.Unlisted.Count > 0)
            return new(null, null, NotBothKept(merged.Unlisted));

        var saved = await TaxaListVersions.SaveAsync(
            connection, new(draft.List.Id, [.. merged.Names.Values], draft.PersonId, time.GetUtcNow().UtcDateTime, string.IsNullOrWhiteSpace(note) ? null : note.Trim()),
            cancellationToken);
        if (saved is null)
            return new(null, null, $"Nothing changed: v{newest.Number} lists the same.");
        await ResolveAsync(connection, context, matcher, saved.Id, newest.Id, merged.Names, cancellationToken);
        await TaxaListDrafts.RemoveAsync(connection, draft.Id, cancellationToken);
        await Announcements.DraftAsync(connection, draft.PersonId, draft.List.Id, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new(saved.Number, null, null);
    }

    /// <summary>What names on a list are, now that nobody changes the taxonomy.</summary>
    private async Task<(ListedNameMatcher Matcher, ListTaxonomy Taxonomy)> TaxonomyAsync(NpgsqlConnection connection, long listId, CancellationToken cancellationToken)
    {
        var current = await taxonomy.GetAsync(cancellationToken);
        var matcher = new ListedNameMatcher(current.Matcher, await TaxaListResolution.AcceptedForAsync(connection, listId, cancellationToken));
        return (matcher, new(current.Tree, name => matcher.Resolve(name).AcceptedTaxonId, current.ListedNameOf));
    }

    private static string NotBothKept(IReadOnlyList<string> unlisted) =>
        $"What was struck was listed with others, which would be listed name by name, and nothing tells which taxon is meant by {string.Join(", ", unlisted)}. The draft is as it was.";

    private static async Task<PendingMerge> PendingAsync(
        AntennaDbContext context, TaxaListVersion newest, ListMerge merge, CancellationToken cancellationToken) => new(
            newest.Number!.Value, newest.Id,
            await context.People.Where(person => person.Id == newest.AuthorId).Select(person => person.Name).SingleAsync(cancellationToken),
            newest.CreatedAt, newest.Note, merge.Changes);

    /// <summary>Finds the taxa of the names that the version before does not list alike; the others are what they were there.</summary>
    private static async Task ResolveAsync(
        NpgsqlConnection connection, AntennaDbContext context, ListedNameMatcher matcher, long versionId, long beforeId,
        IReadOnlyDictionary<string, ListedName> names, CancellationToken cancellationToken)
    {
        await using (var copy = connection.Command(
            """
            update taxa_list_entries entry set taxon_id = before.taxon_id, match = before.match
            from taxa_list_entries before
            where entry.taxa_list_version_id = $1 and before.taxa_list_version_id = $2 and before.name_key = entry.name_key and before.taxon_id is not null
                and (entry.name, entry.rank, entry.author, entry.keys, entry.higher_taxa) is not distinct from
                    (before.name, before.rank, before.author, before.keys, before.higher_taxa)
            """, versionId, beforeId))
            await copy.ExecuteNonQueryAsync(cancellationToken);
        var open = await context.TaxaListEntries.Where(entry => entry.TaxaListVersionId == versionId && entry.TaxonId == null)
            .Select(entry => entry.NameKey).ToListAsync(cancellationToken);
        await TaxaListResolution.WriteAsync(connection, versionId, [.. open.Select(key => (key, matcher.Resolve(names[key])))], cancellationToken);
    }
}
