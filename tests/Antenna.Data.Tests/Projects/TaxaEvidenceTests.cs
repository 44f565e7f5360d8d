using Antenna.Data.Projects;
using Antenna.Data.Taxonomy;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Projects;

/// <summary>Which species people confirmed, or classifiers predicted.</summary>
public sealed class TaxaEvidenceTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Occurrences_count_for_the_accepted_species_along_chains_of_synonyms()
    {
        var scenario = await Scenario.CreateAsync(database.DataSource);
        var moths = await scenario.AddClassifierAsync("moths", "Actias luna", "Tropaea luna", "Phalaena luna", "Samia cynthia");
        await using (var context = database.CreateDbContext())
        {
            await AcceptAsync("Phalaena luna", "Tropaea luna");
            await AcceptAsync("Tropaea luna", "Actias luna");

            Task<int> AcceptAsync(string name, string accepted) => context.Taxa.Where(taxon => taxon.Name == name)
                .ExecuteUpdateAsync(taxon => taxon.SetProperty(each => each.AcceptedTaxonId, moths.TaxonOf(accepted)), Token);
        }

        foreach (var logits in (float[][])[[9, 0, 0, 0], [0, 9, 0, 0], [0, 0, 9, 0], [0, 0, 0, 9]])
            await scenario.AddOccurrenceAsync(moths.Says(logits));
        await scenario.IdentifyAsync(await scenario.AddOccurrenceAsync(moths.Says(0, 0, 0, 9)), "Phalaena luna");
        using var taxonomy = new CurrentTaxonomy(database);
        var evidence = new TaxaEvidence(database.DataSource, taxonomy);

        var predicted = await evidence.PredictedAsync(new(scenario.Project.Id), 0.5, Token);
        var confirmed = await evidence.ConfirmedAsync(new(scenario.Project.Id), Token);

        Assert.Equal([("Actias luna", 3), ("Samia cynthia", 2)], predicted.Select(each => (each.Name, (int)each.Occurrences)));
        Assert.Equal(("Actias luna", 1), Assert.Single(confirmed.Select(each => (each.Name, (int)each.Occurrences))));
    }
}
