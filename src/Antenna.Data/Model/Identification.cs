using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>What a person said of one occurrence: a taxon, or only a comment.</summary>
public sealed class Identification
{
    public long Id { get; init; }

    public long OccurrenceId { get; init; }

    public long? TaxonId { get; init; }

    public long PersonId { get; init; }

    public DateTime CreatedAt { get; init; }

    public string? Comment { get; init; }

    public DateTime? WithdrawnAt { get; set; }

    /// <summary>
    /// For a click of agreement, the algorithm that was agreed with, for good: an evaluation must not count it as
    /// independent, even after the row that was agreed with is gone.
    /// </summary>
    public long? AgreedAlgorithmId { get; init; }

    /// <summary>The classification agreed with. No foreign key: undoing a run removes rows, never what people said.</summary>
    public long? AgreedClassificationId { get; init; }

    /// <summary>The identification agreed with.</summary>
    public long? AgreedIdentificationId { get; init; }

    /// <summary>It was a click of agreement, and so is no independent word.</summary>
    public bool IsAgreement => AgreedAlgorithmId is not null || AgreedClassificationId is not null || AgreedIdentificationId is not null;
}

internal sealed class IdentificationConfiguration : IEntityTypeConfiguration<Identification>
{
    public void Configure(EntityTypeBuilder<Identification> builder)
    {
        builder.HasOne<Occurrence>().WithMany().HasForeignKey(identification => identification.OccurrenceId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Taxon>().WithMany().HasForeignKey(identification => identification.TaxonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(identification => identification.PersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Algorithm>().WithMany().HasForeignKey(identification => identification.AgreedAlgorithmId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(identification => identification.OccurrenceId);
        builder.ToTable(table => table.HasCheckConstraint(
            "ck_identifications_content", "taxon_id is not null or comment is not null"));
    }
}
