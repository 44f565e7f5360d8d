using Antenna.Core.Predictions;
using Antenna.Data.Import;
using Antenna.Data.Import.Pipeline;
using Antenna.Data.Import.Taxa;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Tests.Import;
using Antenna.Data.Tests.Import.Taxa;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace Antenna.Data.Tests.Predictions;

public sealed class CategoryMapResolverTests(PostgresCluster cluster) : IAsyncLifetime
{
    // Logits of the three classes "Actias luna", "Automeris io" (with a GBIF key) and "background".
    private static readonly double[] Luna = [9, 1, 0];
    private static readonly double[] Io = [1, 9, 0];
    private static readonly double[] Background = [0, 1, 9];

    private ImportedTaxonomy _taxonomy = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _taxonomy = await ImportedTaxonomy.CreateAsync(cluster);
        await ImportAsync(NotATaxonLabels.Default);
    }

    public ValueTask DisposeAsync() => _taxonomy.DisposeAsync();

    [Fact]
    public async Task Taxa_learned_later_reach_classes_classifications_and_determinations()
    {
        Assert.Equal(["Unresolved", "Unresolved", "NotATaxon"], await ClassesAsync());
        Assert.Equal(["none", "none", "none"], await DeterminationsAsync());

        var report = await _taxonomy.ImportTaxaAsync("name\nActias luna");

        Assert.Equal(["Taxon Actias luna", "Unresolved", "NotATaxon"], await ClassesAsync());
        Assert.Equal(["Actias luna", "none", "none"], await ClassificationsAsync());
        Assert.Equal(["Actias luna", "none", "none"], await DeterminationsAsync());
        Assert.Equal((1, 1), (report.Count("classes of classifiers").Changed, report.Count("classes of classifiers").Skipped));
        Assert.Equal((1, 1), (report.Count("classifications").Changed, report.Count("determinations").Changed));
    }

    [Fact]
    public async Task A_key_goes_before_a_label()
    {
        await _taxonomy.ImportTaxaAsync("name,gbif_key\nAutomeris io,\nAutomeris lilith,1868664");

        Assert.Equal(["Unresolved", "Taxon Automeris lilith", "NotATaxon"], await ClassesAsync());
    }

    [Fact]
    public async Task A_label_that_is_a_synonym_names_the_synonym()
    {
        await _taxonomy.ImportTaxaAsync("name,accepted_name\nActias luna,Tropaea luna");

        Assert.Equal(["Taxon Actias luna", "Unresolved", "NotATaxon"], await ClassesAsync());
    }

    [Fact]
    public async Task A_list_resolves_no_label_whatever_it_lists()
    {
        await _taxonomy.ImportTaxaAsync("name\nTropaea luna");

        await _taxonomy.ImportListAsync("name,accepted_name\nActias luna,Tropaea luna\nAutomeris io,");

        Assert.Equal(["Unresolved", "Unresolved", "NotATaxon"], await ClassesAsync());
    }

    [Fact]
    public async Task A_label_of_which_only_the_genus_is_known_stays_unresolved()
    {
        await _taxonomy.ImportTaxaAsync("name,rank\nActias,genus\nAutomeris,genus");

        Assert.Equal(["Unresolved", "Unresolved", "NotATaxon"], await ClassesAsync());
    }

    [Fact]
    public async Task A_label_that_is_not_certain_stays_unresolved()
    {
        await _taxonomy.ImportTaxaAsync(
            "name,kingdom,status\nActias luna,Animalia,\nActias luna,Plantae,\nAutomeris io,Animalia,misapplied");

        Assert.Equal(["Unresolved", "Unresolved", "NotATaxon"], await ClassesAsync());
    }

    [Fact]
    public async Task Resolving_again_changes_nothing()
    {
        await _taxonomy.ImportTaxaAsync("name\nActias luna");
        await using var connection = await _taxonomy.Database.DataSource.OpenConnectionAsync(Cancellation);

        Assert.Equal(new(0, 1, 0, 0), await CategoryMapResolver.ResolveAsync(connection, Cancellation));
    }

    [Fact]
    public async Task A_persons_identification_stays_the_determination()
    {
        await using (var context = _taxonomy.Database.CreateDbContext())
        {
            var occurrence = await context.Occurrences.OrderBy(each => each.Id).FirstAsync(Cancellation);
            occurrence.Verified = true;
            await _taxonomy.ImportTaxaAsync("name\nHyalophora cecropia");
            var identified = await context.Taxa.SingleAsync(taxon => taxon.Name == "Hyalophora cecropia", Cancellation);
            context.Identifications.Add(new()
            {
                OccurrenceId = occurrence.Id, PersonId = _taxonomy.PersonId, TaxonId = identified.Id, CreatedAt = DateTime.UnixEpoch,
            });
            occurrence.DeterminationTaxonId = identified.Id;
            occurrence.DeterminationScore = 1;
            await context.SaveChangesAsync(Cancellation);
        }

        await _taxonomy.ImportTaxaAsync("name\nActias luna");

        Assert.Equal(["Hyalophora cecropia", "none", "none"], await DeterminationsAsync());
        await using var after = _taxonomy.Database.CreateDbContext();
        var first = await after.Occurrences.OrderBy(each => each.Id).FirstAsync(Cancellation);
        var machine = await after.Taxa.SingleAsync(taxon => taxon.Name == "Actias luna", Cancellation);
        Assert.Equal((true, machine.Id), (first.Verified, first.MachineTaxonId));
    }

    [Fact]
    public async Task A_label_that_the_settings_call_no_taxon_by_now_is_none_once_the_results_are_imported_again()
    {
        await _taxonomy.ImportTaxaAsync("name\nAutomeris io");
        Assert.Equal(["Unresolved", "Taxon Automeris io", "NotATaxon"], await ClassesAsync());
        var labels = new NotATaxonLabels(["Actias luna", "Automeris io", "background"]);

        await ImportAsync(labels, ImportMode.CheckOnly);
        Assert.Equal(["Unresolved", "Taxon Automeris io", "NotATaxon"], await ClassesAsync());

        // What became a taxon meanwhile, and rows refer to, stays one.
        await ImportAsync(labels);
        Assert.Equal(["NotATaxon", "Taxon Automeris io", "NotATaxon"], await ClassesAsync());
    }

    [Fact]
    public async Task Only_a_label_that_is_no_taxon_has_the_last_word_before_what_an_intermediate_row_names()
    {
        await _taxonomy.ImportTaxaAsync("name\nAutomeris io");
        await using (var connection = await _taxonomy.Database.DataSource.OpenConnectionAsync(Cancellation))
        {
            // Another algorithm's, on the animals whose terminal labels are unresolved and no taxon.
            await using var command = new NpgsqlCommand(
                """
                with other as (
                    insert into algorithms (kind, key, name, version, created_at) values ('Detector', 'other', 'Other', 1, now()) returning id),
                source as (
                    select row.detection_id, 1000 + row.id as id from classifications row where row.taxon_id is null)
                insert into classifications (id, lineage_id, detection_id, algorithm_id, taxon_id, score, absolute_score, terminal, created_at)
                select source.id, source.id, source.detection_id, other.id, taxon.id, 0.5, 0.5, false, now()
                from source, other, (select id from taxa where name = 'Automeris io') taxon
                """, connection);
            Assert.Equal(2, await command.ExecuteNonQueryAsync(Cancellation));
            await using var context = _taxonomy.Database.CreateDbContext();
            await Determinations.RecomputeAsync(connection, await context.Occurrences.Select(each => each.Id).ToListAsync(Cancellation), Cancellation);
        }
        Assert.Equal(["Automeris io", "Automeris io", "none"], await DeterminationsAsync());

        await ImportAsync(new(["Actias luna", "background"]));

        Assert.Equal(["none", "Automeris io", "none"], await DeterminationsAsync());
    }

    private async Task ImportAsync(NotATaxonLabels notATaxon, ImportMode mode = ImportMode.Write)
    {
        using var results = new ResultsFile();
        results.Add(ResultsFile.Logits(Luna), x: 0, label: "Actias luna");
        results.Add(ResultsFile.Logits(Io), x: 100, label: "Automeris io");
        results.Add(ResultsFile.Logits(Background), x: 200, label: "background");
        await new PipelineResultsImport(_taxonomy.Database.DataSource, notATaxon, TimeProvider.System)
            .RunAsync(new(results.Save(), "Project", "Night") { Mode = mode }, null, Cancellation);
    }

    private async Task<string[]> ClassesAsync()
    {
        await using var context = _taxonomy.Database.CreateDbContext();
        var names = await context.Taxa.ToDictionaryAsync(taxon => taxon.Id, taxon => taxon.Name, Cancellation);
        var classes = await context.CategoryMapClasses.OrderBy(stored => stored.Index).ToListAsync(Cancellation);
        return [.. classes.Select(stored => stored.TaxonId is { } id ? $"{stored.Meaning} {names[id]}" : $"{stored.Meaning}")];
    }

    private async Task<string[]> ClassificationsAsync() =>
        await NamesAsync(context => context.Classifications.OrderBy(row => row.ClassIndex).Select(row => row.TaxonId));

    private async Task<string[]> DeterminationsAsync() =>
        await NamesAsync(context => context.Occurrences.OrderBy(occurrence => occurrence.Id).Select(occurrence => occurrence.DeterminationTaxonId));

    private async Task<string[]> NamesAsync(Func<AntennaDbContext, IQueryable<long?>> taxonIds)
    {
        await using var context = _taxonomy.Database.CreateDbContext();
        var names = await context.Taxa.ToDictionaryAsync(taxon => taxon.Id, taxon => taxon.Name, Cancellation);
        return [.. (await taxonIds(context).ToListAsync(Cancellation)).Select(id => id is { } known ? names[known] : "none")];
    }
}
