namespace Antenna.Core.Predictions;

/// <summary>Which score a masked class carries. The winner is the same in both. The numbers are stored: never renumber.</summary>
public enum ScoreMode : short
{
    /// <summary>Softmax over the kept classes alone: what is the best answer among what can occur here. Sums to 1.</summary>
    Reweighted = 0,

    /// <summary>The unchanged softmax over all classes: how sure the classifier was before anything was forbidden.</summary>
    Absolute = 1,
}

/// <summary>How the modes of scores are named for people and in files.</summary>
public static class ScoreModes
{
    /// <summary>One word.</summary>
    public static string DisplayName(this ScoreMode mode) => mode is ScoreMode.Absolute ? "absolute" : "reweighted";
}
