using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>
/// A lineage that a run touched, with its terminal row before and after. As a lineage has one terminal row at most, this
/// says of every row that the run wrote or turned what it was before: what undoing the run reverts.
/// </summary>
public sealed class LineageEffect
{
    public long RunId { get; init; }

    /// <summary>The occurrence that the lineage's detection belonged to then.</summary>
    public long OccurrenceId { get; init; }

    public long LineageId { get; init; }

    /// <summary>Null where no row of the lineage was terminal.</summary>
    public long? TerminalBeforeId { get; init; }

    /// <summary>Null where no row of the lineage is terminal any more.</summary>
    public long? TerminalAfterId { get; init; }

    /// <summary>The run wrote the row that it made terminal; else that row was there before.</summary>
    public bool Written { get; init; }

    /// <summary>The row that the run removed, kept as a <see cref="RemovedClassification"/>; null where it removed none.</summary>
    public long? RemovedId { get; init; }
}

/// <summary>A classification that undoing a run removed, as it was: what undoing the undo brings back.</summary>
public sealed class RemovedClassification
{
    /// <summary>The undo that removed it.</summary>
    public long RunId { get; init; }

    public long ClassificationId { get; init; }

    /// <summary>The row as JSON, by the names of its columns.</summary>
    public required string Row { get; init; }
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

    /// <summary>The occurrence's, so that what a run changed can be listed in its order; a trigger keeps it the same.</summary>
    public DateTime? FirstSeenAt { get; init; }
}

internal sealed class RunEffectsConfiguration :
    IEntityTypeConfiguration<LineageEffect>, IEntityTypeConfiguration<OccurrenceEffect>, IEntityTypeConfiguration<RemovedClassification>
{
    public void Configure(EntityTypeBuilder<LineageEffect> builder)
    {
        // No foreign keys to classifications: the effects of a run stay after an undo has removed the rows that it wrote. None to
        // runs either: it would be checked once a row, always against the same run. A trigger removes them with their run.
        builder.ToTable("run_lineage_effects", table => table.HasCheckConstraint(
            "ck_run_lineage_effects_change",
            "(terminal_before_id is distinct from terminal_after_id or removed_id is not null) and (terminal_after_id is not null or not written)"));
        builder.HasKey(effect => new { effect.RunId, effect.OccurrenceId, effect.LineageId });
    }

    public void Configure(EntityTypeBuilder<OccurrenceEffect> builder)
    {
        builder.ToTable("run_occurrence_effects");
        builder.HasKey(effect => new { effect.RunId, effect.OccurrenceId });
        builder.Property(effect => effect.FirstSeenAt).HasColumnType("timestamp without time zone");
        builder.HasIndex(effect => effect.OccurrenceId);

        // Of the occurrences that a run touches, mostly only the score changes; a list is of those that became another taxon.
        builder.HasIndex(effect => new { effect.RunId, effect.FirstSeenAt, effect.OccurrenceId })
            .HasDatabaseName("ix_run_occurrence_effects_changed").IsDescending(false, true, true)
            .HasFilter("taxon_before_id is distinct from taxon_after_id")
            .IncludeProperties(effect => new { effect.TaxonBeforeId, effect.TaxonAfterId });
        builder.HasOne<Occurrence>().WithMany().HasForeignKey(effect => effect.OccurrenceId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<RemovedClassification> builder)
    {
        builder.HasKey(removed => new { removed.RunId, removed.ClassificationId });

        // Whoever puts rows back looks for them by themselves: any run may have removed them.
        builder.HasIndex(removed => removed.ClassificationId);
        builder.Property(removed => removed.Row).HasColumnType("jsonb");
        builder.HasOne<Run>().WithMany().HasForeignKey(removed => removed.RunId).OnDelete(DeleteBehavior.Cascade);
    }
}
