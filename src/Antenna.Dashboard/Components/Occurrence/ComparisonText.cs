using System.Text;
using Antenna.Dashboard.Components.Look;
using Antenna.Data.Model;
using Antenna.PostProcessing.Masking;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>Writes a comparison as text that a letter and a spreadsheet take: a line for each class, its cells set apart by tabs.</summary>
internal static class ComparisonText
{
    /// <param name="caption">Whose answers these are, to which lists, and when.</param>
    /// <param name="commonName">What people call a taxon; null where that is not asked for.</param>
    public static string Of(string caption, IReadOnlyList<ComparisonColumn> columns, Func<TaxonName, string?>? commonName)
    {
        var text = new StringBuilder(caption).Append('\n');
        Line(text, ["Class", .. commonName is null ? Array.Empty<string>() : ["Common name"], .. columns.SelectMany(Heads)]);
        foreach (var each in columns.FirstOrDefault(column => column.Prediction is not null)?.Prediction!.Classes ?? [])
        {
            Line(text,
            [
                each.Taxon?.Name ?? each.Label,
                .. commonName is null ? Array.Empty<string>() : [each.Taxon is { } taxon ? commonName(taxon) ?? "" : ""],
                .. columns.SelectMany(column => Cells(column, each)),
            ]);
        }

        foreach (var column in columns.Where(column => column is { IsMasked: true, Prediction.Masked: not null }))
            text.Append(NameOf(column)).Append(": ").Append(Belief(column.Prediction!)).Append('\n');
        foreach (var column in columns.Where(column => column.WhyNot is not null))
            text.Append(NameOf(column)).Append(": ").Append(column.WhyNot).Append('\n');
        return text.ToString();
    }

    private static IEnumerable<string> Heads(ComparisonColumn column) =>
        [$"{NameOf(column)}, {(column.RolledUp is null ? "rank" : "within")}", $"{NameOf(column)}, {column.ScoreName.ToLowerInvariant()}"];

    private static IEnumerable<string> Cells(ComparisonColumn column, PreviewedClass each) => column.CellOf(each.Index) switch
    {
        null => ["", ""],
        { Taxon: { } taxon, Score: { } sum } cell => [$"{taxon.Name}{(cell.Wins ? " (answer)" : "")}", Figures.Score(sum)],
        { Rank: { } rank, Score: { } score } cell => [$"{Figures.Count(rank)}{(cell.Wins ? " (winner)" : "")}", Figures.Score(score)],
        var cell => ["out", cell.Reason ?? ""],
    };

    private static string NameOf(ComparisonColumn column) => column.Detail is null ? column.Title : $"{column.Title} ({column.Detail})";

    private static string Belief(PreviewedPrediction prediction)
    {
        var (masses, off) = (prediction.Masked!.Masses, prediction.OffList);
        return $"listed {Figures.Share(masses.Listed)}, nothing {Figures.Share(masses.Nothing)}, off the list {Figures.Share(masses.OffList)} "
            + $"(same genus {Figures.Share(off.SameGenus)}, same family {Figures.Share(off.SameFamily)}, elsewhere {Figures.Share(off.Elsewhere)}, "
            + $"unresolved {Figures.Share(off.Unresolved)})";
    }

    private static void Line(StringBuilder text, IEnumerable<string> cells) => text.AppendJoin('\t', cells).Append('\n');
}
