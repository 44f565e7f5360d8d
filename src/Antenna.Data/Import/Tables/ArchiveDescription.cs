using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Antenna.Data.Import.Tables;

/// <summary>What a Darwin Core archive holds: a core, and extensions whose rows belong to rows of it.</summary>
internal sealed record ArchiveDescription(ArchiveTable Core, IReadOnlyList<ArchiveTable> Extensions)
{
    /// <summary>The file that describes an archive.</summary>
    public const string File = "meta.xml";

    private const long LargestDescription = 4 << 20;

    private static readonly string[] Endings = [".txt", ".csv", ".tsv"];

    /// <summary>The file in which the archive says what it is; null where it has none.</summary>
    public TableSource? Metadata { get; init; }

    /// <summary>The table of occurrences, the core or an extension; null where there is none.</summary>
    public ArchiveTable? Occurrences => Extensions.Prepend(Core).FirstOrDefault(table => table.Is("Occurrence"));

    /// <summary>Whether a file without a description holds taxa, by its name.</summary>
    public static bool IsOfTaxa(string name) => IsOf(name, "taxon") || IsOf(name, "taxa");

    /// <summary>Reads <c>meta.xml</c>, or tells from the names of the files what they hold.</summary>
    /// <exception cref="ImportRefusedException">There is neither, or the description is broken.</exception>
    public static async Task<ArchiveDescription> ReadAsync(ArchiveFiles files, CancellationToken cancellationToken)
    {
        if (files.Find(File) is { } description)
            return await ReadXmlAsync(files, description, cancellationToken);
        var core = files.Names.FirstOrDefault(IsOfTaxa)
            ?? throw new ImportRefusedException(new(files.Name), "is no Darwin Core archive: it has no meta.xml, and no file called taxon.csv or taxon.txt.");
        var extensions = new List<ArchiveTable>();
        foreach (var rowType in new[] { "Distribution", "VernacularName" })
        {
            if (files.Names.FirstOrDefault(name => IsOf(name, rowType)) is { } extension)
                extensions.Add(await ArchiveTable.ByHeaderAsync(files, rowType, extension, cancellationToken));
        }

        return new(await ArchiveTable.ByHeaderAsync(files, "Taxon", core, cancellationToken), extensions) { Metadata = files.Find(ArchiveMetadata.UsualFile) };
    }

    private static bool IsOf(string name, string what) => Endings.Any(ending => name.Equals(what + ending, StringComparison.OrdinalIgnoreCase));

    private static async Task<ArchiveDescription> ReadXmlAsync(ArchiveFiles files, TableSource description, CancellationToken cancellationToken)
    {
        if (description.Length > LargestDescription)
            throw new ImportRefusedException(description.Place, "is too large to be the description of an archive.");
        try
        {
            await using var stream = description.Open();
            using var reader = XmlReader.Create(stream, new() { Async = true, DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            var archive = (await XDocument.LoadAsync(reader, LoadOptions.None, cancellationToken)).Root!;
            var core = archive.Elements().FirstOrDefault(element => element.Name.LocalName == "core")
                ?? throw new ImportRefusedException(description.Place, "describes no core; expected one, with the file that holds it.");
            return new(
                ArchiveTable.Read(files, description, core),
                [.. archive.Elements().Where(element => element.Name.LocalName == "extension").Select(element => ArchiveTable.Read(files, description, element))])
            {
                Metadata = files.Find(archive.Attribute("metadata")?.Value.Trim() ?? ArchiveMetadata.UsualFile),
            };
        }
        catch (XmlException exception)
        {
            throw new ImportRefusedException(
                new(description.Name, exception.LineNumber > 0 ? exception.LineNumber : null), "is no XML that can be read; expected the description of a Darwin Core archive.", exception);
        }
    }
}

/// <summary>One table of an archive.</summary>
/// <param name="RowType">What a row is, by the last part of its address: <c>Taxon</c>.</param>
/// <param name="Source">The file; null where the archive lacks it.</param>
/// <param name="Location">The name of the file.</param>
/// <param name="IdIndex">The column of the core's id, from 0; null where there is none.</param>
/// <param name="Terms">What each column is, by the last part of its term: <c>scientificName</c>; empty for a column that is not described.</param>
/// <param name="Defaults">What terms are that have no column, and where a cell of their column is empty.</param>
internal sealed record ArchiveTable(
    string RowType, TableSource? Source, string Location, string Encoding, char Separator, int HeaderLines, int? IdIndex,
    IReadOnlyList<string> Terms, IReadOnlyDictionary<string, string> Defaults)
{
    /// <summary>More columns than any table has; room would be made for whatever a description says.</summary>
    private const int MostColumns = 2_000;

    public bool Is(string rowType) => RowType.Equals(rowType, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a row says something of a term, in a column or by what all rows have.</summary>
    public bool Has(string term) => IndexOf(term) is not null || Defaults.ContainsKey(term);

    /// <summary>What a row says of a term: its cell, and where that is empty or there is no column, what the description gives for it.</summary>
    /// <param name="rows">Rows of this table.</param>
    public string ValueOf(ITableRows rows, string term) => IndexOf(term) is { } index ? ValueAt(rows, index) : Defaults.GetValueOrDefault(term, "");

    /// <summary>As <see cref="ValueOf"/>, by the position of a column.</summary>
    public string ValueAt(ITableRows rows, int index) =>
        rows.Field(index).Trim() is { Length: > 0 } text ? text : index < Terms.Count ? Defaults.GetValueOrDefault(Terms[index], "") : "";

    /// <summary>The position of a term's column, from 0; null where there is none.</summary>
    public int? IndexOf(string term) => Terms.Index().Where(each => each.Item.Equals(term, StringComparison.OrdinalIgnoreCase)).Select(each => (int?)each.Index).FirstOrDefault();

    /// <summary>A table by the elements of its description.</summary>
    public static ArchiveTable Read(ArchiveFiles files, TableSource description, XElement element)
    {
        var locations = element.Descendants().Where(each => each.Name.LocalName == "location").Select(each => each.Value.Trim()).ToList();
        if (locations is not [var location])
            throw new ImportRefusedException(description.Place, $"describes a table in {CountText.Of(locations.Count, "file", "files")}; expected one.");
        var terms = new List<string>();
        var defaults = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in element.Elements().Where(each => each.Name.LocalName == "field"))
        {
            var term = LastPart(Text(field, "term") ?? "");
            if (Number(description, field, "index") is { } index)
            {
                while (terms.Count <= index)
                    terms.Add("");
                terms[index] = term;
            }

            if (Text(field, "default") is { } value)
                defaults[term] = value;
        }

        var id = element.Elements().FirstOrDefault(each => each.Name.LocalName is "id" or "coreid");
        return new(
            LastPart(Text(element, "rowType") ?? ""), files.Find(location), location, Text(element, "encoding") ?? "utf-8", SeparatorOf(description, element),
            Number(description, element, "ignoreHeaderLines") ?? 0, id is null ? null : Number(description, id, "index"), terms, defaults);
    }

    /// <summary>A table without a description, whose header names the terms.</summary>
    public static async Task<ArchiveTable> ByHeaderAsync(ArchiveFiles files, string rowType, string name, CancellationToken cancellationToken)
    {
        var source = files.Find(name)!;
        var layout = await TableLayout.DetectAsync(source, TableReading.Detected, isOfTaxa: false, cancellationToken);
        var table = new ArchiveTable(
            rowType, source, name, TextEncodings.NameOf(layout.Encoding), layout.Separator ?? ',', (int)(layout.HeaderLine ?? 0), null, layout.Headers, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase));
        return table with { IdIndex = table.IndexOf("taxonID") ?? table.IndexOf("id") };
    }

    private static char SeparatorOf(TableSource description, XElement element) => (Text(element, "fieldsTerminatedBy") ?? ",") switch
    {
        // A reader of XML makes a space of a tab.
        "\\t" or "\t" or " " => '\t',
        [var one] => one,
        var other => throw new ImportRefusedException(description.Place, $"separates fields by {ShortText.Quote(other)}; expected one character."),
    };

    // An attribute that holds a tab alone must not be trimmed.
    private static string? Text(XElement element, string name) => element.Attribute(name)?.Value is { Length: > 0 } value ? value : null;

    private static int? Number(TableSource description, XElement element, string name)
    {
        if (Text(element, name) is not { } text)
            return null;
        return int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= MostColumns
            ? number
            : throw new ImportRefusedException(description.Place, $"has {ShortText.Quote(text)} for {name}; expected a small number.");
    }

    private static string LastPart(string address) =>
        address[((address.LastIndexOfAny(['/', '#']) is var slash and >= 0 ? slash : address.LastIndexOf(':')) + 1)..].Trim();
}
