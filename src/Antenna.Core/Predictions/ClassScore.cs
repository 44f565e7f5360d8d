namespace Antenna.Core.Predictions;

/// <summary>One class of a masked prediction.</summary>
/// <param name="Index">The class's position in the category map.</param>
/// <param name="Absolute">Its unmasked probability.</param>
/// <param name="Reweighted">Its probability among the kept classes.</param>
public readonly record struct ClassScore(int Index, double Absolute, double Reweighted)
{
    /// <summary>The score in the given mode.</summary>
    public double Score(ScoreMode mode) => mode is ScoreMode.Absolute ? Absolute : Reweighted;
}
