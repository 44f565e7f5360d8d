using System.Globalization;
using Antenna.Core.Taxonomy;
using Antenna.Testing;
using Xunit;

namespace Antenna.Core.Tests.Taxonomy;

/// <summary>Names as they were really published: nothing of a name may be lost or made up on the way.</summary>
public sealed class RealChecklistsTests
{
    [Fact]
    public void Every_name_of_the_world_list_of_dragonflies_comes_apart_as_its_publisher_took_it_apart()
    {
        // Its genus column holds the accepted genus, also for synonyms.
        var wrong = Rows(SharedData.File("checklists", "world-odonata-dwca", "taxon.txt"), '\t')
            .Select(row => (Row: row, Name: ScientificName.Parse(row["scientificName"])))
            .Where(each => !each.Name.Epithets.SequenceEqual(Filled(each.Row["specificEpithet"], each.Row["infraspecificEpithet"]))
                || (each.Row["taxonomicStatus"] == "accepted" && each.Name.Uninomial != each.Row["genus"]))
            .Select(each => each.Name.Text);

        // In these its publisher took authors for epithets, or an epithet for an author.
        Assert.Equal(
            [
                "Libellago corbeti van der Poorten, 2009", "Acanthagrion egleri dos Santos, 1961", "Gomphus junior Navás, 1936",
                "Macromia junior Pinhey, 1961", "Macromidia donaldi pethiyagodai van der Poorten, 2012",
                "Lyriothemis defonsekai van der Poorten, 2009",
            ],
            wrong);
    }

    [Theory]
    [InlineData("checklists/european-butterflies-dwc/taxon.csv", "scientificName")]
    [InlineData("checklists/vermont-insects.csv", "name")]
    [InlineData("checklists/vermont-insects.csv", "accepted_name")]
    [InlineData("taxa/inat-insects.csv", "scientific")]
    public void A_clean_name_stays_as_it_is(string file, string column)
    {
        var names = Rows(SharedData.File(file.Split('/')), ',').Select(row => row[column]).Where(name => name != "background");

        Assert.All(names, name => Assert.Equal(name, ScientificName.Canonical(name)));
    }

    [Fact]
    public void The_raw_list_of_moths_keeps_its_complexes_and_misapplied_names_apart_from_species()
    {
        var names = Rows(SharedData.File("checklists", "quebec-vermont-moths-raw.csv"), ',')
            .Select(row => ScientificName.Parse(row["search_species"])).ToList();

        Assert.Equal(
            [
                "Ancylis subaequana complex", "Ancylis spiraeifoliana complex", "Homochlodes fritillaria complex",
                "Probole alienaria-amicaria complex",
            ],
            names.Where(name => name.IsOpen).Select(name => name.Text));
        Assert.Equal(["Idia concisa of authors"], names.Where(name => name.IsMisapplied).Select(name => name.Text));
        Assert.All(names.Where(name => !name.IsOpen), name => Assert.Equal(Rank.Species, ScientificName.RankByForm(name)));
    }

    [Fact]
    public void Every_label_of_a_classifier_finds_its_class_and_what_it_names()
    {
        var rows = Rows(SharedData.File("taxa", "inat-insects.csv"), ',').Where(row => row["rank"] != "non-taxon").ToList();
        var matcher = new NameMatcher(rows.Select(row => new NamedTaxon(
            long.Parse(row["index"], CultureInfo.InvariantCulture), row["scientific"], RankNames.Parse(row["rank"]))
        {
            CommonNames = row["common"].Length > 0 ? [row["common"]] : [],
        }));

        Assert.All(rows, row =>
        {
            var match = matcher.Match(row["label"]);
            Assert.Equal(NameMatchKind.Exact, match.Kind);
            Assert.Equal(row["scientific"], matcher.Tree[match.TaxonId!.Value].Name);
        });
    }

    [Fact]
    public void Names_as_curators_write_them_are_the_species_or_nothing_and_never_the_genus()
    {
        var taxa = Rows(SharedData.File("taxa", "inat-insects.csv"), ',').Where(row => row["rank"] == "species").ToList();
        var matcher = new NameMatcher(
        [
            .. taxa.Select((row, i) => new NamedTaxon(i + 1, row["scientific"], Rank.Species) { CommonNames = [row["common"]] }),
            .. taxa.Select(row => row["genus"]).Distinct().Select((genus, i) => new NamedTaxon(10_000 + i, genus, Rank.Genus)),
            new(20_000, "Nymphalidae", Rank.Family),
        ]);
        var names = File.ReadLines(SharedData.File("cases", "field", "names", "names.csv")).Skip(1).Select(line => line.Trim('"')).ToList();
        string[] open =
        [
            "Vanessa sp", "Vanessa sp. 1", "Vanessa aff. cardui", "Vanessa cardui?", "Vanessa cardui agg.", "Vanessa cardui × Vanessa atalanta",
            "Vanessa cardui complex", "Nymphalidae sp.", "Vanessa near cardui",
        ];
        string[] suggested =
        [
            "V. cardui", "Vanessa cardui cardui", "Vanessa cardui var. foo", "Vanessa cardu", "Vanessa carduii", "Cynthia cardui",
            "Vanessa cardui ab. elymi", "Vanessa cardui forma elymi Rambur", "Vanesa cardui", "Vanessa c-album",
        ];
        string[] unmatched = ["Unidentified", "Vanessa cardui auct.", "Vanessa cardui sensu Smith, 1990"];

        Assert.Equal(46, names.Count);
        Assert.All(names, name =>
        {
            var match = matcher.Match(name);
            var found = match.TaxonId is { } id ? matcher.Tree[id].Name : null;
            Assert.Equal(
                name switch
                {
                    _ when open.Contains(name) => (NameMatchKind.HigherRank, null),
                    _ when suggested.Contains(name) => (NameMatchKind.Suggestion, null),
                    _ when unmatched.Contains(name) => (NameMatchKind.Unmatched, null),
                    "Vanessa" => (NameMatchKind.Exact, "Vanessa"),
                    "painted lady" => (NameMatchKind.CommonName, "Vanessa cardui"),
                    _ => (NameMatchKind.Exact, "Vanessa cardui"),
                },
                (match.Kind, found));
        });
    }

    private static IEnumerable<string> Filled(params string[] parts) => parts.Where(part => part.Length > 0);

    /// <summary>The rows of a table by column; enough for these files, whose names hold no separator.</summary>
    private static IEnumerable<Dictionary<string, string>> Rows(string file, char separator)
    {
        var lines = File.ReadLines(file);
        var header = lines.First().Split(separator);
        foreach (var line in lines.Skip(1))
        {
            var cells = Cells(line, separator);
            yield return header.Zip(cells).ToDictionary(cell => cell.First, cell => cell.Second);
        }
    }

    private static List<string> Cells(string line, char separator)
    {
        List<string> cells = [""];
        var quoted = false;
        foreach (var character in line)
        {
            if (character == '"')
                quoted = !quoted;
            else if (character == separator && !quoted)
                cells.Add("");
            else
                cells[^1] += character;
        }
        return cells;
    }
}
