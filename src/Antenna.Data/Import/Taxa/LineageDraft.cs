namespace Antenna.Data.Import.Taxa;

/// <summary>Makes the higher taxa of rows.</summary>
/// <param name="draft">Where.</param>
/// <param name="state">What a stated parent means: its child, the parent, and where it was stated.</param>
internal sealed class LineageDraft(TaxonomyDraft draft, Action<DraftTaxon, DraftTaxon, ImportPlace> state)
{
    /// <summary>Finds or makes what stands above a taxon, each under the next coarser one.</summary>
    /// <returns>The finest, the taxon's parent; null where nothing stands above.</returns>
    public DraftTaxon? Make(TaxonLineage lineage, string? kingdom, string source, ImportPlace place)
    {
        DraftTaxon? parent = null;
        foreach (var higher in lineage.Given)
            parent = Under(parent, higher, state);
        foreach (var (index, higher) in lineage.ByName.Index())
        {
            // The family of another genus is better than none, but no statement.
            parent = index == 0 && lineage.GenusDiffers
                ? Under(parent, higher, (child, above, _) => draft.Claim(child, above))
                : Under(parent, higher, state);
        }
        return parent;

        DraftTaxon Under(DraftTaxon? above, HigherTaxon higher, Action<DraftTaxon, DraftTaxon, ImportPlace> setParent)
        {
            var taxon = draft.GetOrAdd(higher.Name, higher.Rank, kingdom, source);
            if (above is not null)
                setParent(taxon, above, place);
            return taxon;
        }
    }
}
