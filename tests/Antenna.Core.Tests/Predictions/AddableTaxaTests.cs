using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using CsCheck;
using Xunit;

namespace Antenna.Core.Tests.Predictions;

public sealed class AddableTaxaTests
{
    private const int Species = 30;
    private const int MostClasses = 150;

    /// <summary>Species 1 to 30 of the genus 200; 101 to 130 are in turn a subspecies or a synonym of each.</summary>
    private static readonly TaxonTree Tree = new(
    [
        new(200, "Catocala", Rank.Genus, null, null),
        .. Enumerable.Range(1, Species).Select(id => new TaxonNode(id, $"Catocala {id}", Rank.Species, 200, null)),
        .. Enumerable.Range(1, Species).Select(id => id % 2 == 0
            ? new TaxonNode(100 + id, $"Catocala {id} minor", Rank.Subspecies, id, null)
            : new TaxonNode(100 + id, $"Noctua {id}", Rank.Species, 200, id)),
    ]);

    private static readonly Gen<ClassLabel> AnyClass = Gen.Frequency(
        (12, Gen.Int[1, Species].Select(id => new ClassLabel(0, "species", ClassMeaning.Taxon, id))),
        (6, Gen.Int[101, 100 + Species].Select(id => new ClassLabel(0, "subspecies or synonym", ClassMeaning.Taxon, id))),
        (1, Gen.Const(new ClassLabel(0, "genus", ClassMeaning.Taxon, 200))),
        (1, Gen.Const(new ClassLabel(0, "newer than the tree", ClassMeaning.Taxon, 999))),
        (1, Gen.Const(new ClassLabel(0, "unresolved", ClassMeaning.Unresolved, null))),
        (1, Gen.Const(new ClassLabel(0, "background", ClassMeaning.NotATaxon, null))));

    private static readonly Gen<float> AnyLogit = Gen.Frequency(
        (6, Gen.Float[-12, 12]), (3, Gen.Int[-3, 3].Select(tied => (float)tied)), (1, Gen.Const(float.NegativeInfinity)));

    private static readonly Gen<Case> AnyCase =
        from classes in Gen.Select(AnyClass, AnyLogit).Array[2, MostClasses]
        from listed in Gen.Int[1, Species].Array[1, 12]
        from holdBelow in Gen.OneOf(Gen.Const(0d), Gen.Double[0, 1])
        select new Case([.. classes.Select((each, index) => each.Item1 with { Index = index })], [.. classes.Select(each => each.Item2)], [.. listed.Select(id => (long)id)], holdBelow);

    [Fact]
    public void A_taxon_wins_a_row_exactly_where_adding_it_to_the_list_makes_it_win() => AnyCase.Sample(row =>
    {
        var (map, kept) = (row.Map, row.Keep());
        var before = Answer(row, kept);
        if (before.Fault is not (LogitsFault.None or LogitsFault.NothingKeptFinite))
            return;
        var addable = AddableTaxa.Of(map, Tree, kept);

        var winners = addable.WinnersOf(row.Logits, before.Prediction, row.HoldBelow).Select(position => addable[position]).ToList();

        Assert.Equal(winners.Distinct().Count(), winners.Count);
        foreach (var taxon in Enumerable.Range(0, addable.Count).Select(position => addable[position]))
        {
            var after = Answer(row, row.Keep(taxon));
            var wins = after.Prediction is { } won && won.Winner != before.Prediction?.Winner && won.Masses.Kept >= row.HoldBelow
                && (before.Prediction is not null || won.Winner != won.SourceWinner); // Else the classifier's own answer stood, and stands.
            Assert.Equal(wins, winners.Contains(taxon));
            if (wins)
                Assert.Equal(taxon, AddableTaxa.EntryFor(Tree, map[after.Prediction!.Winner].TaxonId!.Value));
        }
    });

    [Fact]
    public void A_taxon_that_brings_a_row_just_to_the_threshold_wins_it_and_one_that_misses_it_by_a_bit_does_not() => AnyCase.Sample(row =>
    {
        var (map, kept) = (row.Map, row.Keep());
        var before = Answer(row, kept);
        if (before.Fault is not (LogitsFault.None or LogitsFault.NothingKeptFinite))
            return;
        var addable = AddableTaxa.Of(map, Tree, kept);
        foreach (var position in addable.WinnersOf(row.Logits, before.Prediction, holdBelow: 0))
        {
            var mass = Answer(row, row.Keep(addable[position])).Prediction!.Masses.Kept;

            Assert.Contains(position, addable.WinnersOf(row.Logits, before.Prediction, mass));
            Assert.DoesNotContain(position, addable.WinnersOf(row.Logits, before.Prediction, Math.BitIncrement(mass)));
        }
    });

    [Fact]
    public void Every_taxon_that_the_list_leaves_out_can_be_added_once() => AnyCase.Sample(row =>
    {
        var kept = row.Keep();
        var addable = AddableTaxa.Of(row.Map, Tree, kept);

        var expected = row.Map.Where(label => label.TaxonId is { } taxon && Tree.Contains(taxon) && !kept.IsKept(label.Index))
            .Select(label => AddableTaxa.EntryFor(Tree, label.TaxonId!.Value)).Distinct().Order();
        Assert.Equal(expected, Enumerable.Range(0, addable.Count).Select(position => addable[position]));
    });

    private static (LogitsFault Fault, MaskedPrediction? Prediction) Answer(Case row, KeptSet kept) => kept.KeptCount == 0
        ? (LogitsFault.NothingFinite, null)
        : (MaskedPrediction.TryCompute(row.Logits, kept, 1, out var prediction), prediction);

    private sealed record Case(ClassLabel[] Classes, float[] Logits, long[] Listed, double HoldBelow)
    {
        public CategoryMap Map { get; } = new(Classes);

        public KeptSet Keep(params long[] added) =>
            KeptSet.From(Map, ListedTaxa.Of(Tree, Listed.Concat(added).Select(id => new ListEntry(id, IncludeDescendants: false))));
    }
}
