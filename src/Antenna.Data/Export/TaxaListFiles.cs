using System.Globalization;
using Antenna.Core.Taxonomy;
using Antenna.Data.Tables;

namespace Antenna.Data.Export;

/// <summary>Writes a version of a taxa list as a table, and as a Darwin Core archive. Imported as a list, each says what the version said.</summary>
public static class TaxaListFiles
{
    private const int RowsBetweenReports = 500;

    private const string RowType = $"{DarwinCoreWriter.Dwc}Taxon";

    private static readonly string[] Names = ["name", "author", "rank", "status", "accepted_name", "include_descendants"];

    private static readonly string[] Terms =
    [
        $"{DarwinCoreWriter.Dwc}taxonID", $"{DarwinCoreWriter.Dwc}scientificName", $"{DarwinCoreWriter.Dwc}scientificNameAuthorship", $"{DarwinCoreWriter.Dwc}taxonRank",
        $"{DarwinCoreWriter.Dwc}taxonomicStatus", $"{DarwinCoreWriter.Dwc}acceptedNameUsage", $"{DarwinCoreWriter.Own}include_descendants", $"{DarwinCoreWriter.Dwc}acceptedNameUsageID",
    ];

    /// <summary>Writes a table for spreadsheets, one row a name.</summary>
    /// <param name="stream">Where it is written to; it stays open.</param>
    public static async Task WriteCsvAsync(TaxaListExtract extract, Stream stream, IProgress<ExportProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(extract);
        await using var table = new TableWriter(
            stream, [.. Names, .. RankNames.AboveSpecies.Select(rank => rank.DisplayName()), .. extract.KeyColumns.Select(column => column.Header)], forSpreadsheets: true);
        await WriteAsync(extract, table, name => Write(table, name), progress, cancellationToken);
        await table.FlushAsync(cancellationToken);
    }

    /// <summary>Writes a Darwin Core archive with a core of taxa.</summary>
    /// <param name="stream">Where it is written to; it stays open.</param>
    public static async Task WriteArchiveAsync(TaxaListExtract extract, Stream stream, IProgress<ExportProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(extract);
        var taxa = new DarwinCoreTable(
            "taxon.csv", RowType,
            [.. Terms, .. RankNames.AboveSpecies.Select(rank => DarwinCoreWriter.Dwc + rank.DisplayName()), .. extract.KeyColumns.Select(column => DarwinCoreWriter.Own + column.Header)]);
        await using var archive = await DarwinCoreWriter.CreateAsync(stream, taxa, [], cancellationToken);
        await archive.WriteAsync(
            taxa,
            table => WriteAsync(
                extract, table,
                name =>
                {
                    table.Text(name.Key);
                    Write(table, name);
                    table.Text(AcceptedId(name));
                },
                progress, cancellationToken),
            cancellationToken);
        await archive.WriteAsync(Describe(extract), cancellationToken);
    }

    /// <summary>A version never changes, and so its description is the same whenever it is handed on.</summary>
    private static DatasetDescription Describe(TaxaListExtract extract) => new(
        string.Create(CultureInfo.InvariantCulture, $"urn:antenna:taxa-list-version:{extract.Id}"),
        string.Create(CultureInfo.InvariantCulture, $"{extract.Name}, version {extract.Number}"),
        new(extract.Author, IsPerson: true),
        extract.SavedAt);

    private static async Task WriteAsync(
        TaxaListExtract extract, TableWriter table, Action<ListedName> write, IProgress<ExportProgress>? progress, CancellationToken cancellationToken)
    {
        await extract.ReadAsync(
            async name =>
            {
                write(name);
                foreach (var rank in RankNames.AboveSpecies)
                    table.Text(name.HigherTaxa.GetValueOrDefault(rank));
                foreach (var (_, source, position) in extract.KeyColumns)
                    table.Text(name.Keys.Where(key => key.Source == source).ElementAtOrDefault(position)?.Key);
                await table.EndRowAsync(cancellationToken);
                if (table.Rows % RowsBetweenReports == 0)
                    progress?.Report(new((double)table.Rows / extract.Size, table.Rows));
            },
            cancellationToken);
        progress?.Report(new(1, table.Rows));
    }

    /// <summary>The key of the name that the list accepts in the place of this one, which is a row of its own.</summary>
    private static string? AcceptedId(ListedName name)
    {
        if (name.AcceptedName is not { } accepted)
            return null;
        var byForm = ScientificName.RankByForm(ScientificName.Parse(accepted));
        return new ListedName(accepted, byForm == Rank.Unknown ? name.Rank : byForm) { HomonymKingdom = name.HomonymKingdom }.Key;
    }

    private static void Write(TableWriter table, ListedName name)
    {
        table.Text(name.Name);
        table.Text(name.Author);
        table.Text(name.RankText ?? (name.Rank == Rank.Unknown ? null : name.Rank.DisplayName()));
        table.Text(name.Status);
        table.Text(name.AcceptedName);
        table.YesOrNo(name.IncludeDescendants ? true : null);
    }
}
