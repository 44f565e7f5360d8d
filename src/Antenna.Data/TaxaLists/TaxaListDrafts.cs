using Antenna.Core.TaxaLists;
using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.News;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Npgsql;

namespace Antenna.Data.TaxaLists;

/// <summary>Why a change of a draft was not made.</summary>
public enum DraftRefusal
{
    /// <summary>There is no such draft any more: it was saved or discarded, in another tab perhaps.</summary>
    Gone,

    /// <summary>Another tab changed the same meanwhile: look first.</summary>
    ChangedMeanwhile,
}

/// <summary>What became of a change of a draft.</summary>
/// <param name="Draft">As it is now; null where there is none any more.</param>
/// <param name="Refusal">Null where the change was made.</param>
public sealed record DraftOutcome(StoredDraft? Draft, DraftRefusal? Refusal);

/// <summary>
/// Keeps people's drafts of lists. Each change is one small transaction that names the revision that it was made on, and is
/// announced, so that a reload, another tab and another node show the same.
/// </summary>
public sealed class TaxaListDrafts(NpgsqlDataSource dataSource, TimeProvider time) : IDisposable
{
    /// <summary>Steps of drafts that are kept in memory, each with a handful of names; a step of many names counts as many.</summary>
    private const long MostKept = 50_000;

    private const string Open =
        """
        insert into taxa_list_drafts (taxa_list_id, person_id, base_version_id, position, revision, changed_at)
        values ($1, $2, $3, 0, 0, $4) on conflict (taxa_list_id, person_id) do nothing
        """;

    private const string Lock = "select revision from taxa_list_drafts where id = $1 for update";

    private const string DropUndone = "delete from taxa_list_draft_steps where draft_id = $1 and number > $2";

    private const string AddStep =
        "insert into taxa_list_draft_steps (draft_id, number, kind, names, changes, made_at) values ($1, $2, $3, $4, $5::jsonb, $6)";

    private const string Move = "update taxa_list_drafts set position = $2, revision = revision + 1, changed_at = $3 where id = $1";

    private const string Remove = "delete from taxa_list_drafts where id = $1";

    /// <summary>What was written here last, which is what is looked at next: the steps of a revision never change.</summary>
    private readonly MemoryCache _contents = new(new MemoryCacheOptions { SizeLimit = MostKept });

    /// <summary>A person's draft of a list; null where they have none.</summary>
    public async Task<StoredDraft?> FindAsync(long taxaListId, long personId, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var context = new AntennaDbContext(AntennaDatabase.Options(connection));
        return await ReadAsync(connection, context, draft => draft.TaxaListId == taxaListId && draft.PersonId == personId, cancellationToken);
    }

    /// <summary>The lists that a person has drafts of, the one that was changed last first.</summary>
    public async Task<IReadOnlyList<long>> ListsAsync(long personId, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var context = new AntennaDbContext(AntennaDatabase.Options(connection));
        return await context.TaxaListDrafts.Where(draft => draft.PersonId == personId)
            .OrderByDescending(draft => draft.ChangedAt).Select(draft => draft.TaxaListId).ToListAsync(cancellationToken);
    }

    /// <summary>A person's draft of a list: the one that they have, whichever version it changes, else a new one.</summary>
    /// <param name="baseVersionId">The version that a new one changes; it has a number.</param>
    public async Task<StoredDraft> OpenAsync(long taxaListId, long baseVersionId, Person person, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(person);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var context = new AntennaDbContext(AntennaDatabase.Options(connection));
        await context.Database.UseTransactionAsync(transaction, cancellationToken);
        await using (var open = connection.Command(Open, taxaListId, person.Id, baseVersionId, time.GetUtcNow().UtcDateTime))
        {
            if (await open.ExecuteNonQueryAsync(cancellationToken) > 0)
                await Announcements.DraftAsync(connection, person.Id, taxaListId, cancellationToken);
        }

        var draft = await ReadAsync(connection, context, draft => draft.TaxaListId == taxaListId && draft.PersonId == person.Id, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return draft!;
    }

    /// <summary>
    /// Makes a step. Where another tab changed the draft meanwhile, it follows what that did, unless it makes something else of
    /// the same name.
    /// </summary>
    /// <param name="seen">The draft on which the step was made.</param>
    public Task<DraftOutcome> StepAsync(StoredDraft seen, DraftStep step, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(step);
        return ChangeAsync(
            seen,
            current => current.Revision == seen.Revision || !NewSteps(seen, current).Any(step.Contradicts),
            (connection, current) => AppendAsync(connection, current, step, cancellationToken),
            cancellationToken);
    }

    /// <summary>Takes the last step back.</summary>
    public Task<DraftOutcome> UndoAsync(StoredDraft seen, CancellationToken cancellationToken) => MoveAsync(seen, -1, cancellationToken);

    /// <summary>Makes the step again that was undone last.</summary>
    public Task<DraftOutcome> RedoAsync(StoredDraft seen, CancellationToken cancellationToken) => MoveAsync(seen, +1, cancellationToken);

    /// <summary>Makes names be as the version has them again, which is a step too.</summary>
    public Task<DraftOutcome> RestoreAsync(StoredDraft seen, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return StepAsync(seen, seen.Content.RestoreOf(keys), cancellationToken);
    }

    /// <summary>Removes the draft with all of its steps.</summary>
    public Task<DraftOutcome> DiscardAsync(StoredDraft seen, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return ChangeAsync(
            seen, current => current.Revision == seen.Revision, (connection, current) => RemoveAsync(connection, current.Id, cancellationToken), cancellationToken);
    }

    public void Dispose() => _contents.Dispose();

    internal static async Task RemoveAsync(NpgsqlConnection connection, long draftId, CancellationToken cancellationToken)
    {
        await using var remove = connection.Command(Remove, draftId);
        await remove.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The draft of an id, which nobody else changes until the transaction ends; null where there is none any more.</summary>
    internal async Task<StoredDraft?> LockAsync(
        NpgsqlConnection connection, AntennaDbContext context, long draftId, CancellationToken cancellationToken)
    {
        await using (var acquire = connection.Command(Lock, draftId))
        {
            if (await acquire.ExecuteScalarAsync(cancellationToken) is null)
                return null;
        }

        return await ReadAsync(connection, context, draft => draft.Id == draftId, cancellationToken);
    }

    private Task<DraftOutcome> MoveAsync(StoredDraft seen, int by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return ChangeAsync(
            seen,
            current => current.Revision == seen.Revision,
            async (connection, current) =>
            {
                var position = Math.Clamp(current.Content.Position + by, 0, current.Content.Steps.Count);
                await using var move = connection.Command(Move, current.Id, position, time.GetUtcNow().UtcDateTime);
                await move.ExecuteNonQueryAsync(cancellationToken);
            },
            cancellationToken);
    }

    private async Task<DraftOutcome> ChangeAsync(
        StoredDraft seen, Func<StoredDraft, bool> may, Func<NpgsqlConnection, StoredDraft, Task> change, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var context = new AntennaDbContext(AntennaDatabase.Options(connection));
        await context.Database.UseTransactionAsync(transaction, cancellationToken);
        if (await LockAsync(connection, context, seen.Id, cancellationToken) is not { } current)
            return new(null, DraftRefusal.Gone);
        if (!may(current))
            return new(current, DraftRefusal.ChangedMeanwhile);
        await change(connection, current);
        await Announcements.DraftAsync(connection, seen.PersonId, seen.List.Id, cancellationToken);
        var changed = await ReadAsync(connection, context, draft => draft.Id == seen.Id, cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        // Read while nobody else could change it: these are the steps of this revision, and not of the next one.
        if (changed is not null)
            Keep(changed);
        return new(changed, null);
    }

    private async Task AppendAsync(NpgsqlConnection connection, StoredDraft current, DraftStep step, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var position = current.Content.Position;
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                SqlCommands.InBatch(DropUndone, current.Id, position),
                SqlCommands.InBatch(AddStep, current.Id, position + 1, step.Kind.ToString(), step.Names.ToArray(), StoredDraftChanges.Write(step.Changes), now),
                SqlCommands.InBatch(Move, current.Id, position + 1, now),
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The steps that count now and were not seen.</summary>
    private static IEnumerable<DraftStep> NewSteps(StoredDraft seen, StoredDraft current)
    {
        var known = seen.Content.Steps.Take(seen.Content.Position).Select(step => StoredDraftChanges.Write(step.Changes)).ToList();
        return current.Content.Steps.Take(current.Content.Position)
            .Where((step, at) => at >= known.Count || known[at] != StoredDraftChanges.Write(step.Changes));
    }

    private async Task<StoredDraft?> ReadAsync(
        NpgsqlConnection connection, AntennaDbContext context, System.Linq.Expressions.Expression<Func<TaxaListDraft, bool>> which,
        CancellationToken cancellationToken)
    {
        var found = await context.TaxaListDrafts.AsNoTracking().Where(which)
            .Join(context.TaxaLists, draft => draft.TaxaListId, list => list.Id, (draft, list) => new { Draft = draft, List = list })
            .Join(context.TaxaListVersions, row => row.Draft.BaseVersionId, version => version.Id, (row, version) => new { row.Draft, row.List, Version = version })
            .SingleOrDefaultAsync(cancellationToken);
        if (found is null)
            return null;
        var content = _contents.Get<ListDraft>(new DraftRevision(found.Draft.Id, found.Draft.Revision))
            ?? await ReadStepsAsync(connection, context, found.Draft, cancellationToken);
        return new(found.Draft.Id, found.List, found.Version, found.Draft.PersonId, found.Draft.Revision, content);
    }

    private static async Task<ListDraft> ReadStepsAsync(
        NpgsqlConnection connection, AntennaDbContext context, TaxaListDraft draft, CancellationToken cancellationToken)
    {
        var stored = await context.TaxaListDraftSteps.AsNoTracking().Where(step => step.DraftId == draft.Id)
            .OrderBy(step => step.Number).ToListAsync(cancellationToken);
        var steps = stored.ConvertAll(step => new DraftStep(step.Kind, step.Names, StoredDraftChanges.Read(step.Changes)));
        var touched = steps.SelectMany(step => step.Changes).Select(change => change.Key).Distinct(StringComparer.Ordinal).ToList();
        var names = await StoredListedName.ReadVersionAsync(connection, draft.BaseVersionId, touched, cancellationToken);
        return new(names, steps, draft.Position);
    }

    private void Keep(StoredDraft draft) => _contents.Set(
        new DraftRevision(draft.Id, draft.Revision),
        draft.Content,
        new MemoryCacheEntryOptions { Size = draft.Content.Steps.Count + draft.Content.Steps.Sum(step => step.Changes.Count) });

    private readonly record struct DraftRevision(long DraftId, int Revision);
}
