using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>
/// An occurrence of which some detection is on a capture of a capture set. It follows from the captures of the set and the
/// detections of the occurrence, and triggers on those keep it, whatever writes them: going through detections and captures,
/// a page of a large set would take seconds.
/// </summary>
public sealed class CaptureSetOccurrence
{
    public long OccurrenceId { get; init; }

    public long CaptureSetId { get; init; }

    /// <summary>The occurrence's, so that the set can be listed in its order.</summary>
    public DateTime? FirstSeenAt { get; init; }
}

internal sealed class CaptureSetOccurrenceConfiguration : IEntityTypeConfiguration<CaptureSetOccurrence>
{
    public void Configure(EntityTypeBuilder<CaptureSetOccurrence> builder)
    {
        // In this order a run goes through its scope: occurrence after occurrence, by their ids.
        builder.HasKey(member => new { member.CaptureSetId, member.OccurrenceId });
        builder.HasIndex(member => member.OccurrenceId);
        builder.Property(member => member.FirstSeenAt).HasColumnType("timestamp without time zone");
        builder.HasOne<Occurrence>().WithMany().HasForeignKey(member => member.OccurrenceId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<CaptureSet>().WithMany().HasForeignKey(member => member.CaptureSetId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(member => new { member.CaptureSetId, member.FirstSeenAt, member.OccurrenceId })
            .HasDatabaseName("ix_capture_set_occurrences_by_time").IsDescending(false, true, true);
    }
}
