using Antenna.Core.Taxonomy;
using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.Taxonomy;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Antenna.Data.TaxaLists;

/// <summary>What a new list begins with.</summary>
/// <param name="Name">Of the list.</param>
/// <param name="ProjectId">The project that owns it; null for a shared one.</param>
/// <param name="Note">Why, for its first version.</param>
public sealed record NewTaxaList(string Name, long? ProjectId, string Note)
{
    /// <summary>The version that it is a copy of; null where it is none.</summary>
    public long? CopyOfVersionId { get; init; }

    /// <summary>The taxa on it; none where it is a copy, or begins empty.</summary>
    public IReadOnlyList<long> TaxonIds { get; init; } = [];
}

/// <summary>What became of a new list.</summary>
/// <param name="Id">Null where it was refused.</param>
/// <param name="Refusal">Why, for the person who asked; null where it was made.</param>
public sealed record CreatedTaxaList(long? Id, string? Refusal);

/// <summary>Makes lists that begin without a file: empty, as a copy, or with taxa that people or classifiers named.</summary>
public sealed class TaxaListCreation(NpgsqlDataSource dataSource, CurrentTaxonomy taxonomy, TimeProvider time)
{
    private const string Insert =
        "insert into taxa_lists (project_id, name, created_at) values ($1, $2, $3) on conflict (project_id, name) do nothing returning id";

    private const string CopyAccepted =
        """
        insert into accepted_list_names (taxa_list_id, name_key, kingdom_key, taxon_id, person_id, accepted_at)
        select $1, name_key, kingdom_key, taxon_id, person_id, accepted_at from accepted_list_names
        where taxa_list_id = (select taxa_list_id from taxa_list_versions where id = $2)
        """;

    /// <summary>Makes a list with its first version.</summary>
    public async Task<CreatedTaxaList> CreateAsync(NewTaxaList list, Person author, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(author);
        if (string.IsNullOrWhiteSpace(list.Name))
            return new(null, "Name the list.");
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await TaxonomyLock.ShareAsync(connection, cancellationToken);
        await using var insert = connection.Command(Insert, list.ProjectId, list.Name.Trim(), time.GetUtcNow().UtcDateTime);
        if (await insert.ExecuteScalarAsync(cancellationToken) is not long id)
            return new(null, $"There is a list called {list.Name.Trim()} already: choose another name.");

        var names = list.CopyOfVersionId is { } copied
            ? (await StoredListedName.ReadVersionAsync(connection, copied, keys: null, cancellationToken)).Values.ToList()
            : NamesOf(await taxonomy.GetAsync(cancellationToken), list.TaxonIds);
        await TaxaListVersions.SaveAsync(connection, new(id, names, author.Id, time.GetUtcNow().UtcDateTime, list.Note), cancellationToken);
        if (list.CopyOfVersionId is { } source)
        {
            await using var copy = connection.Command(CopyAccepted, id, source);
            await copy.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var context = new AntennaDbContext(AntennaDatabase.Options(connection));
        await context.Database.UseTransactionAsync(transaction, cancellationToken);
        await TaxaListResolution.ResolveAsync(connection, await NameMatchers.LoadAsync(context, cancellationToken), id, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new(id, null);
    }

    /// <summary>The names of taxa; homonyms of several kingdoms each with theirs.</summary>
    private static List<ListedName> NamesOf(TaxonomySnapshot current, IReadOnlyList<long> taxonIds) =>
    [
        .. taxonIds.Where(current.Tree.Contains).Select(current.Tree.AcceptedOf).Distinct()
            .Select(current.ListedNameOf)
            .GroupBy(name => name.Key)
            .SelectMany(names => names.Count() == 1 ? names : names.Select(name => name.BesideHomonym()))
            .DistinctBy(name => name.Key),
    ];
}
