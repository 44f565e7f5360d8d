using System.Globalization;
using Antenna.Data.Import.Tables;

namespace Antenna.Data.Import.Taxa;

/// <summary>How a column of names was found.</summary>
public enum NameColumnChoice
{
    ByHeader,

    /// <summary>No header says it: most of its fields read as names.</summary>
    ByContent,

    ByPerson,
}

/// <summary>The columns that make a name: one, or a genus with an epithet or two.</summary>
/// <param name="Name">The name, or its epithet where it has a genus of its own.</param>
/// <param name="Genus">The genus that belongs before it; null where the name is whole.</param>
/// <param name="Infraspecific">The epithet behind it; null where there is none.</param>
internal sealed record NameColumns(TableColumn Name, TableColumn? Genus, TableColumn? Infraspecific, NameColumnChoice Choice)
{
    /// <summary>Finds the column of names of a table.</summary>
    /// <param name="chosen">Its header or its number from 1; null to find it by its header, else by what the columns hold.</param>
    /// <exception cref="ImportRefusedException">There is none, or several have its header.</exception>
    public static NameColumns Find(ImportTable table, string? chosen) =>
        FindAmong(table, chosen, TaxonHeaders.Names, others: [])
        ?? Whole(table, table.Require("name", TaxonHeaders.Names.AsSpan(0, 10)), NameColumnChoice.ByHeader);

    /// <summary>Finds the column of names of a table that has others beside it, and may have none of names.</summary>
    /// <param name="chosen">Its header or its number from 1; null to find it by its header, else by what the columns hold.</param>
    /// <param name="headers">The headers that such a column may have, the first that there is being taken.</param>
    /// <param name="others">Columns that hold something else, whatever it reads like: none of them is proposed.</param>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="ImportRefusedException">There is none that was chosen, or several have its header.</exception>
    public static NameColumns? FindAmong(ImportTable table, string? chosen, IReadOnlyList<string> headers, IReadOnlyCollection<TableColumn> others)
    {
        if (chosen is not null)
            return Whole(table, Chosen(table, chosen), NameColumnChoice.ByPerson);
        if (OfSameHeader(table, headers) is { } same)
            return same;
        if (table.Find("name", [.. headers]) is { } named)
            return Whole(table, named, NameColumnChoice.ByHeader);
        if (table.Find("epithet", TaxonHeaders.Epithets) is { } epithet && GenusOf(table) is { } genus)
            return new(epithet, genus, InfraspecificOf(table), NameColumnChoice.ByHeader);
        return ByContent(table, others) is { } column ? Whole(table, table.Use(column, "name"), NameColumnChoice.ByContent) : null;
    }

    /// <summary>Says which column was taken for that of names, where no header said it.</summary>
    public void Report(ImportTable table, ImportFindings findings)
    {
        if (Choice is NameColumnChoice.ByContent)
            findings.Note($"No header says alone which column holds names: {ShortText.Quote(Name.Header)} does by what is in it. Choose another if it does not", table.FilePlace);
    }

    /// <summary>The name of the current row, with the genus and the epithet that stand in columns of their own; null where there is none.</summary>
    /// <exception cref="ImportRefusedException">A field of it is no text.</exception>
    public string? Read(ImportTable table)
    {
        var name = table.GivenText(Name);
        if (table.GivenText(Genus) is not { } genus)
            return name;
        return string.Join(' ', new[] { genus, name, table.GivenText(Infraspecific) }.OfType<string>());
    }

    /// <summary>The one column of names among several of its header; null where its header is that of no other.</summary>
    private static NameColumns? OfSameHeader(ImportTable table, IReadOnlyList<string> headers)
    {
        var first = headers.Select(TaxonHeaders.Plain).FirstOrDefault(name => table.Headers.Any(header => TaxonHeaders.Plain(header) == name));
        var columns = table.Headers.Index().Where(header => first is not null && TaxonHeaders.Plain(header.Item) == first).Select(header => new TableColumn(header.Index, header.Item)).ToList();
        if (columns.Count < 2)
            return null;
        return columns.Where(column => HoldsNames(table, column.Index)).ToList() is [var one]
            ? Whole(table, table.Use(one, "name"), NameColumnChoice.ByContent)
            : throw new ImportRefusedException(
                new(table.FilePlace.File, table.HeaderLine, columns[1].Index + 1),
                $"a second column {ShortText.Quote(columns[1].Header)}; expected one. Choose the column of names by its number: "
                + $"{string.Join(" or ", columns.Select(column => (column.Index + 1).ToString(CultureInfo.InvariantCulture)))}.");
    }

    private static bool HoldsNames(ImportTable table, int index) => CountNames(table, index) > table.Sample.Count / 2;

    private static int CountNames(ImportTable table, int index) => table.Sample.Count(row => index < row.Count && TableLayout.LooksLikeName(row[index]));

    private static TableColumn Chosen(ImportTable table, string chosen)
    {
        var exact = table.Headers.Index().Where(header => TaxonHeaders.Plain(header.Item) == TaxonHeaders.Plain(chosen)).ToList();
        if (exact.Count != 1 && int.TryParse(chosen, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= table.Headers.Count)
            return table.Use(new(number - 1, table.Headers[number - 1]), "name");
        return table.Require("name", chosen);
    }

    /// <summary>A species of one word in lower case is an epithet, whatever its column is called.</summary>
    private static NameColumns Whole(ImportTable table, TableColumn name, NameColumnChoice choice)
    {
        var fields = table.Sample.Select(row => name.Index < row.Count ? row[name.Index] : "").Where(field => field.Length > 0).ToList();
        var epithets = fields.Count(field => char.IsLower(field[0]) && !field.Contains(' ', StringComparison.Ordinal));
        return epithets > fields.Count / 2 && GenusOf(table) is { } genus && genus != name
            ? new(name, genus, InfraspecificOf(table), choice)
            : new(name, null, null, choice);
    }

    private static TableColumn? GenusOf(ImportTable table) => table.Find("genus of the name", "genus");

    private static TableColumn? InfraspecificOf(ImportTable table) => table.Find("infraspecific epithet", TaxonHeaders.InfraspecificEpithets);

    private static TableColumn? ByContent(ImportTable table, IReadOnlyCollection<TableColumn> others) => table.Headers.Index()
        .Where(header => HoldsNames(table, header.Index) && others.All(other => other.Index != header.Index))
        .OrderByDescending(header => CountNames(table, header.Index))
        .Select(header => new TableColumn(header.Index, header.Item))
        .FirstOrDefault();
}
