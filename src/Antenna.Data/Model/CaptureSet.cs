using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>A named, frozen set of captures: the bulk scope of a run.</summary>
public sealed class CaptureSet
{
    public long Id { get; init; }

    public long ProjectId { get; init; }

    public required string Name { get; set; }

    public DateTime CreatedAt { get; init; }
}

/// <summary>Membership of one capture in one capture set.</summary>
public sealed class CaptureSetItem
{
    public long CaptureSetId { get; init; }

    public long CaptureId { get; init; }
}

/// <summary>
/// How much of a capture set one classifier classified. Derived from the classifications whenever a transaction that touches
/// the set commits, because counting them takes seconds on a large set and the page that asks has milliseconds. Masking moves
/// the terminal flag inside a lineage and so never changes it.
/// </summary>
public sealed class CaptureSetClassifier
{
    public long CaptureSetId { get; init; }

    public long AlgorithmId { get; init; }

    /// <summary>Results that the classifier itself gave, one a detection at least.</summary>
    public long Results { get; init; }

    /// <summary>Lineages that have an occurrence and a terminal row: what a run would look at.</summary>
    public long InScope { get; init; }

    /// <summary>Those of <see cref="InScope"/> whose source has logits: what can be masked.</summary>
    public long Maskable { get; init; }
}

internal sealed class CaptureSetConfiguration :
    IEntityTypeConfiguration<CaptureSet>, IEntityTypeConfiguration<CaptureSetItem>, IEntityTypeConfiguration<CaptureSetClassifier>
{
    public void Configure(EntityTypeBuilder<CaptureSet> builder)
    {
        builder.HasOne<Project>().WithMany().HasForeignKey(set => set.ProjectId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(set => new { set.ProjectId, set.Name }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<CaptureSetItem> builder)
    {
        builder.HasKey(item => new { item.CaptureSetId, item.CaptureId });
        builder.HasIndex(item => item.CaptureId);
        builder.HasOne<CaptureSet>().WithMany().HasForeignKey(item => item.CaptureSetId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Capture>().WithMany().HasForeignKey(item => item.CaptureId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<CaptureSetClassifier> builder)
    {
        builder.HasKey(summary => new { summary.CaptureSetId, summary.AlgorithmId });
        builder.HasOne<CaptureSet>().WithMany().HasForeignKey(summary => summary.CaptureSetId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Algorithm>().WithMany().HasForeignKey(summary => summary.AlgorithmId).OnDelete(DeleteBehavior.Cascade);
    }
}
