namespace Antenna.Data.Predictions;

/// <summary>How many classes a classifier has.</summary>
/// <param name="Taxa">Labels that resolve to a taxon.</param>
/// <param name="NotATaxon">Background, blank and the like.</param>
/// <param name="Unresolved">Labels that resolve to nothing: masking excludes them.</param>
public sealed record LabelCounts(int Taxa, int NotATaxon, int Unresolved)
{
    public int Classes => Taxa + NotATaxon + Unresolved;
}
