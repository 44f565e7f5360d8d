using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>One animal: one or more detections, and its determination. The unit that curators review.</summary>
public sealed class Occurrence
{
    public long Id { get; init; }

    public long ProjectId { get; init; }

    public long? DeploymentId { get; init; }

    /// <summary>The camera's local time of the first detection.</summary>
    public DateTime? FirstSeenAt { get; init; }

    public long? DeterminationTaxonId { get; set; }

    /// <summary>0 to 1; null exactly when there is no determined taxon.</summary>
    public double? DeterminationScore { get; set; }

    /// <summary>The determination is a person's.</summary>
    public bool Verified { get; set; }

    /// <summary>The best machine prediction, kept next to a person's determination.</summary>
    public long? MachineTaxonId { get; set; }

    public double? MachineScore { get; set; }
}

internal sealed class OccurrenceConfiguration : IEntityTypeConfiguration<Occurrence>
{
    public void Configure(EntityTypeBuilder<Occurrence> builder)
    {
        builder.Property(occurrence => occurrence.FirstSeenAt).HasColumnType("timestamp without time zone");
        builder.HasOne<Project>().WithMany().HasForeignKey(occurrence => occurrence.ProjectId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Deployment>().WithMany().HasForeignKey(occurrence => occurrence.DeploymentId).OnDelete(DeleteBehavior.NoAction);
        builder.HasOne<Taxon>().WithMany().HasForeignKey(occurrence => occurrence.DeterminationTaxonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Taxon>().WithMany().HasForeignKey(occurrence => occurrence.MachineTaxonId).OnDelete(DeleteBehavior.Restrict);

        // Each of these has the rows of a list together and in its order, so that a page costs what it shows, however long
        // the list is: everything, and a deployment, by time…
        builder.HasIndex(occurrence => new { occurrence.ProjectId, occurrence.FirstSeenAt, occurrence.Id }).IsDescending(false, true, true);
        builder.HasIndex(occurrence => new { occurrence.DeploymentId, occurrence.FirstSeenAt, occurrence.Id }).IsDescending(false, true, true);

        // … a taxon by time, which lies in a few weeks of each year, and the taxa that are in use…
        builder.HasIndex(occurrence => new { occurrence.ProjectId, occurrence.DeterminationTaxonId, occurrence.FirstSeenAt, occurrence.Id })
            .HasDatabaseName("ix_occurrences_of_a_taxon").IsDescending(false, false, true, true);

        // … everything by score…
        builder.HasIndex(occurrence => new { occurrence.ProjectId, occurrence.MachineScore, occurrence.Id });

        // … and what people confirmed by time: a small part, often of long ago. A run writes a new version of nearly every
        // occurrence that it masks, into each of the others; into this one seldom.
        builder.HasIndex(occurrence => new { occurrence.ProjectId, occurrence.FirstSeenAt, occurrence.Id }, "verified")
            .HasDatabaseName("ix_occurrences_verified").IsDescending(false, true, true).HasFilter("verified");
        builder.ToTable(table =>
        {
            table.HasCheckConstraint(
                "ck_occurrences_determination",
                "(determination_taxon_id is null) = (determination_score is null) and (not verified or determination_taxon_id is not null)");
            table.HasCheckConstraint("ck_occurrences_machine", "(machine_taxon_id is null) = (machine_score is null)");
        });
    }
}
