using Antenna.Core.Predictions;
using CsCheck;
using Xunit;

namespace Antenna.Core.Tests.Predictions;

/// <summary>What a mask makes of a class.</summary>
internal enum Group
{
    Listed,
    Nothing,
    OffList,
}

/// <summary>A row of logits, and the group of each of its classes.</summary>
internal sealed record MaskedRow(float[] Logits, Group[] Groups)
{
    // Past two blocks of 64 classes, so that whole, mixed and cut blocks all occur.
    private const int Most = 200;

    private static readonly Gen<float> Logit = Gen.Frequency(
        (8, Gen.Float[-12, 12]),
        (2, Gen.Int[-2, 2].Select(tied => (float)tied)),
        (1, Gen.Float[-2000, 2000]),
        (1, Gen.Const(float.NegativeInfinity)));

    private static readonly Gen<Group> AnyGroup = Gen.Frequency(
        (9, Gen.Const(Group.Listed)),
        (1, Gen.Const(Group.Nothing)),
        (15, Gen.Const(Group.OffList)));

    /// <summary>Rows of every shape that has a prediction: at least one listed class above −∞.</summary>
    public static readonly Gen<MaskedRow> Any =
        from cells in Gen.Select(Logit, AnyGroup).Array[1, Most]
        from anchor in Gen.Int[0, cells.Length - 1]
        from logit in Gen.Float[-12, 12]
        select new MaskedRow(
            [.. cells.Select((cell, index) => index == anchor ? logit : cell.Item1)],
            [.. cells.Select((cell, index) => index == anchor ? Group.Listed : cell.Item2)]);

    public int Count => Logits.Length;

    public KeptSet Kept => KeptSetOf(Groups);

    public MaskedPrediction Predict(int top = 10) => Predict(Kept, top);

    public MaskedPrediction Predict(KeptSet kept, int top = 10)
    {
        Assert.Equal(LogitsFault.None, MaskedPrediction.TryCompute(Logits, kept, top, out var prediction));
        return Assert.IsType<MaskedPrediction>(prediction);
    }

    public double[] Scores(ScoreMode mode) => Scores(Kept, mode);

    public double[] Scores(KeptSet kept, ScoreMode mode)
    {
        var scores = new double[Count];
        MaskedPrediction.Scores(Logits, kept, mode, scores);
        return scores;
    }

    /// <summary>A kept set whose class <c>i</c> is the taxon <c>i</c>, or is not a taxon.</summary>
    public static KeptSet KeptSetOf(params IReadOnlyList<Group> groups)
    {
        var map = new CategoryMap([.. groups.Select((group, index) => group is Group.Nothing
            ? new ClassLabel(index, "background", ClassMeaning.NotATaxon, null)
            : new ClassLabel(index, $"taxon {index}", ClassMeaning.Taxon, index))]);
        return KeptSet.From(map, groups.Index().Where(each => each.Item is Group.Listed).Select(each => (long)each.Index).ToHashSet());
    }
}
