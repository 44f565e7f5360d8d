using Antenna.Core.Evaluation;
using Antenna.Core.Taxonomy;
using Antenna.Data.Tables;
using Antenna.PostProcessing.Masking.Impacts;

namespace Antenna.Dashboard.Downloads;

/// <summary>An evaluation as a table: all independent identifications first, then taxon by taxon, each share with its n and interval.</summary>
internal static class EvaluationFile
{
    public const string Name = "evaluation.csv";

    /// <summary>Writes it.</summary>
    /// <param name="stream">Where it is written to; it stays open.</param>
    /// <returns>How many taxa it has.</returns>
    public static async Task<long> WriteAsync(Impact impact, Stream stream, CancellationToken cancellationToken)
    {
        await using var table = new TableWriter(stream, OwnTables.Evaluation, forSpreadsheets: true);
        await WriteAsync(table, impact, "all", null, impact.Evidence, cancellationToken);
        foreach (var each in impact.EvidenceByTaxon)
            await WriteAsync(table, impact, each.Taxon.Name, each.Taxon.Rank.DisplayName(), each.Counts, cancellationToken);
        await table.FlushAsync(cancellationToken);
        return table.Rows - 1;
    }

    /// <summary>The table as the address of a link: a page has it already, and the server would have to count it again.</summary>
    public static async Task<string> LinkAsync(Impact impact, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream();
        await WriteAsync(impact, stream, cancellationToken);
        return $"data:text/csv;charset=utf-8;base64,{Convert.ToBase64String(stream.ToArray())}";
    }

    private static ValueTask WriteAsync(TableWriter table, Impact impact, string identified, string? rank, PairedCounts counts, CancellationToken cancellationToken)
    {
        table.Text(identified);
        table.Text(rank);
        foreach (var count in (long[])[counts.Compared, counts.Fixed, counts.Broken, counts.StaysRight, counts.StaysWrong])
            table.Number(count);
        foreach (var share in (Proportion[])[counts.RightBefore, counts.RightAfter])
        {
            var interval = share.Wilson();
            table.Number(counts.Compared == 0 ? null : share.Share);
            table.Number(counts.Compared == 0 ? null : interval.Low);
            table.Number(counts.Compared == 0 ? null : interval.High);
        }

        table.Number(counts.McNemarExact);
        table.Text(impact.Plan.Listing.Name.Name);
        table.Text(impact.Plan.Listing.Name.Version);
        table.Text(impact.Plan.Classifier.Name);
        return table.EndRowAsync(cancellationToken);
    }
}
