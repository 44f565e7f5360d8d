using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>
/// A block of ids in which an algorithm has, or once had, a classification; noted as a <see cref="DetectionBlock"/> is.
/// </summary>
public sealed class ClassificationBlock
{
    public long AlgorithmId { get; init; }

    /// <summary>The ids without their last <see cref="IdBlock.Bits"/> bits.</summary>
    public long Block { get; init; }
}

internal sealed class ClassificationBlockConfiguration : IEntityTypeConfiguration<ClassificationBlock>
{
    public void Configure(EntityTypeBuilder<ClassificationBlock> builder)
    {
        builder.HasNoKey();
        builder.HasOne<Algorithm>().WithMany().HasForeignKey(noted => noted.AlgorithmId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(noted => new { noted.AlgorithmId, noted.Block });
    }
}
