using Antenna.Core.Predictions;
using Xunit;
using static Antenna.Core.Tests.Predictions.Group;

namespace Antenna.Core.Tests.Predictions;

/// <summary>Each sentence of the rule on what masking does to a lineage.</summary>
public sealed class MaskEffectTests
{
    private static readonly LineageState SourceCounts = new(SourceTerminal: true, MaskedTerminal: false);
    private static readonly LineageState MaskCounts = new(SourceTerminal: false, MaskedTerminal: true);
    private static readonly LineageState AnotherMaskCounts = new(SourceTerminal: false, MaskedTerminal: false);

    // The winner stays, and a little is taken: class 2 has p = 0.24.
    private static readonly MaskedPrediction SameSpecies = Predict([2, 1, 1], Listed, Listed, OffList);
    private static readonly MaskedPrediction OtherSpecies = Predict([2, 1, 5], Listed, Listed, OffList);
    private static readonly MaskedPrediction NothingTaken = Predict([2, 1, -40], Listed, Listed, OffList);

    private static readonly MaskOptions SpeciesOnly = MaskOptions.Default with { OnlyWhenSpeciesChanges = true };

    [Fact]
    public void Where_an_excluded_class_has_a_visible_probability_the_masked_row_should_count()
    {
        Assert.Equal(LineageRow.Masked, MaskEffect.Due(OtherSpecies, MaskOptions.Default));
        Assert.Equal(LineageRow.Masked, MaskEffect.Due(SameSpecies, MaskOptions.Default));
    }

    [Fact]
    public void Where_no_excluded_class_is_above_a_billionth_the_source_should_count() =>
        Assert.Equal(LineageRow.Source, MaskEffect.Due(NothingTaken, MaskOptions.Default));

    [Theory]
    [InlineData(-20.72, LineageRow.Masked)] // p = 1.0028e-9
    [InlineData(-20.73, LineageRow.Source)] // p = 0.9928e-9
    public void The_limit_is_a_probability_of_a_billionth(float excluded, LineageRow due) =>
        Assert.Equal(due, MaskEffect.Due(Predict([0, excluded], Listed, OffList), MaskOptions.Default));

    [Fact]
    public void Many_small_excluded_classes_are_judged_one_by_one()
    {
        var prediction = Predict(
            [20, .. Enumerable.Repeat(-0.8f, 5000)], [Listed, .. Enumerable.Repeat(OffList, 5000)]);

        Assert.True(prediction.Masses.OffList > 1e-6);
        Assert.Equal(LineageRow.Source, MaskEffect.Due(prediction, MaskOptions.Default));
    }

    [Fact]
    public void Only_when_the_species_changes_leaves_the_source_where_its_own_winner_stays()
    {
        Assert.Equal(LineageRow.Source, MaskEffect.Due(SameSpecies, SpeciesOnly));
        Assert.Equal(LineageRow.Masked, MaskEffect.Due(OtherSpecies, SpeciesOnly));
    }

    [Fact]
    public void What_is_so_already_is_unchanged()
    {
        Assert.Equal(new(MaskOutcome.Unchanged, LineageRow.Source), Decide(NothingTaken, SourceCounts));
        Assert.Equal(new(MaskOutcome.Unchanged, LineageRow.Masked), Decide(OtherSpecies, MaskCounts));
        Assert.Equal(
            new(MaskOutcome.Unchanged, LineageRow.Source), MaskEffect.Decide(SameSpecies, SpeciesOnly, SourceCounts));
    }

    [Fact]
    public void A_source_that_an_earlier_run_replaced_is_restored()
    {
        Assert.Equal(new(MaskOutcome.Restored, LineageRow.Source), Decide(NothingTaken, AnotherMaskCounts));
        Assert.Equal(
            new(MaskOutcome.Restored, LineageRow.Source), MaskEffect.Decide(SameSpecies, SpeciesOnly, MaskCounts));
    }

    [Fact]
    public void Else_the_masked_row_takes_over_from_the_source_or_from_another_mask()
    {
        Assert.Equal(new(MaskOutcome.Masked, LineageRow.Masked), Decide(OtherSpecies, SourceCounts));
        Assert.Equal(new(MaskOutcome.Masked, LineageRow.Masked), Decide(OtherSpecies, AnotherMaskCounts));
    }

    [Fact]
    public void Too_little_on_the_list_is_held_and_left_as_it_is()
    {
        var holding = MaskOptions.Default with { HoldBelow = 0.1 };

        Assert.Equal(0.0638, OtherSpecies.Masses.Kept, 1e-4);
        Assert.All([SourceCounts, MaskCounts, AnotherMaskCounts], now =>
            Assert.Equal(new(MaskOutcome.Held, null), MaskEffect.Decide(OtherSpecies, holding, now)));
        Assert.Equal(
            MaskOutcome.Masked, MaskEffect.Decide(OtherSpecies, holding with { HoldBelow = 0.06 }, SourceCounts).Outcome);
    }

    [Fact]
    public void What_is_not_a_taxon_counts_against_holding()
    {
        var bolt = Predict([2, 9, 8], Listed, Nothing, OffList);

        Assert.True(bolt.Masses.Listed < 0.001);
        Assert.Equal(
            MaskOutcome.Masked, MaskEffect.Decide(bolt, MaskOptions.Default with { HoldBelow = 0.5 }, SourceCounts).Outcome);
    }

    [Fact]
    public void By_default_nothing_is_held() =>
        Assert.Equal(MaskOutcome.Masked, Decide(Predict([-400, 400], Listed, OffList), SourceCounts).Outcome);

    [Fact]
    public void Masking_again_changes_nothing()
    {
        var lineage = new Lineage();

        Assert.Equal(MaskOutcome.Masked, lineage.Run("v1", OtherSpecies));
        Assert.Equal(MaskOutcome.Unchanged, lineage.Run("v1", OtherSpecies));
        Assert.Equal("v1", lineage.Terminal);
    }

    [Fact]
    public void Version_1_then_2_then_1_equals_version_1()
    {
        var lineage = new Lineage();
        lineage.Run("v1", OtherSpecies);
        lineage.Run("v2", SameSpecies);

        Assert.Equal("v2", lineage.Terminal);
        Assert.Equal(MaskOutcome.Masked, lineage.Run("v1", OtherSpecies));
        Assert.Equal("v1", lineage.Terminal);
        Assert.Equal(["source", "v1", "v2"], lineage.Rows);
    }

    [Fact]
    public void Widening_the_list_again_restores_the_source()
    {
        var lineage = new Lineage();
        lineage.Run("narrow", OtherSpecies);

        Assert.Equal(MaskOutcome.Restored, lineage.Run("wide", NothingTaken));
        Assert.Equal("source", lineage.Terminal);
        Assert.Equal(["source", "narrow"], lineage.Rows);
    }

    private static MaskingDecision Decide(MaskedPrediction prediction, LineageState now) =>
        MaskEffect.Decide(prediction, MaskOptions.Default, now);

    private static MaskedPrediction Predict(float[] logits, params Group[] groups) => new MaskedRow(logits, groups).Predict();

    /// <summary>A lineage as a run leaves it: its rows in the order they were written, and the one that counts.</summary>
    private sealed class Lineage
    {
        private const string Source = "source";

        public List<string> Rows { get; } = [Source];

        public string Terminal { get; private set; } = Source;

        public MaskOutcome Run(string mask, MaskedPrediction prediction)
        {
            var decision = Decide(prediction, new(Terminal == Source, Terminal == mask));
            Terminal = decision.Terminal is LineageRow.Source ? Source : mask;
            if (!Rows.Contains(Terminal))
                Rows.Add(Terminal);
            return decision.Outcome;
        }
    }
}
