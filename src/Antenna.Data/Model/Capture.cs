using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>One photograph. Exported and imported data call it a source image.</summary>
public sealed class Capture
{
    public long Id { get; init; }

    public long ProjectId { get; init; }

    public long? DeploymentId { get; set; }

    /// <summary>
    /// Path relative to <see cref="PictureFolder"/>, or a URL. Cameras start numbering their files again on every card: the same path in
    /// another folder may be another capture.
    /// </summary>
    public required string Path { get; init; }

    public long? PictureFolderId { get; set; }

    /// <summary>The camera's local time as it was recorded; cameras carry no time zone.</summary>
    public DateTime? CapturedAt { get; set; }

    /// <summary>px.</summary>
    public int? Width { get; set; }

    /// <summary>px.</summary>
    public int? Height { get; set; }
}

/// <summary>A folder that pictures of imported captures are served from, and never from outside it.</summary>
public sealed class PictureFolder
{
    public long Id { get; init; }

    /// <summary>Absolute path on the machine that serves the pictures.</summary>
    public required string Path { get; init; }
}

internal sealed class CaptureConfiguration : IEntityTypeConfiguration<Capture>, IEntityTypeConfiguration<PictureFolder>
{
    public void Configure(EntityTypeBuilder<Capture> builder)
    {
        builder.Property(capture => capture.CapturedAt).HasColumnType("timestamp without time zone");
        builder.HasOne<Project>().WithMany().HasForeignKey(capture => capture.ProjectId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Deployment>().WithMany().HasForeignKey(capture => capture.DeploymentId).OnDelete(DeleteBehavior.NoAction);
        builder.HasOne<PictureFolder>().WithMany().HasForeignKey(capture => capture.PictureFolderId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(capture => capture.DeploymentId);
        builder.HasIndex(capture => new { capture.ProjectId, capture.Path, capture.PictureFolderId }).IsUnique();
        builder.ToTable(table => table.HasCheckConstraint("ck_captures_size", "width > 0 and height > 0"));
    }

    public void Configure(EntityTypeBuilder<PictureFolder> builder) => builder.HasIndex(folder => folder.Path).IsUnique();
}
