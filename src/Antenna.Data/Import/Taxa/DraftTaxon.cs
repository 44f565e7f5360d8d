using Antenna.Core.Taxonomy;

namespace Antenna.Data.Import.Taxa;

/// <summary>A taxon as an import is about to leave it.</summary>
internal sealed class DraftTaxon
{
    private (Rank, string?, short, DraftTaxon?, DraftTaxon?, string?, bool) _stored;

    /// <summary>0 until it is written.</summary>
    public long Id { get; set; }

    public required string Name { get; init; }

    public required Rank Rank { get; set; }

    /// <summary>The rank as written, where it is none that is known.</summary>
    public string? RankText { get; set; }

    public required short Homonym { get; set; }

    public required string Source { get; init; }

    public DraftTaxon? Parent { get; set; }

    public DraftTaxon? Accepted { get; set; }

    public string? Author { get; set; }

    public bool Misapplied { get; set; }

    /// <summary>The file has a row for it; else it only stands above one, or is what one is accepted as.</summary>
    public bool HasRow { get; set; }

    /// <summary>The file says what its parent is.</summary>
    public bool ParentStated { get; set; }

    public bool IsNew => Id == 0;

    public bool IsChanged => !IsNew && _stored != State;

    private (Rank, string?, short, DraftTaxon?, DraftTaxon?, string?, bool) State => (Rank, RankText, Homonym, Parent, Accepted, Author, Misapplied);

    /// <summary>Remembers the taxon as the database has it.</summary>
    public void AcceptStored() => _stored = State;
}
