using Antenna.Data.Export;
using Antenna.Data.Occurrences;
using Antenna.Data.Paging;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Occurrences;

/// <summary>Pages of occurrences against a plain filter and sort in memory, over random occurrences.</summary>
public sealed class OccurrenceListTests(RandomOccurrences world) : OccurrenceListBench(world), IClassFixture<RandomOccurrences>
{
    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Every_order_pages_through_every_row_once_forward_and_back(OccurrenceOrder order)
    {
        foreach (var filter in (OccurrenceFilter[])[new(), new() { ProjectId = Project }])
        {
            var expected = Plain.Ids(filter, order);
            Assert.Equal(filter.ProjectId is null ? 300 : 150, expected.Count);
            await AssertPagesAsync(expected, filter, order, size: 7);
            await AssertPagesAsync(expected, filter, order, size: 50);
        }
    }

    [Fact]
    public async Task Every_filter_by_itself_lets_through_what_a_plain_check_lets_through()
    {
        // Each in two orders, all orders in turn: that orders and filters do not depend on one another is for the next test.
        foreach (var (index, filter) in (await SingleFiltersAsync()).Index())
        {
            foreach (var order in (OccurrenceOrder[])[(OccurrenceOrder)(index % 6), (OccurrenceOrder)((index + 3) % 6)])
                await AssertPagesAsync(Plain.Ids(filter, order), filter, order, size: 20);
        }
    }

    [Fact]
    public async Task What_is_exported_by_a_filter_is_what_it_lets_through_and_so_is_what_is_counted_before()
    {
        var export = new OccurrenceExport(World.Database.DataSource, Taxonomy);
        foreach (var filter in await SingleFiltersAsync())
        {
            var expected = Plain.Ids(filter, OccurrenceOrder.Newest).Order().ToList();

            await using var extract = await export.OpenAsync(OccurrenceChoice.Of(filter), Token);
            var exported = await extract.ReadAsync(determinedOnly: false, Token).ToListAsync(Token);

            Assert.Equal(expected, exported.Select(each => each.Id));
            Assert.Equal((expected.Count, extract.Size), (extract.Size.Occurrences, await export.CountAsync(OccurrenceChoice.Of(filter), Token)));
            Assert.Equal(exported.Count(each => each.Determination is not null), extract.Size.Determined);
        }
    }

    /// <summary>A filter that no occurrence passes, or all, proves little.</summary>
    [Fact]
    public async Task Nearly_every_filter_lets_some_through_and_not_all()
    {
        var filters = await SingleFiltersAsync();
        var telling = filters.Count(filter => Plain.Ids(filter, OccurrenceOrder.Newest).Count is > 0 and < 150);
        Assert.InRange(telling, filters.Count * 4 / 5, filters.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Filters_together_let_through_what_passes_each(int seed)
    {
        var random = new Random(seed);
        var single = await SingleFiltersAsync();
        var some = 0;
        for (var i = 0; i < 40; i++)
        {
            var filter = Enumerable.Range(0, random.Next(2, 5)).Select(_ => single[random.Next(single.Count)]).Aggregate(Together);
            var order = (OccurrenceOrder)random.Next(6);
            var expected = Plain.Ids(filter, order);
            some += expected.Count > 0 ? 1 : 0;
            await AssertPagesAsync(expected, filter, order, size: random.Next(1, 12));
        }

        Assert.True(some > 8, $"Only {some} combinations let anything through.");
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task The_neighbours_of_an_occurrence_are_those_of_its_place_in_the_list(OccurrenceOrder order)
    {
        foreach (var filter in (OccurrenceFilter[])[new(), new() { ProjectId = Project }, new() { ProjectId = Project, Verified = true }])
        {
            var ids = Plain.Ids(filter, order);
            foreach (var (index, id) in ids.Index().Where(each => each.Index % 20 == 0 || each.Index >= ids.Count - 2))
            {
                var expected = new OccurrenceNeighbours(index > 0 ? ids[index - 1] : null, index < ids.Count - 1 ? ids[index + 1] : null);
                Assert.Equal(expected, await List.NeighboursAsync(filter, order, id, Token));
                Assert.Equal(expected, OccurrenceNeighbours.Among(ids, id));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task What_the_filter_no_longer_lets_through_has_the_neighbours_of_where_it_would_be(OccurrenceOrder order)
    {
        var filter = new OccurrenceFilter { ProjectId = Project };
        var all = Plain.Ids(filter, order);
        var verified = Plain.Ids(filter with { Verified = true }, order).ToHashSet();
        foreach (var (index, id) in all.Index().Where(each => !verified.Contains(each.Item)).Take(15))
        {
            var found = await List.NeighboursAsync(filter with { Verified = true }, order, id, Token);
            Assert.Equal(all.Take(index).Cast<long?>().LastOrDefault(each => verified.Contains(each!.Value)), found.Previous);
            Assert.Equal(all.Skip(index + 1).Cast<long?>().FirstOrDefault(each => verified.Contains(each!.Value)), found.Next);
        }
    }

    [Fact]
    public async Task What_is_not_there_has_no_neighbours()
    {
        Assert.Equal(OccurrenceNeighbours.None, await List.NeighboursAsync(new(), OccurrenceOrder.Newest, 999_999, Token));
        Assert.Equal(OccurrenceNeighbours.None, OccurrenceNeighbours.Among([1, 2], 3));
    }

    /// <summary>The way by which many rows go in the order of names, taken for few.</summary>
    [Fact]
    public async Task Names_are_in_order_whether_few_rows_or_many_pass_a_filter()
    {
        await using var connection = await World.Database.DataSource.OpenConnectionAsync(Token);
        var snapshot = await Taxonomy.GetAsync(Token);
        foreach (var filter in await SingleFiltersAsync())
        {
            if (await new OccurrenceFilterResolver(connection, Taxonomy).ResolveAsync(filter, Token) is not { } resolved)
                continue;
            foreach (var descending in (bool[])[false, true])
            {
                var order = descending ? OccurrenceOrder.NameDescending : OccurrenceOrder.Name;
                var walk = new TaxonNameOrdering(connection, resolved, snapshot, descending, few: -1);
                var all = await walk.ReadAsync(null, 1_000, Token);
                Assert.Equal(Plain.Ids(filter, order), all.Select(key => key.Id));
                foreach (var (index, key) in all.Index().Where(each => each.Index % 30 == 4))
                {
                    var after = await walk.ReadAsync(new(order.ToString(), Backward: false, key.Values), 10, Token);
                    Assert.Equal(all.Skip(index + 1).Take(10).Select(each => each.Id), after.Select(each => each.Id));
                    var before = await walk.ReadAsync(new(order.ToString(), Backward: true, key.Values), 10, Token);
                    Assert.Equal(all.Take(index).Reverse().Take(10).Select(each => each.Id), before.Select(each => each.Id));
                }
            }
        }
    }

    [Fact]
    public async Task A_cursor_of_another_order_or_none_at_all_leads_to_the_first_page()
    {
        var filter = new OccurrenceFilter { ProjectId = Project };
        var first = (await List.ReadAsync(filter, OccurrenceOrder.Newest, 10, null, Token)).Items.Select(row => row.Id);
        var byName = await List.ReadAsync(filter, OccurrenceOrder.Name, 10, null, Token);
        var byScore = await List.ReadAsync(filter, OccurrenceOrder.HighestScore, 10, null, Token);
        var forged = new PageCursor(nameof(OccurrenceOrder.Newest), Backward: false, ["yesterday", "1"]).ToString();
        foreach (var cursor in (string[])[byName.Next!, byScore.Next!, forged, "", "nonsense", "bm9uc2Vuc2U"])
            Assert.Equal(first, (await List.ReadAsync(filter, OccurrenceOrder.Newest, 10, cursor, Token)).Items.Select(row => row.Id));
    }

    [Fact]
    public async Task What_does_not_exist_lets_nothing_through()
    {
        foreach (var filter in (OccurrenceFilter[])
            [
                new() { ProjectId = 99 }, new() { CaptureSetId = 99 }, new() { DeploymentId = 99 }, new() { TaxonId = 9999 },
                new() { RanAlgorithmId = 99 }, new() { List = new(99, Listed: true) }, new() { ChangedBy = new(99) },
            ])
            Assert.Empty((await List.ReadAsync(filter, OccurrenceOrder.Newest, 10, null, Token)).Items);
    }

    [Fact]
    public async Task A_row_shows_the_detection_and_the_prediction_that_the_rule_chooses()
    {
        var reader = new OccurrenceReader(World.Database);
        var rows = (await List.ReadAsync(new() { ProjectId = Project }, OccurrenceOrder.Newest, 100, null, Token)).Items;
        foreach (var row in rows)
        {
            var whole = (await reader.FindAsync(row.Id, Token))!;
            var decisive = whole.Detections.SingleOrDefault(detection => detection.Decides) ?? whole.Detections.MinBy(detection => detection.Id)!;
            Assert.Equal((whole.Project, whole.FirstSeenAt, whole.Deployment, whole.Detections.Count), (row.Project, row.FirstSeenAt, row.Deployment, row.Detections));
            Assert.Equal((whole.Determination.Taxon, whole.Determination.Score, whole.Determination.Verified), (row.Determination, row.Score, row.Verified));
            Assert.Equal(
                (whole.Determination.Machine, whole.Determination.MachineScore, whole.Determination.MachineClassificationId),
                (row.Machine, row.MachineScore, row.MachineClassificationId));
            Assert.Equal(decisive.Id, row.CropDetectionId);
        }

        Assert.Contains(rows, row => row.CropDetectionId is not null && row.Machine is null);
        Assert.Contains(rows, row => row is { Verified: true, Machine: not null });
    }

    private async Task AssertPagesAsync(IReadOnlyList<long> expected, OccurrenceFilter filter, OccurrenceOrder order, int size)
    {
        var pages = new List<IReadOnlyList<long>>();
        var page = await List.ReadAsync(filter, order, size, null, Token);
        Assert.Null(page.Previous);
        pages.Add(Ids(page));
        while (page.Next is { } next)
        {
            page = await List.ReadAsync(filter, order, size, next, Token);
            pages.Add(Ids(page));
            Assert.True(pages.Count <= expected.Count + 1, "The pages do not end.");
        }

        var what = $"{filter} in order {order}";
        Assert.True(expected.SequenceEqual(pages.SelectMany(ids => ids)), what);
        Assert.All(pages.SkipLast(1), ids => Assert.Equal(size, ids.Count));
        for (var before = pages.Count - 2; before >= 0; before--)
        {
            Assert.NotNull(page.Previous);
            page = await List.ReadAsync(filter, order, size, page.Previous, Token);
            Assert.True(pages[before].SequenceEqual(Ids(page)), what);
        }

        Assert.Null(page.Previous);
    }

    private async Task<IReadOnlyList<OccurrenceFilter>> SingleFiltersAsync()
    {
        await using var context = World.Database.CreateDbContext();
        var effects = await context.OccurrenceEffects.Where(effect => effect.TaxonBeforeId != effect.TaxonAfterId).OrderBy(effect => effect.OccurrenceId).Take(2).ToListAsync(Token);
        return
        [
            .. (await context.CaptureSets.ToListAsync(Token)).Select(set => new OccurrenceFilter { CaptureSetId = set.Id }),
            .. (await context.Deployments.ToListAsync(Token)).Select(station => new OccurrenceFilter { DeploymentId = station.Id }),
            .. World.Taxa.Where((_, index) => index % 2 == 0 || index > World.Taxa.Count - 4).Select(taxon => new OccurrenceFilter { TaxonId = taxon.Id }),
            .. World.Taxa.Select(taxon => new OccurrenceFilter { TaxonId = taxon.Id, IsTaxonAlone = true }),
            new() { From = new(2024, 6, 4) },
            new() { To = new(2024, 6, 4) },
            new() { From = new(2024, 6, 3), To = new(2024, 6, 5) },
            new() { From = new(2024, 6, 5), To = new(2024, 6, 3) },
            new() { MinScore = 0.5 },
            new() { MaxScore = 0.4 },
            new() { MinScore = 0.3, MaxScore = 0.6 },
            .. World.Algorithms.Select(algorithm => new OccurrenceFilter { ProjectId = Project, RanAlgorithmId = algorithm.Id }),
            .. World.Algorithms.Skip(1).Select(algorithm => new OccurrenceFilter { RanAlgorithmId = algorithm.Id }),
            .. World.Algorithms.Skip(1).Select(algorithm => new OccurrenceFilter { ProjectId = Project, NotRanAlgorithmId = algorithm.Id }),
            .. World.Versions.SelectMany(version => (OccurrenceFilter[])
                [new() { ProjectId = Project, List = new(version.Id, Listed: true) }, new() { ProjectId = Project, List = new(version.Id, Listed: false) }]),
            new() { Verified = true },
            new() { ProjectId = Project, Verified = false },
            .. (await context.Runs.ToListAsync(Token)).Select(run => new OccurrenceFilter { ChangedBy = new(run.Id) }),
            .. effects.Select(effect => new OccurrenceFilter { ChangedBy = new(effect.RunId, new TaxonTransition(effect.TaxonBeforeId, effect.TaxonAfterId)) }),
            .. ((string[])["zyg", "erebidae", "old", "cus", "zygda c", "12"]).Select(search => new OccurrenceFilter { Search = search }),
        ];
    }

    private static OccurrenceFilter Together(OccurrenceFilter one, OccurrenceFilter other) => new()
    {
        ProjectId = one.ProjectId ?? other.ProjectId,
        CaptureSetId = one.CaptureSetId ?? other.CaptureSetId,
        DeploymentId = one.DeploymentId ?? other.DeploymentId,
        TaxonId = one.TaxonId ?? other.TaxonId,
        IsTaxonAlone = one.TaxonId is null ? other.IsTaxonAlone : one.IsTaxonAlone,
        From = one.From ?? other.From,
        To = one.To ?? other.To,
        MinScore = one.MinScore ?? other.MinScore,
        MaxScore = one.MaxScore ?? other.MaxScore,
        RanAlgorithmId = one.RanAlgorithmId ?? other.RanAlgorithmId,
        NotRanAlgorithmId = one.NotRanAlgorithmId ?? other.NotRanAlgorithmId,
        List = one.List ?? other.List,
        Verified = one.Verified ?? other.Verified,
        ChangedBy = one.ChangedBy ?? other.ChangedBy,
        Search = one.Search ?? other.Search,
    };
}
