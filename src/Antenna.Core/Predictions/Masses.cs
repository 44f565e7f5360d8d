namespace Antenna.Core.Predictions;

/// <summary>
/// How the classifier's unmasked probability divides. The three sum to 1. A confident masked winner with an off-list
/// mass of 0.997 means that the true species is probably not on the list.
/// </summary>
/// <param name="Listed">Over the taxa on the list.</param>
/// <param name="Nothing">Over the classes that are not a taxon.</param>
/// <param name="OffList">Over the rest: taxa off the list, and unresolved classes.</param>
public readonly record struct Masses(double Listed, double Nothing, double OffList)
{
    /// <summary>What the mask keeps: listed and nothing together.</summary>
    public double Kept => Listed + Nothing;
}
