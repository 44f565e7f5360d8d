using Antenna.Core.Predictions;
using Antenna.Data.Import;
using Antenna.Data.Import.Identifications;
using Antenna.Data.Import.Pipeline;
using Antenna.Data.Import.Taxa;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Import;

/// <summary>The butterflies with their true names, in the orders in which a curator may bring them in.</summary>
public class RealIdentificationsTests(PostgresCluster cluster)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task True_names_verify_the_butterflies_whichever_came_first_taxa_or_results(bool taxaFirst)
    {
        await using var database = await TestDatabase.CreateAsync(cluster);
        var taxa = new TaxaImport(database.DataSource, NotATaxonLabels.Default, TimeProvider.System);
        var results = new PipelineResultsImport(database.DataSource, NotATaxonLabels.Default, TimeProvider.System);
        var taxaRequest = new TaxaRequest(SharedData.File("taxa", "inat-insects.csv"));
        var resultsRequest = new PipelineResultsRequest(SharedData.File("butterflies", "pipeline-results.json"), "Leeds", "All");
        if (taxaFirst)
        {
            await taxa.RunAsync(taxaRequest, null, Token);
            var report = await results.RunAsync(resultsRequest, null, Token);
            Assert.Equal((1_021, 1, 0), (report.Classifiers[0].Taxa, report.Classifiers[0].NotATaxon, report.Classifiers[0].Unresolved));
            Assert.Equal(832, report.Count("determinations").Changed);
        }
        else
        {
            await results.RunAsync(resultsRequest, null, Token);
            await taxa.RunAsync(taxaRequest, null, Token);
        }

        var imported = await new IdentificationsImport(database.DataSource, TimeProvider.System)
            .RunAsync(new(SharedData.File("butterflies", "identifications.csv"), "Leeds", "Importer"), null, Token);

        // Two species go by another name in the classifier's taxonomy, and no synonym has it: nothing is guessed.
        Assert.Equal((650, 182, 1), (imported.Count("identifications").New, imported.Count("identifications").Skipped, imported.Count("people").New));
        Assert.Equal(
            [("'Heliconius charitonius'", 93L), ("'Papilio cresphontes'", 89L)],
            imported.Findings.Where(finding => finding.Level is ImportFindingLevel.Warning).Select(finding => (finding.Message.Split(" is not")[0], finding.Count)).Order());
        await using var context = database.CreateDbContext();
        Assert.Equal(650, await context.Occurrences.CountAsync(occurrence => occurrence.Verified && occurrence.DeterminationScore == 1, Token));
        Assert.Equal(832, await context.Occurrences.CountAsync(occurrence => occurrence.MachineTaxonId != null && occurrence.DeterminationTaxonId != null, Token));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
