using Antenna.Core.Taxonomy;
using Antenna.Data.Occurrences;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Occurrences;

/// <summary>What is typed into the search of the occurrences.</summary>
public sealed class OccurrenceSearchTests(RandomOccurrences world) : OccurrenceListBench(world), IClassFixture<RandomOccurrences>
{
    [Theory]
    [InlineData("99999999999999999999999999999999999999")]
    [InlineData("0")]
    [InlineData("no such name")]
    [InlineData("?!")]
    public async Task A_search_for_what_is_not_there_finds_nothing(string search) =>
        Assert.Empty((await List.ReadAsync(new() { Search = search }, OccurrenceOrder.Newest, 10, null, Token)).Items);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public async Task A_search_for_nothing_filters_nothing(string search) =>
        Assert.Equal(10, (await List.ReadAsync(new() { Search = search }, OccurrenceOrder.Newest, 10, null, Token)).Items.Count);

    [Fact]
    public async Task Digits_find_that_id_and_only_that()
    {
        var id = Plain.Ids(new() { ProjectId = Project }, OccurrenceOrder.Newest)[3];
        foreach (var search in (string[])[$"{id}", $" {id} ", $"000{id}"])
            Assert.Equal(id, Assert.Single((await List.ReadAsync(new() { Search = search }, OccurrenceOrder.Newest, 10, null, Token)).Items).Id);
    }

    [Fact]
    public async Task A_common_name_finds_what_is_determined_as_its_taxon()
    {
        var species = World.Taxa.First(taxon => taxon.Rank is Rank.Species);
        var found = (await List.ReadAsync(new() { Search = "burnet six" }, OccurrenceOrder.Newest, 100, null, Token)).Items;
        Assert.NotEmpty(found);
        Assert.All(found, row => Assert.Equal(species.Id, row.Determination?.Id));
    }

    [Fact]
    public async Task A_synonym_finds_what_is_determined_as_it_or_as_its_accepted_taxon()
    {
        var synonym = World.Taxa.First(taxon => taxon.AcceptedTaxonId is not null);
        var found = (await List.ReadAsync(new() { Search = synonym.Name }, OccurrenceOrder.Newest, 100, null, Token)).Items;
        Assert.Equal([synonym.AcceptedTaxonId!.Value, synonym.Id], found.Select(row => row.Determination!.Id).Distinct().Order().Take(2));
    }
}
