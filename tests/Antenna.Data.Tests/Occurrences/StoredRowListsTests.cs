using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Paging;
using Antenna.Data.Predictions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Occurrences;

/// <summary>Detections and classifications as they are stored, page by page, against the tables themselves.</summary>
public sealed class StoredRowListsTests(RandomOccurrences world) : IClassFixture<RandomOccurrences>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Detections_are_all_there_newest_first_by_each_filter()
    {
        var list = new DetectionList(world.Database);
        await using var context = world.Database.CreateDbContext();
        var all = await context.Detections.OrderByDescending(row => row.Id).ToListAsync(Token);
        var one = all[7];
        await AssertPagesAsync(all, new());
        await AssertPagesAsync(all.Where(row => row.Id == one.Id), new() { Id = one.Id });
        await AssertPagesAsync(all.Where(row => row.OccurrenceId == one.OccurrenceId), new() { OccurrenceId = one.OccurrenceId });
        await AssertPagesAsync(all.Where(row => row.CaptureId == one.CaptureId), new() { CaptureId = one.CaptureId });
        await AssertPagesAsync(all, new() { AlgorithmId = one.AlgorithmId });
        foreach (var project in world.Projects)
        {
            var captures = await context.Captures.Where(row => row.ProjectId == project.Id).Select(row => row.Id).ToListAsync(Token);
            await AssertPagesAsync(all.Where(row => captures.Contains(row.CaptureId)), new() { ProjectId = project.Id });
            await AssertPagesAsync(
                all.Where(row => captures.Contains(row.CaptureId) && row.AlgorithmId == one.AlgorithmId), new() { ProjectId = project.Id, AlgorithmId = one.AlgorithmId });
            await AssertPagesAsync(
                all.Where(row => captures.Contains(row.CaptureId) && row.CaptureId == one.CaptureId), new() { ProjectId = project.Id, CaptureId = one.CaptureId });
        }

        await AssertPagesAsync([], new() { AlgorithmId = world.Algorithms[1].Id });
        await AssertPagesAsync([], new() { Id = long.MaxValue });

        async Task AssertPagesAsync(IEnumerable<Detection> expected, DetectionFilter filter) => await AssertAsync(
            expected.Select(row => row.Id), cursor => list.ReadAsync(filter, 40, cursor, Token), row => row.Id);
    }

    [Fact]
    public async Task Classifications_are_all_there_newest_first_by_each_filter()
    {
        var list = new ClassificationList(world.Database);
        await using var context = world.Database.CreateDbContext();
        var all = await context.Classifications.OrderByDescending(row => row.Id).ToListAsync(Token);
        var detections = await context.Detections.ToDictionaryAsync(row => row.Id, Token);
        var mask = all.First(row => row.AppliedToId is not null);
        var seen = detections[mask.DetectionId];
        await AssertPagesAsync(all, new());
        await AssertPagesAsync(all.Where(row => row.Id == mask.Id), new() { Id = mask.Id });
        await AssertPagesAsync(all.Where(row => row.DetectionId == seen.Id), new() { DetectionId = seen.Id });
        await AssertPagesAsync(all.Where(row => detections[row.DetectionId].OccurrenceId == seen.OccurrenceId), new() { OccurrenceId = seen.OccurrenceId });
        await AssertPagesAsync(all.Where(row => detections[row.DetectionId].CaptureId == seen.CaptureId), new() { CaptureId = seen.CaptureId });
        await AssertPagesAsync(all.Where(row => row.AlgorithmId == mask.AlgorithmId), new() { AlgorithmId = mask.AlgorithmId });
        await AssertPagesAsync(
            all.Where(row => row.AlgorithmId == mask.AlgorithmId && row.DetectionId == seen.Id), new() { AlgorithmId = mask.AlgorithmId, DetectionId = seen.Id });
        await AssertPagesAsync(all.Where(row => row.LineageId == mask.LineageId), new() { LineageId = mask.LineageId });

        async Task AssertPagesAsync(IEnumerable<Classification> expected, ClassificationFilter filter) => await AssertAsync(
            expected.Select(row => row.Id), cursor => list.ReadAsync(filter, 40, cursor, Token), row => row.Id);
    }

    [Fact]
    public async Task Algorithms_are_those_that_make_such_rows()
    {
        Assert.Equal(["detector"], (await new DetectionList(world.Database).AlgorithmsAsync(Token)).Select(each => each.Name));
        Assert.Equal(["regional", "wide", "wide masked"], (await new ClassificationList(world.Database).AlgorithmsAsync(Token)).Select(each => each.Name));
    }

    [Fact]
    public void Every_page_is_one_query_to_the_database_and_to_Entity_Framework()
    {
        using var context = world.Database.CreateDbContext();

        var queries = ((long[])[123, 456]).Select(id => IdPages.After(
            context.Detections, row => row.Id, new("detections", Backward: false, [CursorValue.Of(id)])).ToQueryString()).ToList();

        Assert.All(queries, query => Assert.Contains(".id < @", query, StringComparison.Ordinal));
        Assert.Single(queries.Select(query => query.Split('\n').Where(line => !line.StartsWith("--", StringComparison.Ordinal))).Select(lines => string.Join('\n', lines)).Distinct());
    }

    private static async Task AssertAsync<T>(IEnumerable<long> expected, Func<string?, Task<Page<T>>> read, Func<T, long> id)
    {
        var pages = new List<IReadOnlyList<long>>();
        var page = await read(null);
        pages.Add([.. page.Items.Select(id)]);
        while (page.Next is { } next)
        {
            page = await read(next);
            pages.Add([.. page.Items.Select(id)]);
        }

        Assert.Equal(expected, pages.SelectMany(ids => ids));
        for (var before = pages.Count - 2; before >= 0; before--)
        {
            page = await read(page.Previous);
            Assert.Equal(pages[before], page.Items.Select(id));
        }

        Assert.Null(page.Previous);
    }
}
