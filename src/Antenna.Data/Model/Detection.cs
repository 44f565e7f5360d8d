using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>
/// An animal's place on one capture: a bounding box and its crop, or, without a box, somewhere on the picture, as people say it of
/// pictures that they look at as a whole. Without a box and without an occurrence it says that somebody looked and found nothing.
/// </summary>
public sealed class Detection
{
    public long Id { get; init; }

    public long CaptureId { get; init; }

    public long AlgorithmId { get; init; }

    public long? OccurrenceId { get; set; }

    /// <summary>px from the capture's left edge; all four are null together.</summary>
    public double? X1 { get; init; }

    /// <summary>px from the capture's top edge.</summary>
    public double? Y1 { get; init; }

    public double? X2 { get; init; }

    public double? Y2 { get; init; }

    /// <summary>The four together; null where there is no box: all of the capture then, or nothing.</summary>
    public Box? Box => (X1, Y1, X2, Y2) is ({ } x1, { } y1, { } x2, { } y2) ? new(x1, y1, x2, y2) : null;

    /// <summary>Path of the crop relative to the capture's picture folder, or a URL.</summary>
    public string? CropPath { get; set; }
}

internal sealed class DetectionConfiguration : IEntityTypeConfiguration<Detection>
{
    public void Configure(EntityTypeBuilder<Detection> builder)
    {
        builder.HasOne<Capture>().WithMany().HasForeignKey(detection => detection.CaptureId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Algorithm>().WithMany().HasForeignKey(detection => detection.AlgorithmId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Occurrence>().WithMany().HasForeignKey(detection => detection.OccurrenceId).OnDelete(DeleteBehavior.Cascade);

        builder.HasIndex(detection => detection.OccurrenceId);

        // The same box of the same detector on the same capture is the same detection, however often it is imported; and so is
        // that it found nothing. Several animals may be somewhere on one picture: those are told apart by what brought them.
        builder.HasIndex(detection => new { detection.CaptureId, detection.AlgorithmId, detection.X1, detection.Y1, detection.X2, detection.Y2 })
            .HasDatabaseName("ix_detections_capture_algorithm_box").IsUnique().AreNullsDistinct(false)
            .HasFilter("x1 is not null or occurrence_id is null");
        builder.ToTable(table => table.HasCheckConstraint("ck_detections_box", "num_nulls(x1, y1, x2, y2) in (0, 4)"));
    }
}
