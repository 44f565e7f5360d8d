using Antenna.Core.Predictions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

public enum AlgorithmKind
{
    Detector,
    Classifier,
    Masking,
    RollUp,
    SizeFilter,
}

/// <summary>
/// A detector, a classifier or a post-processing step, shared by all projects. A classifier is one
/// (<see cref="Key"/>, <see cref="Version"/>, category map); a masking algorithm is one (source classifier, kept set, mode).
/// </summary>
public sealed class Algorithm
{
    public long Id { get; init; }

    public AlgorithmKind Kind { get; init; }

    public required string Key { get; init; }

    public required string Name { get; init; }

    public int Version { get; init; }

    public string? VersionName { get; init; }

    /// <summary>What the columns of its logits mean; null for what classifies nothing.</summary>
    public long? CategoryMapId { get; init; }

    /// <summary>The classifier whose results this post-processing step derives from.</summary>
    public long? SourceAlgorithmId { get; init; }

    public long? KeptSetId { get; init; }

    public ScoreMode? Mode { get; init; }

    public DateTime CreatedAt { get; init; }
}

internal sealed class AlgorithmConfiguration : IEntityTypeConfiguration<Algorithm>
{
    public void Configure(EntityTypeBuilder<Algorithm> builder)
    {
        builder.Property(algorithm => algorithm.Kind).HasConversion<string>();
        builder.Property(algorithm => algorithm.Mode).HasConversion<string>();
        builder.HasOne<StoredCategoryMap>().WithMany().HasForeignKey(algorithm => algorithm.CategoryMapId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Algorithm>().WithMany().HasForeignKey(algorithm => algorithm.SourceAlgorithmId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StoredKeptSet>().WithMany().HasForeignKey(algorithm => algorithm.KeptSetId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(algorithm => new { algorithm.Key, algorithm.Version, algorithm.CategoryMapId }).IsUnique().AreNullsDistinct(false);
        builder.HasIndex(algorithm => new { algorithm.SourceAlgorithmId, algorithm.KeptSetId, algorithm.Mode })
            .IsUnique().HasFilter("kind = 'Masking'");
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_algorithms_classifier", "kind <> 'Classifier' or category_map_id is not null");
            table.HasCheckConstraint(
                "ck_algorithms_masking",
                "kind <> 'Masking' or num_nulls(source_algorithm_id, kept_set_id, mode, category_map_id) = 0");
        });
    }
}
