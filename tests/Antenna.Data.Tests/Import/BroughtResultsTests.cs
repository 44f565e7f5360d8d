using Antenna.Core.Predictions;
using Antenna.Data.Import;
using Antenna.Data.Model;
using Antenna.Data.Verification;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Import;

/// <summary>What standing masks owe to an import is recorded with it.</summary>
public sealed class BroughtResultsTests(PostgresCluster cluster) : IAsyncLifetime
{
    private ImportProject _project = null!;

    public async ValueTask InitializeAsync() => _project = await ImportProject.CreateAsync(cluster);

    public ValueTask DisposeAsync() => _project.DisposeAsync();

    [Fact]
    public async Task An_import_that_brings_results_of_the_classifier_owes_a_run_over_its_captures()
    {
        using var file = await FirstNightAsync();
        await SetAsync();
        using var second = Night("2026-06-02T22:00:00");

        var outcome = Assert.Single((await _project.ImportAsync(second, "Second")).StandingMasks);

        var launch = Assert.Single(await LaunchesAsync());
        Assert.Equal((outcome.LaunchId, "results.json", (long?)null), (launch.Id, launch.File, launch.RunId));
        Assert.Equal(("Moth classifier", 2L, false), (outcome.Classifier, outcome.Captures, outcome.IsPaused));
        Assert.True((await new DerivedVerification(_project.Database.DataSource).VerifyAsync(repair: false, progress: null, Token)).IsClean);
    }

    [Fact]
    public async Task The_same_import_again_owes_nothing()
    {
        using var file = await FirstNightAsync();
        await SetAsync();

        Assert.Empty((await _project.ImportAsync(file)).StandingMasks);

        Assert.Empty(await LaunchesAsync());
    }

    [Fact]
    public async Task The_run_is_over_those_captures_of_the_file_alone_that_have_something_new()
    {
        using var file = await FirstNightAsync();
        await SetAsync();
        file.Add(ResultsFile.Logits(2, 1, 0), "2026-06-03T22:00:00", image: "2");

        var report = await _project.ImportAsync(file);

        Assert.Equal(1, Assert.Single(report.StandingMasks).Captures);
        await using var context = _project.Database.CreateDbContext();
        var set = await context.CaptureSets.SingleAsync(set => set.Id != report.CaptureSetId, Token);
        Assert.Equal(set.Id, Assert.Single(await LaunchesAsync()).CaptureSetId);
        var paths = await context.CaptureSetItems.Where(item => item.CaptureSetId == set.Id)
            .Join(context.Captures, item => item.CaptureId, capture => capture.Id, (_, capture) => capture.Path).ToListAsync(Token);
        Assert.EndsWith("two.jpg", Assert.Single(paths), StringComparison.Ordinal);
        Assert.True((await new DerivedVerification(_project.Database.DataSource).VerifyAsync(repair: false, progress: null, Token)).IsClean);
    }

    [Fact]
    public async Task A_result_that_arrives_as_superseded_or_intermediate_owes_nothing()
    {
        using var file = await FirstNightAsync();
        await SetAsync();
        file.Add(ResultsFile.Logits(1, 2, 0), "2026-05-01T22:00:00");
        ResultsFile.Classification(file.Add(ResultsFile.Logits(1, 2, 0), "2026-06-03T22:00:00", x: 100))["terminal"] = false;

        Assert.Empty((await _project.ImportAsync(file)).StandingMasks);
    }

    [Fact]
    public async Task A_paused_one_is_told_and_owes_nothing_and_an_ended_one_is_not_even_told()
    {
        using var file = await FirstNightAsync();
        await SetAsync(mask => mask.PausedAt = DateTime.UtcNow);
        using var second = Night("2026-06-02T22:00:00");

        var outcome = Assert.Single((await _project.ImportAsync(second, "Second")).StandingMasks);
        Assert.Equal((true, null), (outcome.IsPaused, outcome.LaunchId));
        await using (var context = _project.Database.CreateDbContext())
            await context.StandingMasks.ExecuteUpdateAsync(set => set.SetProperty(mask => mask.EndedAt, DateTime.UtcNow), Token);
        using var third = Night("2026-06-03T22:00:00");
        Assert.Empty((await _project.ImportAsync(third, "Third")).StandingMasks);

        Assert.Empty(await LaunchesAsync());
    }

    [Fact]
    public async Task A_check_tells_of_the_run_and_owes_none()
    {
        using var file = await FirstNightAsync();
        await SetAsync();
        using var second = Night("2026-06-02T22:00:00");

        var outcome = Assert.Single((await _project.ImportAsync(second, "Second", ImportMode.CheckOnly)).StandingMasks);

        Assert.Equal((2L, null), (outcome.Captures, outcome.LaunchId));
        Assert.Empty(await LaunchesAsync());
    }

    private async Task<ResultsFile> FirstNightAsync()
    {
        var file = Night("2026-06-01T22:00:00");
        await _project.ImportAsync(file);
        return file;
    }

    private static ResultsFile Night(string timestamp)
    {
        var file = new ResultsFile();
        file.Add(ResultsFile.Logits(2, 1, 0), timestamp);
        file.Add(ResultsFile.Logits(1, 2, 0), timestamp, image: "2");
        return file;
    }

    private async Task SetAsync(Action<StandingMask>? change = null)
    {
        await using var context = _project.Database.CreateDbContext();
        var project = await context.Projects.SingleAsync(Token);
        var list = new TaxaList { ProjectId = project.Id, Name = "Garden" };
        var person = new Person { Name = "Curator" };
        context.AddRange(list, person);
        await context.SaveChangesAsync(Token);
        var mask = new StandingMask
        {
            ProjectId = project.Id, TaxaListId = list.Id, SetById = person.Id, Mode = ScoreMode.Reweighted,
            AlgorithmId = (await context.Algorithms.SingleAsync(algorithm => algorithm.Kind == AlgorithmKind.Classifier, Token)).Id,
        };
        change?.Invoke(mask);
        context.Add(mask);
        await context.SaveChangesAsync(Token);
    }

    private async Task<List<StandingMaskLaunch>> LaunchesAsync()
    {
        await using var context = _project.Database.CreateDbContext();
        return await context.StandingMaskLaunches.AsNoTracking().ToListAsync(Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
