using Antenna.Core.Predictions;
using Antenna.Data.Predictions;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Predictions;

public sealed class CurrentCategoryMapsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private readonly CurrentCategoryMaps _maps = new(database);

    [Fact]
    public async Task A_map_is_read_once_and_shared()
    {
        var (id, map) = await AddAsync("once", "Actias luna", "Samia cynthia", Scenario.Background);

        var first = await _maps.GetAsync(id, Token);

        Assert.Equal(map, first);
        Assert.Same(first, await _maps.GetAsync(id, Token));
    }

    [Fact]
    public async Task Whatever_a_class_comes_to_mean_is_known_at_once()
    {
        var (id, map) = await AddAsync("changing", "Actias luna", "Samia cynthia", "?mystery");
        var maps = new List<CategoryMap> { await _maps.GetAsync(id, Token) };

        await ChangeAsync(id, 2, ClassMeaning.Taxon, map[0].TaxonId);
        maps.Add(await _maps.GetAsync(id, Token));
        await ChangeAsync(id, 2, ClassMeaning.NotATaxon, null);
        maps.Add(await _maps.GetAsync(id, Token));
        await ChangeAsync(id, 0, ClassMeaning.Taxon, map[1].TaxonId); // The two trade places: a sum would not see it.
        await ChangeAsync(id, 1, ClassMeaning.Taxon, map[0].TaxonId);
        maps.Add(await _maps.GetAsync(id, Token));

        Assert.Equal(
            [(ClassMeaning.Unresolved, null), (ClassMeaning.Taxon, map[0].TaxonId), (ClassMeaning.NotATaxon, null), (ClassMeaning.NotATaxon, (long?)null)],
            maps.Select(each => (each[2].Meaning, each[2].TaxonId)));
        Assert.Equal((map[1].TaxonId, map[0].TaxonId), (maps[^1][0].TaxonId, maps[^1][1].TaxonId));
    }

    private async Task<(long Id, CategoryMap Map)> AddAsync(string name, params string[] labels)
    {
        var scenario = await Scenario.CreateAsync(database.DataSource, $"Maps: {name}");
        var classifier = await scenario.AddClassifierAsync(name, labels);
        return (classifier.Algorithm.CategoryMapId!.Value, classifier.Map);
    }

    private async Task ChangeAsync(long mapId, int index, ClassMeaning meaning, long? taxonId)
    {
        await using var context = database.CreateDbContext();
        await context.CategoryMapClasses.Where(stored => stored.CategoryMapId == mapId && stored.Index == index)
            .ExecuteUpdateAsync(stored => stored.SetProperty(each => each.Meaning, meaning).SetProperty(each => each.TaxonId, taxonId), Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
