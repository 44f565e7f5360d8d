using Antenna.Data.Model;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>A piece of a sentence: words, or a taxon, which is set as names are.</summary>
/// <param name="Taxon">Null for words.</param>
public readonly record struct SentencePart(string Text, TaxonName? Taxon = null)
{
    /// <summary>The sentence as plain text.</summary>
    public static string TextOf(IEnumerable<SentencePart> sentence) => string.Concat(sentence.Select(part => part.Text));
}
