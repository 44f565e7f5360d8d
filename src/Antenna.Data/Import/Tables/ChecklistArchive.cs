namespace Antenna.Data.Import.Tables;

/// <summary>
/// Opens the taxa of a Darwin Core archive as a table: its core, with what a taxon is in the chosen place from its distribution, and
/// with the accepted names that the core gives by their ids. Memory grows with the taxa and places, not with the files.
/// </summary>
internal static class ChecklistArchive
{
    private const int SampleRows = 60;

    /// <exception cref="ImportRefusedException">It is no archive of taxa, is broken, or has no such place.</exception>
    public static async Task<OpenedTable> OpenAsync(ArchiveFiles files, TableReading reading, CancellationToken cancellationToken)
    {
        var description = await ArchiveDescription.ReadAsync(files, cancellationToken);
        if (!description.Core.Is("Taxon"))
        {
            throw new ImportRefusedException(
                new(files.Name), $"is a Darwin Core archive whose rows are {ShortText.Quote(description.Core.RowType)}; expected one of taxa, a checklist.");
        }

        var core = WithReading(description.Core, reading);
        var distribution = description.Extensions.FirstOrDefault(extension => extension.Is("Distribution"));
        var places = distribution is null
            ? reading.Place is null ? null : throw new ImportRefusedException(new(files.Name), "has no distribution by which a place could be chosen.")
            : await ChecklistPlaces.ReadAsync(files, WithReading(distribution, reading), reading, cancellationToken);
        var vernacular = description.Extensions.FirstOrDefault(extension => extension.Is("VernacularName"));
        var commonNames = await VernacularNames.ReadAsync(files, vernacular is null ? null : WithReading(vernacular, reading), cancellationToken);
        var accepted = await AcceptedTaxa.ReadAsync(files, core, cancellationToken);
        var (rows, sample) = await SampleAsync(files, core, cancellationToken);
        var shape = new TableShape(core.Encoding, core.Separator, [], null) { Places = places?.Places ?? [] };
        var checklist = new ChecklistRows(rows, core, sample, accepted, places, commonNames);
        var metadata = await ArchiveMetadata.ReadAsync(description.Metadata, cancellationToken);
        return new(
            checklist, shape with { Headers = checklist.Headers },
            $"{Describe(files, description, core, places, reading, commonNames is null ? [] : [vernacular!])}{commonNames}{metadata}")
        {
            CommonNames = commonNames?.Lines ?? 0,
        };
    }

    private static ArchiveTable WithReading(ArchiveTable table, TableReading reading) => table with
    {
        Encoding = reading.Encoding ?? table.Encoding,
        Separator = reading.Separator ?? table.Separator,
    };

    /// <summary>Reads a table of an archive from its beginning.</summary>
    /// <param name="width">How many columns its rows have; those that are not described have an empty header.</param>
    /// <exception cref="ImportRefusedException">The archive lacks its file.</exception>
    public static ITableRows Open(ArchiveFiles files, ArchiveTable table, int width)
    {
        var source = SourceOf(files, table);
        return ImportTable.RowsOf(source, new()
        {
            Encoding = TextEncodings.Parse(table.Encoding),
            Separator = table.Separator,
            Headers = [.. table.Terms, .. Enumerable.Repeat("", Math.Max(0, width - table.Terms.Count))],
            HeaderLine = table.HeaderLines > 0 ? table.HeaderLines : null,
            FirstLine = table.HeaderLines + 1,
            Sample = [],
        });
    }

    /// <summary>How many columns the first rows of a table have, which its description need not say of all.</summary>
    public static async Task<int> WidthAsync(ArchiveFiles files, ArchiveTable table, CancellationToken cancellationToken)
    {
        var beginning = await TableBeginning.ReadAsync(SourceOf(files, table), TextEncodings.Parse(table.Encoding), cancellationToken);
        return beginning.Records(table.Separator).Select(record => record.Fields.Count).DefaultIfEmpty(0).Max();
    }

    private static TableSource SourceOf(ArchiveFiles files, ArchiveTable table) =>
        table.Source ?? throw new ImportRefusedException(new(files.Name), $"lacks the file {ShortText.Quote(table.Location)} that its meta.xml names.");

    private static async Task<(ITableRows Rows, IReadOnlyList<IReadOnlyList<string>> Sample)> SampleAsync(
        ArchiveFiles files, ArchiveTable core, CancellationToken cancellationToken)
    {
        var width = await WidthAsync(files, core, cancellationToken);
        var sample = new List<IReadOnlyList<string>>();
        await using (var rows = Open(files, core, width))
        {
            while (sample.Count < SampleRows && await rows.ReadAsync(cancellationToken))
            {
                if (rows.Passed is null)
                    sample.Add([.. Enumerable.Range(0, rows.Headers.Count).Select(index => core.ValueAt(rows, index))]);
            }
        }

        return (Open(files, core, width), sample);
    }

    private static string Describe(
        ArchiveFiles files, ArchiveDescription description, ArchiveTable core, ChecklistPlaces? places, TableReading reading, IReadOnlyList<ArchiveTable> read)
    {
        var described = files.Find(ArchiveDescription.File) is null ? "by the names of its files" : "by its meta.xml";
        var unread = description.Extensions.Where(extension => !extension.Is("Distribution") && !read.Contains(extension)).Select(extension => extension.RowType).ToList();
        var place = (places, reading.Place) switch
        {
            (null, _) => "",
            ({ AreCounted: false }, null) => " Its distribution names more places than are counted, and is not used: no place is chosen.",
            (_, null) => $" Its distribution over {CountText.Of(places.Places.Count, "place", "places")} is not used: no place is chosen.",
            _ => $" Only what occurs in {ShortText.Quote(places.Chosen)}{(reading.Occurrence is { } only ? $" as {only}" : "")} is listed.",
        };
        var others = unread.Count == 0 ? "" : $" Not read: {ShortText.List(unread)}.";
        return $"Read as a Darwin Core archive, {described}: taxa in {core.Location}, {TextEncodings.DisplayName(TextEncodings.Parse(core.Encoding))}.{place}{others}";
    }
}
