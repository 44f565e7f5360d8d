namespace Antenna.Data.Import.TaxaLists;

/// <summary>A list that was refused because no taxon bears any of its names; what became of each line was reported before.</summary>
public sealed class NothingMatchedException(ImportPlace place, string message) : ImportRefusedException(place, message);
