using Antenna.Core.Occurrences;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>
/// A person's identification of one occurrence: a taxon, or only a comment, and how it ended. It stands until the person
/// withdraws it, or until a later one of theirs that names a taxon supersedes it.
/// </summary>
public sealed class Identification
{
    public long Id { get; init; }

    public long OccurrenceId { get; init; }

    public long? TaxonId { get; init; }

    public long PersonId { get; init; }

    /// <summary>When the person made it, UTC; an import brings dates of long ago.</summary>
    public DateTime CreatedAt { get; init; }

    public string? Comment { get; init; }

    /// <summary>When it was withdrawn by hand; null where it was not.</summary>
    public DateTime? WithdrawnAt { get; init; }

    /// <summary>Who withdrew it by hand.</summary>
    public long? WithdrawnById { get; init; }

    /// <summary>The identification that superseded it: the next one in which the same person named the occurrence.</summary>
    public long? SupersededById { get; init; }

    /// <summary>
    /// For a click of agreement, the algorithm that was agreed with, for good: an evaluation must not count it as
    /// independent, even after the row that was agreed with is gone.
    /// </summary>
    public long? AgreedAlgorithmId { get; init; }

    /// <summary>The classification agreed with. No foreign key: undoing a run removes rows, never identifications.</summary>
    public long? AgreedClassificationId { get; init; }

    /// <summary>
    /// The identification agreed with; <see cref="NotHere"/> where all that is known is that it was a click of agreement. No foreign
    /// key: what was agreed with can be deleted.
    /// </summary>
    public long? AgreedIdentificationId { get; init; }

    /// <summary>Stands for what was agreed with elsewhere and never came here; no identification has it as its id.</summary>
    public const long NotHere = 0;

    /// <summary>It was a click of agreement, and so is not independent.</summary>
    public bool IsAgreement => AgreedAlgorithmId is not null || AgreedClassificationId is not null || AgreedIdentificationId is not null;

    /// <summary>Whether it stands, or how it ended.</summary>
    public IdentificationStatus Status => (WithdrawnAt, SupersededById) switch
    {
        ({ }, _) => IdentificationStatus.Withdrawn,
        (null, { }) => IdentificationStatus.Superseded,
        _ => IdentificationStatus.Standing,
    };
}

internal sealed class IdentificationConfiguration : IEntityTypeConfiguration<Identification>
{
    public void Configure(EntityTypeBuilder<Identification> builder)
    {
        builder.HasOne<Occurrence>().WithMany().HasForeignKey(identification => identification.OccurrenceId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Taxon>().WithMany().HasForeignKey(identification => identification.TaxonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(identification => identification.PersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(identification => identification.WithdrawnById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Algorithm>().WithMany().HasForeignKey(identification => identification.AgreedAlgorithmId).OnDelete(DeleteBehavior.Restrict);

        // Deferred by its migration, which EF has no word for: a deletion links the rows around the gap before it commits.
        builder.HasOne<Identification>().WithMany().HasForeignKey(identification => identification.SupersededById).OnDelete(DeleteBehavior.NoAction);
        builder.HasIndex(identification => identification.SupersededById).HasFilter("superseded_by_id is not null");
        builder.HasIndex(identification => identification.OccurrenceId);
        builder.HasIndex(identification => new { identification.OccurrenceId, identification.PersonId })
            .IsUnique()
            .HasDatabaseName("ix_identifications_one_standing_a_person")
            .HasFilter("taxon_id is not null and withdrawn_at is null and superseded_by_id is null");
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_identifications_content", "taxon_id is not null or comment is not null");
            table.HasCheckConstraint("ck_identifications_withdrawal", "(withdrawn_at is null) = (withdrawn_by_id is null)");
            table.HasCheckConstraint(
                "ck_identifications_supersession", "superseded_by_id is null or (withdrawn_at is null and taxon_id is not null)");
        });
    }
}
