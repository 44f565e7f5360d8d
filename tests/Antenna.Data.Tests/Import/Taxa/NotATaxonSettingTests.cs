using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Data.Import.TaxaLists;
using Antenna.Data.TaxaLists;
using Antenna.Data.Taxonomy;
using Antenna.Testing;
using Xunit;

namespace Antenna.Data.Tests.Import.Taxa;

/// <summary>Which names are no taxa is a setting: of files of taxa and of lists as of the labels of classifiers.</summary>
public sealed class NotATaxonSettingTests(PostgresCluster cluster) : IAsyncLifetime
{
    private const string File = "name,family\nActias luna,Saturniidae\nBycatch,\nHuman,\n";

    private ImportedTaxonomy _taxonomy = null!;

    public async ValueTask InitializeAsync() => _taxonomy = await ImportedTaxonomy.CreateAsync(cluster, new NotATaxonLabels(["bycatch"]));

    public ValueTask DisposeAsync() => _taxonomy.DisposeAsync();

    [Fact]
    public async Task A_file_of_taxa_makes_no_taxon_of_what_the_setting_names()
    {
        var report = await _taxonomy.ImportTaxaAsync("name,rank\nActias luna,species\nBycatch,genus\nHuman,genus\n");

        Assert.Equal(["genus Actias", "genus Human", "species Actias luna < Actias"], await _taxonomy.TaxaAsync());
        Assert.Equal("Bycatch", Assert.Single(report.Findings, finding => finding.Message.Contains("is not a taxon", StringComparison.Ordinal)).Examples[0].Detail);
    }

    [Fact]
    public async Task A_list_lists_nothing_of_what_the_setting_names()
    {
        await _taxonomy.ImportTaxaAsync("name,rank\nActias luna,species\n");
        var lines = new List<TaxaListLine>();

        await _taxonomy.ImportListFileAsync(_taxonomy.File(File, "list.csv"), "Vermont", lines: lines);

        Assert.Equal([NameMatchKind.Exact, NameMatchKind.NotListed, NameMatchKind.Unmatched], lines.Select(line => line.Kind));
        Assert.Equal(["Actias luna", "(Human)"], await _taxonomy.ListedAsync("Vermont", 1));
    }

    [Fact]
    public async Task Names_that_are_pasted_into_a_draft_list_nothing_of_what_the_setting_names()
    {
        await _taxonomy.ImportTaxaAsync("name,rank\nActias luna,species\n");
        await _taxonomy.ImportListAsync("name\nActias luna\n");
        using var taxonomy = new CurrentTaxonomy(_taxonomy.Database);
        var listing = await new Listings(_taxonomy.Database.DataSource, taxonomy).FindAsync((await _taxonomy.VersionsAsync())[0].Id, TestContext.Current.CancellationToken);

        var pasted = await PastedNames.ReadAsync(listing!, "Bycatch\nHuman\n", _taxonomy.NotATaxon, TestContext.Current.CancellationToken);

        Assert.Equal([NameMatchKind.NotListed, NameMatchKind.Unmatched], pasted.Lines.Select(line => line.Kind));
    }
}
