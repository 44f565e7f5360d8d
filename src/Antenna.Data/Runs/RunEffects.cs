using Antenna.Data.Occurrences;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Runs;

/// <summary>A row that a run wrote, or whose terminal flag it changed: what undoing the run takes back.</summary>
public sealed class ClassificationEffect
{
    public long RunId { get; init; }

    /// <summary>No foreign key: the effects of a run stay after an undo has removed the rows that it wrote.</summary>
    public long ClassificationId { get; init; }

    /// <summary>Null where the run wrote the row.</summary>
    public bool? TerminalBefore { get; init; }

    public bool TerminalAfter { get; set; }
}

/// <summary>An occurrence that a run touched, with its determination before and after.</summary>
public sealed class OccurrenceEffect
{
    public long RunId { get; init; }

    public long OccurrenceId { get; init; }

    public long? TaxonBeforeId { get; init; }

    public double? ScoreBefore { get; init; }

    public long? TaxonAfterId { get; set; }

    public double? ScoreAfter { get; set; }
}

internal sealed class RunEffectsConfiguration : IEntityTypeConfiguration<ClassificationEffect>, IEntityTypeConfiguration<OccurrenceEffect>
{
    public void Configure(EntityTypeBuilder<ClassificationEffect> builder)
    {
        builder.ToTable("run_classification_effects");
        builder.HasKey(effect => new { effect.RunId, effect.ClassificationId });
        builder.HasOne<Run>().WithMany().HasForeignKey(effect => effect.RunId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<OccurrenceEffect> builder)
    {
        builder.ToTable("run_occurrence_effects");
        builder.HasKey(effect => new { effect.RunId, effect.OccurrenceId });
        builder.HasIndex(effect => effect.OccurrenceId);
        builder.HasOne<Run>().WithMany().HasForeignKey(effect => effect.RunId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Occurrence>().WithMany().HasForeignKey(effect => effect.OccurrenceId).OnDelete(DeleteBehavior.Cascade);
    }
}
