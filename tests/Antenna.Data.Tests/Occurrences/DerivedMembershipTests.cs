using Antenna.Data.Occurrences;
using Antenna.Data.Taxonomy;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Occurrences;

/// <summary>What lists look up instead of working it out stays what it would be worked out to, whatever writes.</summary>
public sealed class DerivedMembershipTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private CurrentTaxonomy _taxonomy = null!;
    private OccurrenceList _list = null!;
    private Scenario _scenario = null!;
    private ScenarioClassifier _classifier = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _taxonomy = new(_database);
        _list = new(_database.DataSource, _taxonomy);
        _scenario = await Scenario.CreateAsync(_database.DataSource);
        _classifier = await _scenario.AddClassifierAsync("wide", "Actias luna", "Automeris io");
    }

    public async ValueTask DisposeAsync()
    {
        _taxonomy.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_capture_set_has_the_occurrences_of_its_captures_whichever_came_first()
    {
        var inside = await _scenario.AddOccurrenceAsync(_classifier.Says(3, 1));
        var outside = (await _scenario.AddOccurrencesAsync([[[_classifier.Says(3, 1)]]], inSet: false))[0];
        Assert.Equal([inside.Id], await IdsAsync(new() { CaptureSetId = _scenario.Set.Id }));

        await using var context = _database.CreateDbContext();
        var captures = context.Detections.Where(detection => detection.OccurrenceId == outside.Id).Select(detection => detection.CaptureId);
        await context.Database.ExecuteSqlAsync(
            $"insert into capture_set_items (capture_set_id, capture_id) values ({_scenario.Set.Id}, {await captures.SingleAsync(Token)})", Token);
        Assert.Equal([outside.Id, inside.Id], await IdsAsync(new() { CaptureSetId = _scenario.Set.Id }));
    }

    [Fact]
    public async Task What_an_algorithm_ran_on_follows_its_classifications()
    {
        var one = await _scenario.AddOccurrenceAsync(_classifier.Says(3, 1));
        var other = await _scenario.AddClassifierAsync("other", "Actias luna", "Automeris io");
        var both = await _scenario.AddOccurrenceAsync(_classifier.Says(3, 1), other.Says(1, 3));
        Assert.Equal([both.Id], await IdsAsync(new() { RanAlgorithmId = other.Id }));
        Assert.Equal([one.Id], await IdsAsync(new() { NotRanAlgorithmId = other.Id }));

        await using var context = _database.CreateDbContext();
        await context.ClassificationLogits.ExecuteDeleteAsync(Token);
        await context.Classifications.Where(row => row.AlgorithmId == other.Id).ExecuteDeleteAsync(Token);
        Assert.Empty(await IdsAsync(new() { RanAlgorithmId = other.Id }));
        Assert.Equal([both.Id, one.Id], await IdsAsync(new() { NotRanAlgorithmId = other.Id }));
    }

    [Fact]
    public async Task An_algorithm_ran_as_long_as_one_of_its_classifications_is_there()
    {
        var twice = (await _scenario.AddOccurrencesAsync([[[_classifier.Says(3, 1)], [_classifier.Says(3, 1)]]]))[0];
        await using var context = _database.CreateDbContext();
        await context.ClassificationLogits.ExecuteDeleteAsync(Token);
        await context.Classifications.Where(row => row.Id == twice.Sources[0]).ExecuteDeleteAsync(Token);
        Assert.Equal([twice.Id], await IdsAsync(new() { RanAlgorithmId = _classifier.Id }));
    }

    [Fact]
    public async Task A_corrected_time_moves_an_occurrence_in_every_list()
    {
        var early = await _scenario.AddOccurrenceAsync(_classifier.Says(3, 1));
        var late = await _scenario.AddOccurrenceAsync(_classifier.Says(3, 1));
        await SeeAsync(early, new(2024, 6, 1));
        await SeeAsync(late, new(2024, 6, 2));
        foreach (var filter in (OccurrenceFilter[])[new(), new() { CaptureSetId = _scenario.Set.Id }, new() { RanAlgorithmId = _classifier.Id }])
            Assert.Equal([late.Id, early.Id], await IdsAsync(filter));

        await SeeAsync(early, new(2024, 6, 3));
        foreach (var filter in (OccurrenceFilter[])[new(), new() { CaptureSetId = _scenario.Set.Id }, new() { RanAlgorithmId = _classifier.Id }])
            Assert.Equal([early.Id, late.Id], await IdsAsync(filter));
    }

    [Fact]
    public async Task Days_count_occurrences_and_what_algorithms_ran_on_through_every_change()
    {
        var other = await _scenario.AddClassifierAsync("other", "Actias luna", "Automeris io");
        var one = await _scenario.AddOccurrenceAsync(_classifier.Says(3, 1), other.Says(1, 3));
        var two = await _scenario.AddOccurrenceAsync(_classifier.Says(3, 1), other.Says(1, 3));
        await AssertDaysAsync();

        await SeeAsync(one, new(2024, 6, 1, 23, 0, 0));
        await SeeAsync(two, new(2024, 6, 2, 1, 0, 0));
        await AssertDaysAsync();

        await SeeAsync(two, new(2024, 6, 1, 1, 0, 0));
        await AssertDaysAsync();

        await using var context = _database.CreateDbContext();
        await context.ClassificationLogits.ExecuteDeleteAsync(Token);
        await context.Classifications.Where(row => row.AlgorithmId == other.Id).ExecuteDeleteAsync(Token);
        await AssertDaysAsync();

        await context.Occurrences.Where(row => row.Id == two.Id).ExecuteDeleteAsync(Token);
        await AssertDaysAsync();
        Assert.False(await context.OccurrenceAlgorithms.AnyAsync(row => row.OccurrenceId == two.Id, Token));
    }

    [Fact]
    public async Task Everything_of_a_project_goes_with_it()
    {
        await _scenario.AddOccurrenceAsync(_classifier.Says(3, 1));
        await using var context = _database.CreateDbContext();
        await context.Projects.ExecuteDeleteAsync(Token);
        Assert.False(await context.CaptureSetOccurrences.AnyAsync(Token));
        Assert.False(await context.OccurrenceAlgorithms.AnyAsync(Token));
        Assert.False(await context.OccurrenceDays.AnyAsync(Token));
        Assert.False(await context.ProjectTaxa.AnyAsync(Token));
    }

    private async Task AssertDaysAsync()
    {
        await using var context = _database.CreateDbContext();
        var noted = (await context.OccurrenceDays.ToListAsync(Token))
            .GroupBy(row => (row.AlgorithmId, row.Day), row => row.Occurrences)
            .Select(group => (group.Key.AlgorithmId, group.Key.Day, Count: group.Sum()))
            .Where(group => group.Count != 0);
        var occurrences = await context.Occurrences.ToDictionaryAsync(row => row.Id, Token);
        var ran = await context.Classifications
            .Join(context.Detections, row => row.DetectionId, detection => detection.Id, (row, detection) => new { row.AlgorithmId, detection.OccurrenceId })
            .Distinct().ToListAsync(Token);
        var counted = occurrences.Values.Select(row => (AlgorithmId: (long?)null, row.FirstSeenAt))
            .Concat(ran.Select(row => (AlgorithmId: (long?)row.AlgorithmId, occurrences[row.OccurrenceId!.Value].FirstSeenAt)))
            .GroupBy(row => (row.AlgorithmId, Day: row.FirstSeenAt is { } seen ? DateOnly.FromDateTime(seen) : (DateOnly?)null))
            .Select(group => (group.Key.AlgorithmId, group.Key.Day, Count: (long)group.Count()));
        Assert.Equal(counted.Order(), noted.Order());
    }

    private async Task SeeAsync(ScenarioOccurrence occurrence, DateTime at)
    {
        await using var context = _database.CreateDbContext();
        await context.Occurrences.Where(row => row.Id == occurrence.Id).ExecuteUpdateAsync(row => row.SetProperty(each => each.FirstSeenAt, at), Token);
    }

    private async Task<IReadOnlyList<long>> IdsAsync(OccurrenceFilter filter) =>
        [.. (await _list.ReadAsync(filter, OccurrenceOrder.Newest, 100, null, Token)).Items.Select(row => row.Id)];
}
