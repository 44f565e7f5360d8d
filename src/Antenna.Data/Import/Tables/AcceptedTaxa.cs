namespace Antenna.Data.Import.Tables;

/// <summary>
/// The taxa that others of an archive are accepted as. <c>acceptedNameUsageID</c> is the <c>taxonID</c> of one, and where no taxon has
/// that id, the id of the core, which many publishers take for the same.
/// </summary>
internal sealed class AcceptedTaxa
{
    private readonly Dictionary<string, AcceptedTaxon?> _taxa = new(StringComparer.Ordinal);
    private readonly ArchiveTable _core;
    private readonly int? _accepted;

    private AcceptedTaxa(ArchiveTable core) => (_core, _accepted) = (core, core.IndexOf("acceptedNameUsageID"));

    /// <summary>Whether there is any.</summary>
    public bool Any => _taxa.Count > 0;

    /// <summary>Reads the core twice, so that no taxa are held but those that others are accepted as.</summary>
    public static async Task<AcceptedTaxa> ReadAsync(ArchiveFiles files, ArchiveTable core, CancellationToken cancellationToken)
    {
        var accepted = new AcceptedTaxa(core);
        if (accepted._accepted is null || (core.IndexOf("taxonID") ?? core.IdIndex) is null || !core.Has("scientificName"))
            return accepted;
        var width = await ChecklistArchive.WidthAsync(files, core, cancellationToken);
        await EachAsync(rows =>
        {
            if (accepted.KeyOf(rows) is { Length: > 0 } key && key != TaxonId(core, rows))
                accepted._taxa.TryAdd(key, null);
        });
        if (accepted.Any)
            await EachAsync(accepted.Add);
        return accepted;

        async Task EachAsync(Action<ITableRows> read)
        {
            await using var rows = ChecklistArchive.Open(files, core, width);
            while (await rows.ReadAsync(cancellationToken))
            {
                if (rows.Passed is null)
                    read(rows);
            }
        }
    }

    /// <summary>What the taxon of a row is accepted as; null where it is accepted itself, or the archive lacks that taxon.</summary>
    public AcceptedTaxon? Of(ITableRows rows) =>
        KeyOf(rows) is { Length: > 0 } key && key != TaxonId(_core, rows) && _taxa.GetValueOrDefault(key) is { } taxon && taxon.CoreId != CoreId(_core, rows) ? taxon : null;

    /// <summary>The id by which extensions refer to the taxon of a row.</summary>
    public static string CoreId(ArchiveTable core, ITableRows rows) => core.IdIndex is { } id ? rows.Field(id).Trim() : core.ValueOf(rows, "taxonID");

    private static string TaxonId(ArchiveTable core, ITableRows rows) => core.ValueOf(rows, "taxonID") is { Length: > 0 } id ? id : CoreId(core, rows);

    private string KeyOf(ITableRows rows) => _accepted is { } column ? _core.ValueAt(rows, column) : "";

    private void Add(ITableRows rows)
    {
        var (taxonId, coreId) = (TaxonId(_core, rows), CoreId(_core, rows));
        if (_taxa.ContainsKey(taxonId))
            _taxa[taxonId] = new(coreId, _core.ValueOf(rows, "scientificName"), IsByTaxonId: true);
        if (_taxa.TryGetValue(coreId, out var known) && known is not { IsByTaxonId: true })
            _taxa[coreId] = new(coreId, _core.ValueOf(rows, "scientificName"), IsByTaxonId: false);
    }
}

/// <param name="CoreId">By which extensions refer to it.</param>
/// <param name="IsByTaxonId">It was found by its <c>taxonID</c>, not by the id of the core.</param>
internal sealed record AcceptedTaxon(string CoreId, string Name, bool IsByTaxonId);
