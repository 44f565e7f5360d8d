using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>
/// An algorithm that classified an occurrence: there is a classification of it. It follows from the classifications,
/// and triggers on those keep it, whatever writes or removes them. No foreign keys: the classifications have them, and each
/// row of a run would be checked twice more.
/// </summary>
public sealed class OccurrenceAlgorithm
{
    public long OccurrenceId { get; init; }

    public long AlgorithmId { get; init; }

    /// <summary>The occurrence's: algorithms are shared by projects, and a list is of one.</summary>
    public long ProjectId { get; init; }

    /// <summary>The occurrence's, so that what an algorithm ran on can be listed in its order.</summary>
    public DateTime? FirstSeenAt { get; init; }
}

internal sealed class OccurrenceAlgorithmConfiguration : IEntityTypeConfiguration<OccurrenceAlgorithm>
{
    public void Configure(EntityTypeBuilder<OccurrenceAlgorithm> builder)
    {
        builder.HasKey(ran => new { ran.OccurrenceId, ran.AlgorithmId });
        builder.Property(ran => ran.FirstSeenAt).HasColumnType("timestamp without time zone");
        builder.HasIndex(ran => new { ran.ProjectId, ran.AlgorithmId, ran.FirstSeenAt, ran.OccurrenceId })
            .HasDatabaseName("ix_occurrence_algorithms_by_time").IsDescending(false, false, true, true);
    }
}
