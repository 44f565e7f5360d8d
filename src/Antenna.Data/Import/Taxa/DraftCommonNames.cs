using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Antenna.Data.Import.Taxa;

/// <summary>Common names as they are, and those that an import adds; a file that lacks one takes none away.</summary>
internal sealed class DraftCommonNames
{
    private const string Copy = "copy taxon_common_names (taxon_id, name) from stdin (format binary)";

    private readonly HashSet<(DraftTaxon, string)> _known = [];
    private readonly List<(DraftTaxon Taxon, string Name)> _added = [];

    public int New => _added.Count;

    public int Unchanged { get; private set; }

    public static async Task<DraftCommonNames> LoadAsync(AntennaDbContext context, TaxonomyDraft draft, CancellationToken cancellationToken)
    {
        var names = new DraftCommonNames();
        await foreach (var name in context.TaxonCommonNames.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
            names._known.Add((draft[name.TaxonId], name.Name));
        return names;
    }

    public void Add(DraftTaxon taxon, string name)
    {
        if (_known.Add((taxon, name)))
            _added.Add((taxon, name));
        else
            Unchanged++;
    }

    public async Task WriteAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync(Copy, cancellationToken);
        foreach (var (taxon, name) in _added)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(taxon.Id, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(name, NpgsqlDbType.Text, cancellationToken);
        }
        await copy.CompleteAsync(cancellationToken);
    }
}
