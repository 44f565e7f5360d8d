using System.Text.Json.Nodes;
using Antenna.Core.Predictions;
using Antenna.Data.Import;
using Antenna.Data.Model;
using Antenna.Testing;
using Xunit;

namespace Antenna.Data.Tests.Import;

/// <summary>Logits, scores and labels, as sound and as odd as services deliver them.</summary>
public sealed class DeliveredNumbersTests(PostgresCluster cluster) : ResultsImportTests(cluster)
{
    [Fact]
    public async Task Probabilities_called_logits_are_stored_as_logarithms_that_give_them_back()
    {
        double[] probabilities = [0.2, 0.8, 0];
        Results.Add(ResultsFile.Logits(probabilities));

        var (report, row) = await ImportAsync();

        var logits = await Project.LogitsAsync(row.Id);
        var softmax = new double[3];
        MaskedPrediction.Scores(logits, KeptSet.Everything(3), ScoreMode.Absolute, softmax);
        Assert.Equal(float.NegativeInfinity, logits![2]);
        Assert.All(probabilities.Zip(softmax), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.Equal((1, 0.8), (row.ClassIndex, Math.Round(row.Score, 6)));
        Assert.Equal(1, Finding(report, "are probabilities").Count);
    }

    [Fact]
    public async Task A_copy_of_the_scores_in_the_place_of_logits_is_known_by_them()
    {
        ResultsFile.Classification(Results.Add(ResultsFile.Logits(0.2, 0.7, 0.1)))["scores"] = ResultsFile.Logits(0.2, 0.7, 0.1);

        var (report, row) = await ImportAsync();

        Assert.Equal(0.7, row.Score, 1e-6);
        Assert.Equal(["are probabilities"], Kinds(report, "are probabilities", "differ from the softmax"));
    }

    [Fact]
    public async Task Logits_that_happen_to_sum_to_1_stay_logits_where_their_scores_fit()
    {
        double[] logits = [0.2, 0.7, 0.1];
        var exponentials = logits.Select(Math.Exp).ToArray();
        ResultsFile.Classification(Results.Add(ResultsFile.Logits(logits)))["scores"] =
            ResultsFile.Logits([.. exponentials.Select(value => value / exponentials.Sum())]);

        var (report, row) = await ImportAsync();

        var stored = await Project.LogitsAsync(row.Id);
        Assert.Equal([0.2f, 0.7f, 0.1f], stored!);
        Assert.Empty(Kinds(report, "are probabilities", "differ from the softmax"));
    }

    [Fact]
    public async Task Scores_that_disagree_with_their_logits_are_counted_with_the_first_and_the_worst()
    {
        ResultsFile.Classification(Results.Add(ResultsFile.Logits(0, 0, 0)))["scores"] = ResultsFile.Logits(0.4, 0.3, 0.3);
        ResultsFile.Classification(Results.Add(ResultsFile.Logits(0, 0, 0), x: 100))["scores"] = ResultsFile.Logits(0.3338, 0.3331, 0.3331);
        ResultsFile.Classification(Results.Add(ResultsFile.Logits(9, 0, 0), x: 200))["scores"] = ResultsFile.Logits(0, 0, 1);

        var report = await Project.ImportAsync(Results);

        var finding = Finding(report, "differ from the softmax");
        Assert.Equal(2, finding.Count);
        Assert.Contains("by 0.9999 at worst", finding.Message, StringComparison.Ordinal);
        Assert.Equal(
            ["$.detections[0].classifications[0]", "$.detections[2].classifications[0]"], finding.Examples.Select(example => example.Place.JsonPath));
        Assert.Equal(0, (await Project.ClassificationsAsync())[2].ClassIndex);
    }

    [Fact]
    public async Task A_label_that_is_not_that_of_the_highest_logit_is_reported_and_the_logits_count()
    {
        Results.Add(ResultsFile.Logits(0, 2, 1), label: "Actias luna");

        var (report, row) = await ImportAsync();

        Assert.Equal("'Actias luna' delivered, 'Automeris io' has the highest logit", Finding(report, "labels are not those").Examples[0].Detail);
        Assert.Equal(1, row.ClassIndex);
    }

    [Fact]
    public async Task Minus_infinity_is_a_probability_of_0()
    {
        Results.Add(new JsonArray("-Infinity", 2, "-Infinity"));

        var (report, row) = await ImportAsync();

        Assert.Equal((1, 1.0), (row.ClassIndex, row.Score));
        Assert.DoesNotContain(report.Findings, finding => finding.Message.Contains("no distribution", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""[0, null, 1]""")]
    [InlineData("""[0, "NaN", 1]""")]
    [InlineData("""[0, "Infinity", 1]""")]
    [InlineData("""["-Infinity", "-Infinity", "-Infinity"]""")]
    public async Task Logits_without_a_distribution_are_kept_for_masking_to_skip_and_the_scores_answer(string logits)
    {
        ResultsFile.Classification(Results.Add(JsonNode.Parse(logits)))["scores"] = ResultsFile.Logits(0.1, 0.1, 0.8);

        var (report, row) = await ImportAsync();

        Assert.Equal(1, Finding(report, "no distribution").Count);
        Assert.Equal((2, 0.8), (row.ClassIndex, row.Score));
        Assert.NotEqual(LogitsFault.None, MaskedPrediction.TryCompute(await Project.LogitsAsync(row.Id), KeptSet.Everything(3), 1, out _));
    }

    [Fact]
    public async Task Logits_of_the_wrong_length_are_kept_for_masking_to_skip_and_reported()
    {
        Results.Add(ResultsFile.Logits(5, 1));

        var (report, row) = await ImportAsync();

        Assert.Equal("2 logits, 3 classes", Finding(report, "more or fewer than its classes").Examples[0].Detail);
        Assert.Equal(2, (await Project.LogitsAsync(row.Id))!.Length);
    }

    [Fact]
    public async Task Without_logits_the_scores_answer()
    {
        ResultsFile.Classification(Results.Add(null))["scores"] = ResultsFile.Logits(0.1, 0.2, 0.7);

        var (_, row) = await ImportAsync();

        Assert.Equal((2, 0.7), (row.ClassIndex, row.Score));
        Assert.Equal([2, 1, 0], row.TopClasses!);
        Assert.Null(await Project.LogitsAsync(row.Id));
    }

    [Fact]
    public async Task Scores_of_labels_are_those_of_the_classes_that_the_labels_name()
    {
        var result = ResultsFile.Classification(Results.Add(null));
        result["labels"] = new JsonArray("background", "Automeris io");
        result["scores"] = ResultsFile.Logits(0.3, 0.6);

        var (_, row) = await ImportAsync();

        Assert.Equal((1, 0.6), (row.ClassIndex, row.Score));
        Assert.Equal([1, 2], row.TopClasses!);
    }

    [Fact]
    public async Task Without_logits_and_scores_of_classes_the_label_answers()
    {
        ResultsFile.Classification(Results.Add(null, label: "Automeris io"))["scores"] = ResultsFile.Logits(0.93);

        var (_, row) = await ImportAsync();

        Assert.Equal((1, 0.93), (row.ClassIndex, row.Score));
    }

    [Fact]
    public async Task A_label_alone_has_a_score_of_0_and_an_unknown_one_no_class()
    {
        Results.Add(null, label: "Automeris io");
        Results.Add(null, label: "Mothra", x: 100);

        var report = await Project.ImportAsync(Results);

        Assert.Equal(2, Finding(report, "neither logits nor scores").Count);
        Assert.Equal("'Mothra'", Finding(report, "none of the classes").Examples.Single().Detail);
        Assert.Equal([(1, 0.0), (null, 0.0)], (await Project.ClassificationsAsync()).Select(row => (row.ClassIndex, row.Score)));
    }

    private async Task<(ImportReport Report, Classification Row)> ImportAsync()
    {
        var report = await Project.ImportAsync(Results);
        return (report, Assert.Single(await Project.ClassificationsAsync()));
    }

    private static IEnumerable<string> Kinds(ImportReport report, params string[] words) =>
        words.Where(word => report.Findings.Any(finding => finding.Message.Contains(word, StringComparison.Ordinal)));
}
