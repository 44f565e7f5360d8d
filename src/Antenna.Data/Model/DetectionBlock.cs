using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>
/// A block of ids in which a project has, or once had, a detection of a detector. A trigger on the detections notes it. Two that
/// write at the same time may note the same twice, so no transaction waits for another, and what is removed stays noted: it
/// costs a look in vain.
/// </summary>
public sealed class DetectionBlock
{
    public long ProjectId { get; init; }

    public long AlgorithmId { get; init; }

    /// <summary>The ids without their last <see cref="IdBlock.Bits"/> bits.</summary>
    public long Block { get; init; }
}

internal sealed class DetectionBlockConfiguration : IEntityTypeConfiguration<DetectionBlock>
{
    public void Configure(EntityTypeBuilder<DetectionBlock> builder)
    {
        builder.HasNoKey();
        builder.HasOne<Project>().WithMany().HasForeignKey(noted => noted.ProjectId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Algorithm>().WithMany().HasForeignKey(noted => noted.AlgorithmId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(noted => new { noted.ProjectId, noted.Block });
        builder.HasIndex(noted => new { noted.AlgorithmId, noted.Block });
    }
}
