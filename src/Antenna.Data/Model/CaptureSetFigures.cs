using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>
/// What a capture set holds, counted. Derived from its captures and their detections whenever a transaction that touches them
/// commits, because counting a large set takes seconds and a page of them has milliseconds.
/// </summary>
public sealed class CaptureSetFigures
{
    public long CaptureSetId { get; init; }

    public long Captures { get; init; }

    /// <summary>Boxes; a capture on which the detector found nothing has none.</summary>
    public long Detections { get; init; }

    public long Occurrences { get; init; }

    /// <summary>Distinct nights, each from noon to noon of the cameras' local time; captures without a time count for none.</summary>
    public int Nights { get; init; }

    public int Deployments { get; init; }

    public DateTime? FirstCapturedAt { get; init; }

    public DateTime? LastCapturedAt { get; init; }
}

internal sealed class CaptureSetFiguresConfiguration : IEntityTypeConfiguration<CaptureSetFigures>
{
    public void Configure(EntityTypeBuilder<CaptureSetFigures> builder)
    {
        builder.ToTable("capture_set_figures").HasKey(figures => figures.CaptureSetId);
        builder.Property(figures => figures.CaptureSetId).ValueGeneratedNever();
        builder.Property(figures => figures.FirstCapturedAt).HasColumnType("timestamp without time zone");
        builder.Property(figures => figures.LastCapturedAt).HasColumnType("timestamp without time zone");
        builder.HasOne<CaptureSet>().WithOne().HasForeignKey<CaptureSetFigures>(figures => figures.CaptureSetId).OnDelete(DeleteBehavior.Cascade);
    }
}
