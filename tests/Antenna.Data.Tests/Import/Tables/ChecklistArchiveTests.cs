using System.IO.Compression;
using Antenna.Data.Import;
using Antenna.Data.Import.Tables;
using Xunit;

namespace Antenna.Data.Tests.Import.Tables;

public sealed class ChecklistArchiveTests : IDisposable
{
    private const string Meta = """
        <archive xmlns="http://rs.tdwg.org/dwc/text/">
          <core encoding="UTF-8" fieldsTerminatedBy="\t" linesTerminatedBy="\n" fieldsEnclosedBy="" ignoreHeaderLines="1" rowType="http://rs.tdwg.org/dwc/terms/Taxon">
            <files><location>taxon.txt</location></files>
            <id index="0" />
            <field index="1" term="http://rs.tdwg.org/dwc/terms/scientificName"/>
            <field index="2" term="http://rs.tdwg.org/dwc/terms/acceptedNameUsageID"/>
            <field index="3" term="http://rs.tdwg.org/dwc/terms/taxonomicStatus"/>
            <field default="Animalia" term="http://rs.tdwg.org/dwc/terms/kingdom"/>
          </core>
          <extension encoding="UTF-8" fieldsTerminatedBy="," fieldsEnclosedBy="&quot;" ignoreHeaderLines="0" rowType="http://rs.gbif.org/terms/1.0/Distribution">
            <files><location>distribution.csv</location></files>
            <coreid index="0" />
            <field index="1" term="http://rs.tdwg.org/dwc/terms/locality"/>
            <field index="2" term="http://rs.tdwg.org/dwc/terms/countryCode"/>
            <field index="3" term="http://rs.tdwg.org/dwc/terms/occurrenceStatus"/>
          </extension>
          <extension rowType="http://rs.gbif.org/terms/1.0/VernacularName"><files><location>names.csv</location></files><coreid index="0"/></extension>
        </archive>
        """;

    /// <summary>The same, with the columns of its common names and the file in which it says what it is.</summary>
    private static readonly string Described = Meta
        .Replace("<archive ", "<archive metadata=\"about.xml\" ", StringComparison.Ordinal)
        .Replace("<coreid index=\"0\"/></extension>", "<coreid index=\"0\"/><field index=\"1\" term=\"http://rs.tdwg.org/dwc/terms/vernacularName\"/></extension>", StringComparison.Ordinal);

    private const string Taxa = "a\tb\tc\td\te\n1\tVanessa cardui\t\taccepted\tnot described\n2\tPapilio cardui\t1\tsynonym\n3\tVanessa atalanta\t\taccepted\n4\tDanaus plexippus\t\taccepted\n5\tApatura iris\t\taccepted\n";

    private const string Distribution = "1,\"Great Britain\",GB,migrant\n1,\"Great Britain\",GB,migrant\n3,\"Great Britain\",GB,present\n4,\"Great Britain\",GB,absent\n5,France,FR,present\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("antenna-archive-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("checklist-1.2/")]
    public async Task A_zip_is_read_by_its_description_with_accepted_names_in_place_of_their_ids(string inside)
    {
        var (rows, table) = await ReadAsync(Zip(inside, ("meta.xml", Meta), ("taxon.txt", Taxa), ("distribution.csv", Distribution)));

        Assert.Equal(
            [
                "2 scientificName=Vanessa cardui taxonomicStatus=accepted kingdom=Animalia",
                "3 scientificName=Papilio cardui taxonomicStatus=synonym acceptedNameUsage=Vanessa cardui kingdom=Animalia",
            ],
            rows.Take(2));
        Assert.Equal(["Great Britain: 1 migrant, 1 present, 1 absent", "France: 1 present"], table.Shape.Places.Select(place => place.ToString()));
        Assert.Equal(
            "Read as a Darwin Core archive, by its meta.xml: taxa in taxon.txt, UTF-8. Its distribution over 2 places is not used: no place is chosen. Not read: VernacularName.",
            table.Reading);
    }

    [Fact]
    public async Task Common_names_stand_with_the_taxa_that_they_are_of()
    {
        var (rows, table) = await ReadAsync(Zip("", ("meta.xml", Described), ("taxon.txt", Taxa), ("distribution.csv", Distribution), ("names.csv", "1,Painted Lady\n1,Distelfalter\n3,Red Admiral\n404,Nobody\n4,\n")));

        Assert.Equal("2 scientificName=Vanessa cardui taxonomicStatus=accepted vernacularName=Painted Lady|Distelfalter kingdom=Animalia", rows[0]);
        Assert.Equal(2, rows.Count(row => row.Contains("vernacularName=", StringComparison.Ordinal)));
        Assert.EndsWith("no place is chosen. 4 common names of 3 taxa in names.csv.", table.Reading, StringComparison.Ordinal);
    }

    /// <summary>Nor may what some of them are be taken for all.</summary>
    [Fact]
    public async Task Common_names_that_cannot_be_read_keep_no_taxa_out()
    {
        var (rows, table) = await ReadAsync(Zip("", ("meta.xml", Described), ("taxon.txt", Taxa), ("distribution.csv", Distribution), ("names.csv", "1,Painted Lady\n3,\"Red \"Admiral\"\n")));

        Assert.Equal(5, rows.Count);
        Assert.DoesNotContain(rows, row => row.Contains("Painted Lady", StringComparison.Ordinal));
        Assert.Contains(" Its common names are not read: ", table.Reading, StringComparison.Ordinal);
        Assert.Contains("names.csv", table.Reading, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<title> Butterflies\n of Britain </title><creator><organizationName>Butterfly Conservation</organizationName></creator>", " It is 'Butterflies of Britain', by Butterfly Conservation.")]
    [InlineData("<title>Butterflies</title><creator><individualName><givenName>Ada</givenName><surName>Moth</surName></individualName></creator><publisher><organizationName>Museum</organizationName></publisher>", " It is 'Butterflies', by Museum.")]
    [InlineData("<title>Butterflies</title><creator><individualName><givenName>Ada</givenName><surName>Moth</surName></individualName></creator>", " It is 'Butterflies', by Ada Moth.")]
    [InlineData("<title>Butterflies</title>", " It is 'Butterflies'.")]
    [InlineData("<title/>", "")]
    [InlineData("<title>Butterflies</", "")]
    public async Task What_an_archive_says_that_it_is_is_said(string dataset, string said)
    {
        var path = Zip("", ("meta.xml", Described), ("taxon.txt", Taxa), ("distribution.csv", Distribution), ("about.xml", $"<eml:eml xmlns:eml=\"https://eml.ecoinformatics.org/eml-2.2.0\"><dataset>{dataset}</dataset></eml:eml>"));

        var (rows, table) = await ReadAsync(path);

        Assert.Equal(5, rows.Count);
        Assert.EndsWith($" Not read: VernacularName.{said}", table.Reading, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("great britain", null, "migrant, migrant, present, absent, no record there")]
    [InlineData("GB", "present", "not as chosen, not as chosen, present, not as chosen, no record there")]
    [InlineData("GB", "migrant|present", "migrant, migrant, present, not as chosen, no record there")]
    public async Task A_row_says_what_its_taxon_is_in_the_chosen_place_and_a_synonym_is_what_its_accepted_name_is(string place, string? only, string there)
    {
        var (rows, _) = await ReadAsync(Zip("", ("meta.xml", Meta), ("taxon.txt", Taxa), ("distribution.csv", Distribution)), new() { Place = place, Occurrence = only is null ? null : new(only.Split('|')) });

        Assert.Equal(there, string.Join(", ", rows.Select(row => row[(row.IndexOf("occurrenceStatus=", StringComparison.Ordinal) + 17)..].Replace(" kingdom=Animalia", "", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_distribution_over_one_place_is_said_to_be()
    {
        var (_, table) = await ReadAsync(Zip("", ("meta.xml", Meta), ("taxon.txt", Taxa), ("distribution.csv", "1,France,FR,present\n")));

        Assert.Contains("Its distribution over 1 place is not used", table.Reading, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taxon_without_a_status_there_is_listed_where_such_are_chosen()
    {
        var path = Zip("", ("meta.xml", Meta), ("taxon.txt", Taxa), ("distribution.csv", "1,France,FR,\n3,France,FR,migrant\n4,France,FR,present\n"));

        var (rows, table) = await ReadAsync(path, new() { Place = "France", Occurrence = new(["", "present"]) });

        Assert.DoesNotContain("occurrenceStatus", rows[0], StringComparison.Ordinal);
        Assert.Contains(rows, row => row.Contains("occurrenceStatus=not as chosen", StringComparison.Ordinal));
        Assert.Contains(" Only what occurs in 'France' as without a status or present is listed.", table.Reading, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_places_than_are_counted_can_still_be_chosen_from()
    {
        var path = Zip("", ("meta.xml", Meta), ("taxon.txt", Taxa), ("distribution.csv", string.Concat(Enumerable.Range(0, PlaceCounts.MostPlaces + 1).Select(i => $"1,Trap {i},X{i},present\n"))));

        var (_, counted) = await ReadAsync(path);
        var (rows, _) = await ReadAsync(path, new() { Place = "trap 7" });

        Assert.Empty(counted.Shape.Places);
        Assert.Contains("names more places than are counted", counted.Reading, StringComparison.Ordinal);
        Assert.Contains("occurrenceStatus=present", rows[0], StringComparison.Ordinal);
        var refused = await Assert.ThrowsAsync<ImportRefusedException>(() => ReadAsync(path, new() { Place = "Spain" }));
        Assert.Contains("It has more places than can be listed here.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_a_description_is_read_by_the_names_of_its_files()
    {
        await WriteAsync("taxon.csv", "taxonID,scientificName\nx:1,Vanessa cardui\nx:2,Apatura iris\n");
        await WriteAsync("distribution.csv", "taxonID,locality,occurrenceStatus\nx:1,Spain,present\n");
        await WriteAsync("VernacularName.csv", "taxonID,vernacularName,language\nx:1,Painted Lady,en\n");

        var (rows, table) = await ReadAsync(_folder.FullName, new() { Place = "Spain" });

        Assert.Equal(["2 taxonID=x:1 scientificName=Vanessa cardui occurrenceStatus=present vernacularName=Painted Lady", "3 taxonID=x:2 scientificName=Apatura iris occurrenceStatus=no record there"], rows);
        Assert.Contains("by the names of its files", table.Reading, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("taxon.txt", "../taxon.txt", "lacks the file '../taxon.txt'")]
    [InlineData("taxon.txt", "/etc/passwd", "lacks the file '/etc/passwd'")]
    [InlineData("<archive", "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><archive", "is no XML that can be read")]
    [InlineData("terms/Taxon", "terms/Occurrence", "whose rows are 'Occurrence'; expected one of taxa")]
    [InlineData("index=\"1\"", "index=\"99999999\"", "has '99999999' for index")]
    [InlineData("fieldsTerminatedBy=\"\\t\"", "fieldsTerminatedBy=\"::\"", "separates fields by '::'")]
    public async Task A_description_that_leads_astray_is_refused(string said, string instead, string message)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "..", $"{_folder.Name}-outside.txt"), Taxa, Token);
        var path = Zip("", ("meta.xml", Meta.Replace(said, instead, StringComparison.Ordinal)), ("../taxon.txt", Taxa), ("taxon.txt", Taxa), ("distribution.csv", Distribution));

        var refused = await Assert.ThrowsAsync<ImportRefusedException>(() => ReadAsync(path));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(_folder.FullName, "..", $"{_folder.Name}-outside.txt"));
    }

    [Theory]
    [InlineData("Spain", null, "has no place 'Spain' in its distribution. There are: Great Britain, France")]
    [InlineData("France", "migrant", "has no taxon in 'France' that is migrant there. There are: present")]
    public async Task A_place_that_there_is_not_is_refused_with_those_that_there_are(string place, string? only, string message)
    {
        var path = Zip("", ("meta.xml", Meta), ("taxon.txt", Taxa), ("distribution.csv", Distribution));

        var refused = await Assert.ThrowsAsync<ImportRefusedException>(() => ReadAsync(path, new() { Place = place, Occurrence = only is null ? null : new(only.Split('|')) }));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_cut_off_or_damaged_is_refused()
    {
        var path = Zip("", ("meta.xml", Meta), ("taxon.txt", Taxa), ("distribution.csv", Distribution));
        var whole = await File.ReadAllBytesAsync(path, Token);
        for (var i = 0; i < 200; i++)
        {
            var bytes = whole.ToArray();
            if (i % 2 == 0)
                bytes = bytes[..(bytes.Length * i / 200)];
            else
                bytes.AsSpan(bytes.Length * i / 200, 4).Fill((byte)(i * 37));
            await File.WriteAllBytesAsync(path, bytes, Token);

            // What is damaged may still be read; nothing else may come of it.
            if (await Record.ExceptionAsync(() => ReadAsync(path)) is { } exception)
                Assert.IsType<ImportRefusedException>(exception);
        }
    }

    private string Zip(string inside, params (string Name, string Content)[] files)
    {
        var path = Path.Combine(_folder.FullName, "checklist.zip");
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, content) in files)
        {
            using var writer = new StreamWriter(archive.CreateEntry(inside + name).Open());
            writer.Write(content);
        }
        return path;
    }

    private Task WriteAsync(string name, string content) => File.WriteAllTextAsync(Path.Combine(_folder.FullName, name), content, Token);

    private static async Task<(List<string> Rows, (string Reading, TableShape Shape) Table)> ReadAsync(string path, TableReading? reading = null)
    {
        await using var table = await ImportTable.OpenTaxaAsync(path, reading ?? TableReading.Detected, Token);
        var rows = new List<string>();
        while (await table.ReadAsync(Token))
        {
            var fields = table.Headers.Select((header, index) => (header, Value: table.Text(new(index, header)))).Where(field => field.header is not ("" or "acceptedNameUsageID") && field.Value is not null);
            rows.Add($"{table.Place().Line} {string.Join(' ', fields.Select(field => $"{field.header}={field.Value}"))}");
        }
        return (rows, (table.Reading, table.ShapeWith(null)));
    }
}
