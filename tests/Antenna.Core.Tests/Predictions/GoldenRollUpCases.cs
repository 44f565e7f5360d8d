using System.Text.Json;
using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Testing;
using Xunit;

namespace Antenna.Core.Tests.Predictions;

/// <summary>Parity with what another open system's own tests expect of its roll-up, where its rule is ours.</summary>
/// <remarks>
/// Its rule is ours with all taxa of a rank competing, one threshold for every rank from species to class, and the kingdom
/// of animals above them all. It sums the five best classes only, which are all that its cases have. A class that stays what
/// it was is no answer there; here the answer is what the winner is already, and a run leaves the row.
/// </remarks>
public sealed class GoldenRollUpCases
{
    private const double Threshold = 0.65;
    private const double Tolerance = 1e-12;

    private static readonly Rank[] Ranks = [Rank.Species, Rank.Genus, Rank.Family, Rank.Order, Rank.Class];

    /// <summary>By the numbers of the cases, why not.</summary>
    private static readonly Dictionary<string, int[]> NotOurs = new()
    {
        ["They read its file of taxonomy; ours is imported."] = [1, 2],
        ["No class at all: such a row has no distribution, and is skipped before."] = [12],
        ["A forbidden winner keeps its mass there and lends it to its relatives; an excluded class of ours scores 0."] = [17, 18, 19, 20, 21],
        ["Taxa of a region are allowed one by one there; which of ours exist is the list's to say, before."] = [22],
        ["They are about labels on a page."] = [27, 28, 29, 30, 31, 32, 33, 34, 35],
    };

    [Fact]
    public async Task Every_case_whose_rule_is_ours_has_the_expected_rank_taxon_and_score()
    {
        await using var file = File.OpenRead(SharedData.File("cases", "addaxai_rollup.json"));
        using var document = await JsonDocument.ParseAsync(file, default, TestContext.Current.CancellationToken);
        var cases = document.RootElement.GetProperty("cases").EnumerateArray().ToList();
        var fixtures = document.RootElement.GetProperty("fixtures");
        var foreign = NotOurs.Values.SelectMany(numbers => numbers).Select(number => $"ax-{number:000}").ToHashSet();
        var ours = cases.Where(golden => !foreign.Contains(golden.GetProperty("id").GetString()!)).ToList();

        Assert.Equal(35, cases.Count);
        Assert.Equal(35 - foreign.Count, ours.Count);
        Assert.Equal(17, ours.Count);
        Assert.All(ours, golden => Check(golden, fixtures));
    }

    private static void Check(JsonElement golden, JsonElement fixtures)
    {
        var inputs = golden.GetProperty("inputs");
        if (golden.GetProperty("function").GetString() is "apply_taxonomic_rollup_to_results")
            CheckFile(inputs.GetProperty("md_results"), golden.GetProperty("expected").GetProperty("md_results"), fixtures);
        else
            CheckRow(inputs, golden.GetProperty("expected"), fixtures);
    }

    private static void CheckRow(JsonElement inputs, JsonElement expected, JsonElement fixtures)
    {
        var threshold = inputs.TryGetProperty("threshold", out var given) ? given.GetDouble() : Threshold;
        var row = new Row(Scores(inputs.GetProperty("classifications")), Fixture(fixtures, inputs.GetProperty("class_id_to_name")), Fixture(fixtures, inputs.GetProperty("taxonomy_lookup")));
        var answer = row.RollUp(threshold);
        if (expected.ValueKind is JsonValueKind.Null)
        {
            Assert.True(answer is null || answer.TaxonId == row.WinnerTaxon);
            return;
        }

        Assert.Equal(expected.GetProperty("level").GetString(), answer!.Rank.DisplayName());
        Assert.Equal(expected.GetProperty("taxon").GetString(), row.NameOf(answer.TaxonId));
        Assert.Equal(expected.GetProperty("confidence").GetDouble(), answer.Score, Tolerance);
    }

    /// <summary>The rows of a file of results, each left as it was or replaced by a new class; the file itself is not ours.</summary>
    private static void CheckFile(JsonElement before, JsonElement after, JsonElement fixtures)
    {
        var names = after.GetProperty("classification_categories");
        var taxonomy = fixtures.GetProperty("taxonomy_lookup_1");
        foreach (var (image, expectedImage) in before.GetProperty("images").EnumerateArray().Zip(after.GetProperty("images").EnumerateArray()))
        {
            foreach (var (detection, expected) in image.GetProperty("detections").EnumerateArray().Zip(expectedImage.GetProperty("detections").EnumerateArray()))
            {
                var (given, wanted) = (detection.GetProperty("classifications"), Scores(expected.GetProperty("classifications")));
                var row = new Row(Scores(given), before.GetProperty("classification_categories"), taxonomy);
                var answer = row.RollUp(Threshold);
                if (JsonElement.DeepEquals(given, expected.GetProperty("classifications")))
                {
                    Assert.True(answer is null || answer.TaxonId == row.WinnerTaxon);
                    continue;
                }

                var (index, score) = Assert.Single(wanted);
                Assert.Equal(names.GetProperty(index).GetString(), row.NameOf(answer!.TaxonId));
                Assert.Equal(score, answer.Score, Tolerance);
            }
        }
    }

    private static JsonElement Fixture(JsonElement fixtures, JsonElement reference) => fixtures.GetProperty(reference.GetProperty("$fixture").GetString()!);

    private static List<(string Class, double Score)> Scores(JsonElement classifications) =>
        [.. classifications.EnumerateArray().Select(pair => (pair[0].ToString(), pair[1].GetDouble()))];

    /// <summary>One detection's classes, best first as the other system has them, on a tree of its table.</summary>
    private sealed class Row
    {
        private readonly Dictionary<string, TaxonNode> _taxa = [];
        private readonly TaxonNode _animal;
        private readonly CategoryMap _map;
        private readonly List<(string Class, double Score)> _scores;

        public Row(List<(string Class, double Score)> scores, JsonElement classes, JsonElement taxonomy)
        {
            _scores = scores;
            _animal = Add("animal", Rank.Kingdom, null);
            _map = new([.. scores.Select((score, index) => Label(index, classes.GetProperty(score.Class).GetString()!, taxonomy))]);
        }

        public long? WinnerTaxon => _map[Winner].TaxonId;

        private int Winner => _scores.FindIndex(score => score.Score == _scores.Max(other => other.Score));

        public string NameOf(long taxon) => _taxa.Values.Single(node => node.Id == taxon).Name;

        public RolledUpTaxon? RollUp(double threshold)
        {
            var settings = new RollUpSettings
            {
                Thresholds = new([.. Ranks.Append(Rank.Kingdom).Select(rank => new RollUpThreshold(rank, threshold))]),
                Competition = RollUpCompetition.All,
            };
            var ancestry = ClassAncestry.Of(_map, new(_taxa.Values));
            return new RollUp(ancestry, settings).Of([.. _scores.Select(score => score.Score)], Winner).Taxon;
        }

        private ClassLabel Label(int index, string name, JsonElement taxonomy)
        {
            if (!taxonomy.TryGetProperty(name, out var lineage))
                return new(index, name, ClassMeaning.NotATaxon, null);
            var parent = _animal;
            foreach (var rank in Ranks.Reverse())
            {
                if (lineage.TryGetProperty(rank.DisplayName(), out var taxon))
                    parent = Add(taxon.GetString()!, rank, parent.Id);
            }

            return new(index, name, ClassMeaning.Taxon, parent.Id);
        }

        private TaxonNode Add(string name, Rank rank, long? parent)
        {
            if (!_taxa.TryGetValue($"{rank} {name}", out var taxon))
                _taxa.Add($"{rank} {name}", taxon = new(_taxa.Count + 1, name, rank, parent, null));
            return taxon;
        }
    }
}
