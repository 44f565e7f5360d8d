using Antenna.Core.Predictions;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Tasks;
using Antenna.PostProcessing.Tests.Masking;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.PostProcessing.Tests.Runs;

/// <summary>Each thing that can be wrong with a launch: it is said at its field, and nothing is written.</summary>
public sealed class RefusedLaunchTests(RunBench bench) : IClassFixture<RunBench>
{
    private const long Unknown = 987_654;

    [Fact]
    public Task An_unknown_capture_set_is_refused() => AssertRefusedAsync(
        launch => launch.Request with { Scope = RunScope.OfCaptureSet(Unknown) },
        _ => new("capture-set", "There is no capture set 987654."));

    [Fact]
    public Task An_unknown_occurrence_is_refused() => AssertRefusedAsync(
        launch => launch.Request with { Scope = RunScope.OfOccurrence(Unknown) },
        _ => new("occurrence", "There is no occurrence 987654."));

    [Fact]
    public Task An_unknown_list_is_refused() => AssertRefusedAsync(
        launch => launch.Request.With(settings => settings with { TaxaListId = Unknown }),
        _ => new("taxa-list", "There is no taxa list 987654."));

    [Fact]
    public Task A_version_that_the_list_does_not_have_is_refused() => AssertRefusedAsync(
        launch => launch.Request.With(settings => settings with { TaxaListVersion = 7 }),
        launch => new("taxa-list", $"Taxa list {launch.Request.Settings.TaxaListId} (Vermont moths) has no version 7; it has 1."));

    [Fact]
    public async Task A_list_without_a_version_is_refused()
    {
        var launch = await NewLaunchAsync();
        var empty = await launch.Scenario.AddListAsync("Maine moths");
        await AssertRefusedAsync(
            launch with { Request = launch.Request.With(settings => settings with { TaxaListId = empty.Id }) },
            new SettingsProblem("taxa-list", $"Taxa list {empty.Id} (Maine moths) has no version yet. Import one."));
    }

    [Fact]
    public async Task A_list_of_another_project_is_refused()
    {
        var launch = await NewLaunchAsync();
        var elsewhere = await bench.NewScenarioAsync();
        var theirs = await elsewhere.AddListOfAsync("Actias luna");
        var (ours, other) = (launch.Scenario.Project.Name, elsewhere.Project.Name);
        await AssertRefusedAsync(
            launch with { Request = launch.Request.With(settings => settings with { TaxaListId = theirs.Id }) },
            new SettingsProblem(
                "taxa-list",
                $"Taxa list {theirs.Id} (Vermont moths) belongs to project {other}, and what is to be masked to project {ours}. "
                + $"Choose a list of {ours} or a shared one."));
    }

    [Fact]
    public async Task A_trial_version_of_another_person_is_refused()
    {
        var launch = await NewLaunchAsync();
        var list = await launch.Scenario.AddListAsync("Maine moths");
        await launch.Scenario.AddVersionAsync(list, ["Actias luna"]);
        var colleague = await launch.Scenario.AddPersonAsync($"Colleague in {launch.Scenario.Project.Name}");
        var trial = await launch.Scenario.AddVersionAsync(list, ["Samia cynthia"], trialOf: colleague);
        await AssertRefusedAsync(
            launch with { Request = launch.Request.With(settings => settings.WithTrial(list.Id, trial.Id)) },
            new SettingsProblem("taxa-list", $"You have no trial {trial.Id} of Maine moths. Choose a version."));
    }

    [Fact]
    public Task An_unknown_classifier_is_refused() => AssertRefusedAsync(
        launch => launch.Request.With(settings => settings with { ClassifierIds = [.. launch.Request.Settings.ClassifierIds, Unknown] }),
        _ => new("classifier", "There is no classifier 987654.", Unknown));

    [Fact]
    public Task A_detector_is_refused_as_a_classifier() => AssertRefusedAsync(
        launch => launch.Request.With(settings => settings with { ClassifierIds = [launch.Scenario.Detector.Id] }),
        launch => new(
            "classifier",
            $"Algorithm {launch.Scenario.Detector.Id} (Detector) is no classifier, and has no predictions of its own to mask.",
            launch.Scenario.Detector.Id));

    [Fact]
    public Task A_launch_without_a_classifier_is_refused() => AssertRefusedAsync(
        launch => launch.Request.With(settings => settings with { ClassifierIds = [] }),
        _ => new("classifier", "Name at least one classifier whose predictions are to be masked."));

    [Fact]
    public async Task A_classifier_none_of_whose_classes_is_listed_is_refused_and_so_are_those_launched_with_it()
    {
        var launch = await NewLaunchAsync();
        var beetles = await launch.Scenario.AddClassifierAsync("beetles", "Lucanus cervus", "?weevil", Scenario.Background);
        await AssertRefusedAsync(
            launch with { Request = launch.Request.With(settings => settings with { ClassifierIds = [.. launch.Request.Settings.ClassifierIds, beetles.Id] }) },
            new SettingsProblem(
                "classifier",
                "None of the 3 classes of beetles is a taxon on Vermont moths v1: masking would leave it nothing to say. "
                + "One of its labels resolves to no known taxon: import the taxon that it names.",
                beetles.Id));
    }

    [Fact]
    public async Task A_review_has_for_each_classifier_what_is_kept_or_why_it_cannot_be_masked()
    {
        var launch = await NewLaunchAsync();
        var beetles = await launch.Scenario.AddClassifierAsync("beetles", "Lucanus cervus");
        var moths = Assert.Single(launch.Request.Settings.ClassifierIds);

        var review = await bench.Service<MaskPlanner>().ReviewAsync(
            launch.Request.With(settings => settings with { ClassifierIds = [beetles.Id, moths] }), launch.Scenario.Curator, TestContext.Current.CancellationToken);

        var plan = Assert.Single(review.Plans);
        Assert.Equal((moths, 1), (plan.Classifier.Id, plan.Kept.ListedCount));
        var problem = Assert.Single(review.Problems);
        Assert.Equal(("classifier", beetles.Id), (problem.Field, problem.ClassifierId));
    }

    [Theory]
    [InlineData(1, "1")]
    [InlineData(-0.25, "-0.25")]
    [InlineData(double.NaN, "NaN")]
    public Task A_mass_to_hold_below_outside_0_to_1_is_refused(double holdBelow, string shown) => AssertRefusedAsync(
        launch => launch.Request.WithOptions(options => options with { HoldBelow = holdBelow }),
        _ => new("hold-below", $"Hold below {shown} is not possible: give a mass from 0 (hold none) to under 1."));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(10_001)]
    public Task A_batch_of_no_rows_or_too_many_is_refused(int rows) => AssertRefusedAsync(
        launch => launch.Request.With(settings => settings with { BatchSize = rows }),
        _ => new("batch-size", $"A batch of {rows} rows is not possible: give 1 to 10000; 200 is usual."));

    [Fact]
    public async Task All_that_is_wrong_is_reported_at_once()
    {
        var launch = await NewLaunchAsync();
        var refusal = await RefuseAsync(launch with
        {
            Request = new(RunScope.OfCaptureSet(Unknown), new()
            {
                TaxaListId = Unknown, ClassifierIds = [Unknown], BatchSize = 0, Options = MaskOptions.Default with { HoldBelow = 2 },
            }),
        });
        Assert.Equal(
            ["hold-below", "batch-size", "capture-set", "taxa-list", "classifier"],
            refusal.Problems.Select(problem => problem.Field));
        Assert.Equal(string.Join(Environment.NewLine, refusal.Problems.Select(problem => problem.Message)), refusal.Message);
    }

    private async Task AssertRefusedAsync(Func<Launch, MaskRequest> spoil, Func<Launch, SettingsProblem> expected)
    {
        var launch = await NewLaunchAsync();
        await AssertRefusedAsync(launch with { Request = spoil(launch) }, expected(launch));
    }

    private async Task AssertRefusedAsync(Launch launch, SettingsProblem expected)
    {
        var before = await DatabaseContent.ReadEverythingAsync(bench.DataSource);

        var refusal = await RefuseAsync(launch);

        Assert.Equal(expected, Assert.Single(refusal.Problems));
        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadEverythingAsync(bench.DataSource));
    }

    private Task<LaunchRefusedException> RefuseAsync(Launch launch) =>
        Assert.ThrowsAsync<LaunchRefusedException>(() => bench.LaunchAsync(launch.Request, launch.Scenario.Curator));

    /// <summary>A launch with which nothing is wrong.</summary>
    private async Task<Launch> NewLaunchAsync()
    {
        var scenario = await bench.NewScenarioAsync();
        var classifier = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        await scenario.AddOccurrenceAsync(classifier.Says(1, 2));
        return new(scenario, scenario.Mask(await scenario.AddListOfAsync("Actias luna"), classifier));
    }

    private sealed record Launch(Scenario Scenario, MaskRequest Request);
}
