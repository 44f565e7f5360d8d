using Npgsql;
using NpgsqlTypes;

namespace Antenna.Data.Import.Taxa;

/// <summary>Writes what an import made of the taxonomy, inside its transaction.</summary>
internal static class TaxonomyDraftWriter
{
    private const string Copy =
        """
        copy taxa (id, name, rank, rank_text, homonym, parent_id, accepted_taxon_id, author, misapplied, source)
        from stdin (format binary)
        """;

    private const string Update =
        """
        update taxa taxon
        set rank = changed.rank, rank_text = changed.rank_text, homonym = changed.homonym, parent_id = changed.parent_id,
            accepted_taxon_id = changed.accepted_taxon_id, author = changed.author, misapplied = changed.misapplied
        from unnest($1, $2, $3, $4, $5, $6, $7, $8) as changed(id, rank, rank_text, homonym, parent_id, accepted_taxon_id, author, misapplied)
        where taxon.id = changed.id
        """;

    /// <summary>Writes new and changed taxa; new ones have their ids afterwards.</summary>
    public static async Task WriteAsync(NpgsqlConnection connection, TaxonomyDraft draft, CancellationToken cancellationToken)
    {
        List<DraftTaxon> added = [.. draft.Taxa.Where(taxon => taxon.IsNew)];
        List<DraftTaxon> changed = [.. draft.Taxa.Where(taxon => taxon.IsChanged)];
        if (added.Count > 0)
        {
            var ids = await connection.ReserveIdsAsync("taxa", added.Count, cancellationToken);
            foreach (var taxon in added)
                taxon.Id = ids.Dequeue();
            await CopyAsync(connection, added, cancellationToken);
        }
        if (changed.Count > 0)
            await UpdateAsync(connection, changed, cancellationToken);
    }

    // Foreign keys are checked at the end of a statement: parents and children may come in any order.
    private static async Task CopyAsync(NpgsqlConnection connection, List<DraftTaxon> taxa, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync(Copy, cancellationToken);
        foreach (var taxon in taxa)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(taxon.Id, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(taxon.Name, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync((short)taxon.Rank, NpgsqlDbType.Smallint, cancellationToken);
            await copy.WriteOrNullAsync(taxon.RankText, cancellationToken);
            await copy.WriteAsync(taxon.Homonym, NpgsqlDbType.Smallint, cancellationToken);
            await copy.WriteOrNullAsync(taxon.Parent?.Id, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteOrNullAsync(taxon.Accepted?.Id, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteOrNullAsync(taxon.Author, cancellationToken);
            await copy.WriteAsync(taxon.Misapplied, NpgsqlDbType.Boolean, cancellationToken);
            await copy.WriteAsync(taxon.Source, NpgsqlDbType.Text, cancellationToken);
        }
        await copy.CompleteAsync(cancellationToken);
    }

    private static async Task UpdateAsync(NpgsqlConnection connection, List<DraftTaxon> taxa, CancellationToken cancellationToken) =>
        await connection.ExecuteAsync(
            Update,
            [
                taxa.Select(taxon => taxon.Id).ToArray(),
                taxa.Select(taxon => (short)taxon.Rank).ToArray(),
                taxa.Select(taxon => taxon.RankText).ToArray(),
                taxa.Select(taxon => taxon.Homonym).ToArray(),
                taxa.Select(taxon => taxon.Parent?.Id).ToArray(),
                taxa.Select(taxon => taxon.Accepted?.Id).ToArray(),
                taxa.Select(taxon => taxon.Author).ToArray(),
                taxa.Select(taxon => taxon.Misapplied).ToArray(),
            ],
            cancellationToken);
}
