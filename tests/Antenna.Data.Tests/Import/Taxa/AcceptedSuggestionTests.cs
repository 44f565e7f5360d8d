using Antenna.Core.Taxonomy;
using Antenna.Data.Import;
using Antenna.Data.Import.TaxaLists;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Import.Taxa;

/// <summary>Suggestions of a matching report that people accept.</summary>
public sealed class AcceptedSuggestionTests(PostgresCluster cluster) : TaxaListImportBench(cluster)
{
    [Fact]
    public async Task A_suggestion_counts_once_a_person_accepts_it_and_is_remembered_for_the_list()
    {
        const string File = "name\nNoctua comis\nNoctua pronuba\nNoctua sp.";
        await Taxonomy.ImportTaxaAsync("name,rank\nNoctua pronuba,species\nNoctua comes,species");
        var comes = await TaxonAsync("Noctua comes");
        var genus = await TaxonAsync("Noctua");
        for (var time = 0; time < 2; time++)
        {
            var lines = new List<TaxaListLine>();
            await Taxonomy.ImportListFileAsync(Taxonomy.File(File, "list.csv"), "Vermont", lines: lines);
            Assert.Equal(
                ["suggestion  Noctua comes", "exact Noctua pronuba ", "higher rank  Noctua"],
                lines.Select(line => $"{line.Kind.DisplayName()} {line.Taxon} {string.Join(", ", line.Suggestions.Select(suggestion => suggestion.Name))}"));
            Assert.Equal(["(Noctua comis)", "Noctua pronuba"], await Taxonomy.ListedAsync("Vermont", 1));
        }

        var accepting = await Taxonomy.ImportListFileAsync(
            Taxonomy.File(File, "list.csv"), "Vermont", accepted: [new("Noctua comis", comes), new("Noctua sp.", genus)]);
        var again = await Taxonomy.ImportListFileAsync(Taxonomy.File(File, "list.csv"), "Vermont");
        await Taxonomy.ImportListFileAsync(Taxonomy.File(File, "list.csv"), "Quebec");

        Assert.Equal((2, 2), (accepting.Version, accepting.Count("accepted suggestions").New));
        Assert.Equal(["Noctua comis", "Noctua pronuba"], await Taxonomy.ListedAsync("Vermont", 1));
        Assert.Equal(["? noctua sp.", "noctua comis", "noctua pronuba"], await KeysAsync("Vermont", 2));
        Assert.Equal(2, again.Lines[NameMatchKind.AcceptedSuggestion]);
        Assert.True(again.NothingChanged);
        Assert.Equal(["(Noctua comis)", "Noctua pronuba"], await Taxonomy.ListedAsync("Quebec", 1));
    }

    [Fact]
    public async Task A_check_reports_what_accepting_and_learning_would_do_and_writes_none_of_it()
    {
        await Taxonomy.ImportTaxaAsync("name\nNoctua pronuba\nNoctua comes");
        var file = Taxonomy.File("name\nNoctua pronuba\nNoctua comis\nNoctua janthe", "list.csv");
        await Taxonomy.ImportListFileAsync(file, "Vermont");
        string[] listed = ["(Noctua comis)", "(Noctua janthe)", "Noctua pronuba"];

        var accepting = await Taxonomy.ImportListFileAsync(
            file, "Vermont", ImportMode.CheckOnly, accepted: [new("Noctua comis", await TaxonAsync("Noctua comes"))]);
        var learning = await Taxonomy.ImportTaxaAsync("name\nNoctua janthe", ImportMode.CheckOnly);

        Assert.Equal((1, 2), (accepting.Count("accepted suggestions").New, accepting.TaxonCount));
        Assert.Equal(1, learning.Count("names on lists").Changed);
        Assert.Equal(listed, await Taxonomy.ListedAsync("Vermont", 1));
    }

    [Fact]
    public async Task A_matching_report_accepts_what_it_suggests_when_it_is_handed_back()
    {
        await Taxonomy.ImportTaxaAsync("name\nNoctua pronuba\nNoctua comes");
        var file = Taxonomy.File("name\nNoctua comis\nNoctua pronubba\nNoctua pronuba", "list.csv");
        var matching = Taxonomy.File("", "matching.csv");
        await using (var stream = new FileStream(matching, FileMode.Create))
        await using (var csv = new MatchingReportCsv(stream))
        {
            var lines = new List<TaxaListLine>();
            await Taxonomy.ImportListFileAsync(file, "Vermont", lines: lines);
            foreach (var line in lines.Where(line => line.Name != "Noctua pronubba"))
                await csv.WriteAsync(line, TestContext.Current.CancellationToken);
        }

        var report = await Taxonomy.ImportListFileAsync(file, "Vermont", acceptedFile: matching);

        Assert.Equal(1, report.Count("accepted suggestions").New);
        Assert.Equal(["Noctua comis", "Noctua pronuba", "(Noctua pronubba)"], await Taxonomy.ListedAsync("Vermont", 1));
    }

    [Fact]
    public async Task What_is_accepted_has_to_be_the_name_of_one_certain_taxon()
    {
        await Taxonomy.ImportTaxaAsync("name\nNoctua pronuba");

        var error = await Assert.ThrowsAsync<ImportRefusedException>(() => Taxonomy.ImportListFileAsync(
            Taxonomy.File("name\nNoctua pronubba", "list.csv"), "Vermont",
            acceptedFile: Taxonomy.File("name,suggestion\nNoctua pronubba,Noctua pronub", "accept.csv")));

        Assert.Equal("accept.csv, line 2, column 2: 'Noctua pronub' is not the name of one certain taxon. No taxon bears it.", error.Message);
    }

    private async Task<string[]> KeysAsync(string list, int version)
    {
        await using var context = Taxonomy.Database.CreateDbContext();
        return await context.TaxaListEntries
            .Where(entry => context.TaxaListVersions.Any(each => each.Id == entry.TaxaListVersionId && each.Number == version
                && context.TaxaLists.Any(other => other.Id == each.TaxaListId && other.Name == list)))
            .OrderBy(entry => entry.NameKey).Select(entry => entry.NameKey)
            .ToArrayAsync(TestContext.Current.CancellationToken);
    }
}
