using Antenna.Core.Taxonomy;

namespace Antenna.Data.Import.TaxaLists;

/// <summary>What became of one line of an imported taxa list.</summary>
/// <param name="Line">Its number in the file, from 1.</param>
/// <param name="Name">The name as the file has it; empty where it has none.</param>
/// <param name="Kind">How the name was matched.</param>
/// <param name="Taxon">The accepted taxon that the line lists, by its name; null where it lists none.</param>
/// <param name="Rank">That taxon's rank; unknown where the line lists none.</param>
/// <param name="Suggestions">Taxa that a person may accept for the name, likeliest first.</param>
/// <param name="Note">What a person should know about it; null if nothing.</param>
public sealed record TaxaListLine(
    long Line, string Name, NameMatchKind Kind, string? Taxon, Rank Rank, IReadOnlyList<NameSuggestion> Suggestions, string? Note)
{
    /// <summary>The kingdom that the line gives, which tells homonyms apart; null where it gives none.</summary>
    public string? Kingdom { get; init; }

    /// <summary>The name of its file, where several make the list; null where one does.</summary>
    public string? File { get; init; }
}
