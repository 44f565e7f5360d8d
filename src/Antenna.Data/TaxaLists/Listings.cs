using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.Taxonomy;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Antenna.Data.TaxaLists;

/// <summary>
/// Reads what versions and drafts list. Versions that were looked at last are kept in memory for every circuit, since a change
/// of a draft must not read tens of thousands of names again.
/// </summary>
public sealed class Listings(NpgsqlDataSource dataSource, CurrentTaxonomy taxonomy)
{
    /// <summary>Versions kept; a list of 30,000 names takes about 8 MB.</summary>
    private const int MostKept = 12;

    private const string AcceptedStamp =
        "select concat(count(*), '@', max(accepted_at)) from accepted_list_names where taxa_list_id = $1";

    private readonly Lock _gate = new();
    private readonly LinkedList<(Key Key, VersionContent Content)> _kept = [];

    /// <summary>What a stored version lists.</summary>
    public Task<Listing> OfVersionAsync(TaxaList list, TaxaListVersion version, CancellationToken cancellationToken) =>
        OfAsync(list, version, null, cancellationToken);

    /// <summary>What the version of an id lists; null where there is none.</summary>
    public async Task<Listing?> FindAsync(long versionId, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var context = new AntennaDbContext(AntennaDatabase.Options(connection));
        var found = await context.TaxaListVersions.AsNoTracking().Where(version => version.Id == versionId)
            .Join(context.TaxaLists, version => version.TaxaListId, list => list.Id, (version, list) => new { List = list, Version = version })
            .SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : await OfVersionAsync(found.List, found.Version, cancellationToken);
    }

    /// <summary>What a draft lists.</summary>
    public Task<Listing> OfDraftAsync(StoredDraft draft, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return OfAsync(draft.List, draft.Base, draft, cancellationToken);
    }

    private async Task<Listing> OfAsync(TaxaList list, TaxaListVersion version, StoredDraft? draft, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var (content, accepted) = await ContentAsync(connection, list.Id, version.Id, cancellationToken);
        int? baseNumber = null;
        if (draft is null && version.BaseVersionId is { } baseId)
        {
            await using var context = new AntennaDbContext(AntennaDatabase.Options(connection));
            baseNumber = await context.TaxaListVersions.Where(each => each.Id == baseId).Select(each => each.Number).SingleAsync(cancellationToken);
        }

        return new(list, version, baseNumber, content, accepted, draft);
    }

    /// <summary>What a version lists, and the stamp of the names accepted for it, by one state of the taxonomy.</summary>
    private async Task<(VersionContent Content, string Accepted)> ContentAsync(
        NpgsqlConnection connection, long listId, long versionId, CancellationToken cancellationToken)
    {
        while (true)
        {
            var current = await taxonomy.GetAsync(cancellationToken);

            // Before the entries: what people accept for names and what these resolve to change in one transaction.
            var accepted = await AcceptedStampAsync(connection, listId, cancellationToken);
            var key = new Key(versionId, current.Changes, accepted);
            if (Find(key) is { } kept)
                return (kept, accepted);
            var content = await VersionContent.ReadAsync(
                connection, taxonomy, versionId, await TaxaListResolution.AcceptedForAsync(connection, listId, cancellationToken), cancellationToken);

            // Else the taxonomy changed between the entries and the tree, and with it what the entries resolve to.
            if (content.Taxonomy.Changes != current.Changes)
                continue;
            Keep(key, content);
            return (content, accepted);
        }
    }

    private static async Task<string> AcceptedStampAsync(NpgsqlConnection connection, long listId, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(AcceptedStamp, listId);
        return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private VersionContent? Find(Key key)
    {
        lock (_gate)
        {
            for (var node = _kept.First; node is not null; node = node.Next)
            {
                if (node.Value.Key != key)
                    continue;
                _kept.Remove(node);
                _kept.AddFirst(node);
                return node.Value.Content;
            }
        }

        return null;
    }

    private void Keep(Key key, VersionContent content)
    {
        lock (_gate)
        {
            _kept.AddFirst((key, content));
            if (_kept.Count > MostKept)
                _kept.RemoveLast();
        }
    }

    private readonly record struct Key(long VersionId, long Changes, string Accepted);
}
