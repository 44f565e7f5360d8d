using Antenna.Core.Taxonomy;
using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.News;
using Antenna.Data.Taxonomy;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Antenna.Data.TaxaLists;

/// <summary>What became of a promotion.</summary>
/// <param name="Number">The version's number, now or before; null where it was refused.</param>
/// <param name="Refusal">Why not, for the person who asked; null where it was promoted.</param>
public sealed record TrialPromotion(int? Number, string? Refusal);

/// <summary>
/// Trial versions: drafts that are frozen so that runs can refer to them. One has no number, belongs to one person, and becomes
/// the next number when it is promoted; what runs wrote under it stays as it is.
/// </summary>
public sealed class TaxaListTrials(NpgsqlDataSource dataSource)
{
    private const string Find =
        "select id from taxa_list_versions where base_version_id = $1 and trial_of_id = $2 and content_hash = $3";

    // Two launches of one draft at once make one trial: the second waits for the first, and finds it then.
    private const string Insert =
        """
        insert into taxa_list_versions
            (taxa_list_id, author_id, created_at, trial_of_id, base_version_id, change_count, entry_count, content_hash)
        values ($1, $2, $3, $2, $4, $5, $6, $7)
        on conflict (base_version_id, trial_of_id, content_hash) where trial_of_id is not null do nothing
        returning id
        """;

    private const string CopyUnchanged =
        """
        insert into taxa_list_entries
            (taxa_list_version_id, name_key, name, rank, author, rank_text, status, accepted_name, include_descendants, keys, higher_taxa, taxon_id, match)
        select $1, name_key, name, rank, author, rank_text, status, accepted_name, include_descendants, keys, higher_taxa, taxon_id, match
        from taxa_list_entries where taxa_list_version_id = $2 and name_key <> all($3)
        """;

    private const string Promotion =
        """
        update taxa_list_versions set trial_of_id = null, note = $2,
            number = (select coalesce(max(number), 0) + 1 from taxa_list_versions other where other.taxa_list_id = taxa_list_versions.taxa_list_id)
        where id = $1 returning number
        """;

    /// <summary>Makes a trial the next version of its list, and keeps what was written under it.</summary>
    /// <param name="newestSeen">The number of the newest version that the person knew of: what was saved since would be dropped unseen.</param>
    /// <param name="note">Why, in the person's words; null for none.</param>
    public async Task<TrialPromotion> PromoteAsync(long trialId, Person person, int newestSeen, string? note, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var context = new AntennaDbContext(AntennaDatabase.Options(connection));
        await context.Database.UseTransactionAsync(transaction, cancellationToken);
        if (await context.TaxaListVersions.Where(version => version.Id == trialId).Select(version => (long?)version.TaxaListId).SingleOrDefaultAsync(cancellationToken) is not { } listId)
            return new(null, $"There is no trial {trialId} any more.");
        await TaxaListVersions.LockAsync(connection, listId, cancellationToken);
        var trial = await context.TaxaListVersions.AsNoTracking().SingleAsync(version => version.Id == trialId, cancellationToken);
        if (trial.Number is { } known)
            return new(known, null);
        if (trial.TrialOfId != person.Id)
            return new(null, "This trial is another person's, who alone can promote it.");
        var newest = await context.TaxaListVersions.NewestOffered(listId).SingleAsync(cancellationToken);
        if (newest.ContentHash == trial.ContentHash)
            return new(null, $"Nothing changed: v{newest.Number} lists the same.");
        if (newest.Number != newestSeen)
            return new(null, $"v{newest.Number} was saved meanwhile, and what it changed is not in this trial. Look at it, then promote the trial all the same, or draft from v{newest.Number} to keep both.");

        await using var promote = connection.Command(Promotion, trialId, note);
        var number = (int)(await promote.ExecuteScalarAsync(cancellationToken))!;
        await Announcements.TaxaListAsync(connection, listId, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new(number, null);
    }

    /// <summary>The trial of a draft, made inside the caller's transaction where the person has none of its content yet.</summary>
    /// <exception cref="TaxonomyInUseException">An import of taxa is under way, and does not end soon.</exception>
    internal static async Task<Listing> FreezeAsync(
        NpgsqlConnection connection, Listing listing, Person person, DateTime now, CancellationToken cancellationToken)
    {
        var draft = listing.Draft!;
        if (await TaxonomyLock.ShareOrRefuseAsync(connection, cancellationToken) is { } busy)
            throw new TaxonomyInUseException(busy);
        await using var context = new AntennaDbContext(AntennaDatabase.Options(connection));
        var content = draft.Content.On(await StoredListedName.ReadVersionAsync(connection, draft.Base.Id, keys: null, cancellationToken));
        var names = content.Names.Select(name => name.Value).ToList();
        var hash = TaxaListVersions.Hash(names);
        await using var insert = connection.Command(
            Insert, draft.List.Id, person.Id, now, draft.Base.Id, content.Changes.Count, names.Count, hash);
        if (await insert.ExecuteScalarAsync(cancellationToken) is long created)
            await WriteEntriesAsync(connection, context, listing, created, cancellationToken);

        await using var find = connection.Command(Find, draft.Base.Id, person.Id, hash);
        var trialId = (long)(await find.ExecuteScalarAsync(cancellationToken))!;
        return listing.As(await context.TaxaListVersions.AsNoTracking().SingleAsync(version => version.Id == trialId, cancellationToken));
    }

    private static async Task WriteEntriesAsync(
        NpgsqlConnection connection, AntennaDbContext context, Listing listing, long versionId, CancellationToken cancellationToken)
    {
        var changes = listing.Draft!.Content.Changes;
        await using (var copy = connection.Command(CopyUnchanged, versionId, listing.Version.Id, changes.Select(change => change.Key).ToArray()))
            await copy.ExecuteNonQueryAsync(cancellationToken);
        var changed = changes.Where(change => change.After is not null).ToList();
        await StoredListedName.WriteAsync(connection, versionId, [.. changed.Select(change => change.After!)], cancellationToken);

        // As it was previewed; where taxa were learned since, as it is now.
        var isCurrent = await context.TaxonomyChanges.SumAsync(change => change.Changes, cancellationToken) == listing.Taxonomy.Changes;
        var names = isCurrent ? null : new ListedNameMatcher(
            await NameMatchers.LoadAsync(context, cancellationToken),
            await TaxaListResolution.AcceptedForAsync(connection, listing.List.Id, cancellationToken));
        await TaxaListResolution.WriteAsync(
            connection, versionId, [.. changed.Select(change => (change.Key, names?.Resolve(change.After!) ?? listing.MatchOf(change.Key)!))], cancellationToken);
        await Announcements.TaxaListAsync(connection, listing.List.Id, cancellationToken);
    }
}
