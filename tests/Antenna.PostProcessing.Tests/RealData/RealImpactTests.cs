using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Masking.Impacts;
using Antenna.Testing;
using Antenna.Testing.RealData;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.PostProcessing.Tests.RealData;

public sealed class RealImpactTests(PostgresCluster cluster) : IAsyncLifetime
{
    private readonly RealBench _real = new(cluster);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _real.InitializeAsync();

    public ValueTask DisposeAsync() => _real.DisposeAsync();

    [Theory]
    [InlineData(RealSet.TrapNights)]
    [InlineData(RealSet.Butterflies)]
    public async Task An_impact_promises_what_the_run_does_and_each_suggestion_what_adding_it_does(string name)
    {
        var set = await _real.LoadAsync(name);
        var (plan, impact) = await CountAsync(set);
        var before = await _real.OccurrencesAsync(set);

        var run = await _real.Bench.RunAsync(RealBench.Mask(set), set.Curator);

        Assert.Equal((run.Counters, run.OccurrencesUpdated), (impact.Counts.Counters, impact.Counts.OccurrencesUpdated));
        Assert.Equal(set.Rows.Count, impact.Masses.Rows);
        Assert.Equal(set.Rows.Count(row => row.Reference.Kept < 0.5), impact.Masses.HeldAt(KeptMasses.Resolution / 2));
        var confirmed = before.Values.Where(occurrence => occurrence.Verified && !plan.Listing.Taxa.Contains(occurrence.DeterminationTaxonId!.Value))
            .GroupBy(occurrence => occurrence.DeterminationTaxonId!.Value).ToDictionary(group => group.Key, group => group.LongCount());
        Assert.Equal(confirmed.OrderBy(each => each.Key), impact.Warnings.Excluded!.Select(each => KeyValuePair.Create(each.Taxon.Id, each.Occurrences)).OrderBy(each => each.Key));

        var answers = await AnswersAsync(set);
        foreach (var addition in impact.Additions.Take(2))
        {
            await AddVersionAsync(set, addition.Taxon.Id, addition.Taxon.Name);
            await _real.Bench.RunAsync(RealBench.Mask(set), set.Curator);
            var after = await AnswersAsync(set);
            var changed = after.Where(row => row.Value != answers[row.Key]).ToList();
            Assert.Equal(addition.Wins, changed.Count);
            Assert.All(changed, row => Assert.Equal(addition.Taxon.Id, row.Value));
        }
    }

    [Fact]
    public async Task That_the_Vermont_list_is_not_for_the_butterflies_is_said_before_anybody_launches()
    {
        var set = await _real.LoadAsync(RealSet.Butterflies);

        var (_, impact) = await CountAsync(set);

        Assert.True(impact is { IsOftenOffList: true, IsWorse: true });
        Assert.Equal(650, impact.Evidence.Compared);
        var points = 100 * (impact.Evidence.RightBefore.Share - impact.Evidence.RightAfter.Share);

        // Of the 225 right answers that the list forbids, these 61 have a name that the taxonomy knows; the others count as no identification.
        Assert.Equal((0, 61, 8), (impact.Evidence.Fixed, impact.Evidence.Broken, impact.Evidence.StaysWrong));
        Assert.True(points > 9 && impact.Evidence.McNemarExact < 1e-15, $"{points} points, {impact.Evidence}");
        Assert.Contains(impact.Additions.Take(5), addition => addition.Confirmed > 20);
    }

    [Fact]
    public async Task Of_the_trap_nights_it_is_not_said() => Assert.False((await CountAsync(await _real.LoadAsync(RealSet.TrapNights))).Impact.IsOftenOffList);

    private async Task<(MaskPlan Plan, Impact Impact)> CountAsync(RealSet set)
    {
        var plan = (await _real.Bench.Service<MaskPlanner>().PlanAsync(RealBench.Mask(set), set.Curator, Token)).Single();
        return (plan, await _real.Bench.Service<ImpactPasses>().CountAsync(plan, null, Token));
    }

    /// <summary>What counts of each lineage of the set.</summary>
    private async Task<Dictionary<long, long?>> AnswersAsync(RealSet set)
    {
        var lineages = set.Rows.Select(row => row.SourceId).ToList();
        await using var context = _real.Bench.CreateContext();
        return await context.Classifications.Where(row => row.Terminal && lineages.Contains(row.LineageId))
            .ToDictionaryAsync(row => row.LineageId, row => row.TaxonId, Token);
    }

    /// <summary>The list's next version: the first with one species more.</summary>
    private async Task AddVersionAsync(RealSet set, long taxonId, string species)
    {
        await _real.Bench.ExecuteSqlAsync(
            $"""
            with first as (select * from taxa_list_versions where taxa_list_id = {set.List.Id} and number = 1),
            added as (
                insert into taxa_list_versions (taxa_list_id, number, author_id, created_at, entry_count, content_hash)
                select taxa_list_id, (select max(number) + 1 from taxa_list_versions where taxa_list_id = {set.List.Id}), author_id, created_at, entry_count + 1, content_hash || ' and {taxonId}'
                from first returning id)
            insert into taxa_list_entries (taxa_list_version_id, name_key, name, rank, include_descendants, keys, higher_taxa, taxon_id, match)
            select added.id, entry.name_key, entry.name, entry.rank, entry.include_descendants, entry.keys, entry.higher_taxa, entry.taxon_id, entry.match
            from added, first join taxa_list_entries entry on entry.taxa_list_version_id = first.id
            where entry.taxon_id is not null
            union all
            select added.id, '{species} added', '{species}', 110, false, '{"{}"}', '{"{}"}', {taxonId}, 'Exact' from added
            """);
    }
}
