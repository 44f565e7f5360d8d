using Antenna.Core.Taxonomy;

namespace Antenna.Data.Import.Taxa;

/// <summary>A taxon above the one of a row.</summary>
internal readonly record struct HigherTaxon(Rank Rank, string Name);

/// <summary>What stands above a taxon by its row and by its own name, coarse to fine.</summary>
/// <param name="Given">The higher taxa of the row, without its genus where a name has one.</param>
/// <param name="ByName">The genus of a species and the species of a subspecies, which their names contain.</param>
/// <param name="GenusDiffers">The row gives another genus than the name: the rest of what it gives may be the other's.</param>
internal sealed record TaxonLineage(IReadOnlyList<HigherTaxon> Given, IReadOnlyList<HigherTaxon> ByName, bool GenusDiffers)
{
    public static TaxonLineage Of(ParsedName name, Rank rank, IReadOnlyDictionary<Rank, string> higher)
    {
        var hasGenus = name.Epithets.Count > 0;
        List<HigherTaxon> given =
        [
            .. RankNames.AboveSpecies
                .Where(above => above < rank && !(hasGenus && above == Rank.Genus) && higher.ContainsKey(above))
                .Select(above => new HigherTaxon(above, higher[above])),
        ];
        if (!hasGenus || name.Uninomial is not { } genus)
            return new(given, [], false);

        List<HigherTaxon> byName = [new(Rank.Genus, genus)];
        if (name.Epithets.Count > 1)
            byName.Add(new(Rank.Species, $"{genus} {name.Epithets[0]}"));
        return new(given, byName, higher.TryGetValue(Rank.Genus, out var stated) && stated != genus);
    }
}
