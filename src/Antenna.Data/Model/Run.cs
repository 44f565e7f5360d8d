using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>One execution of one post-processing task over one scope, with the settings frozen when it was launched.</summary>
public sealed class Run
{
    public long Id { get; init; }

    public long ProjectId { get; init; }

    /// <summary>Which task: its key, <c>class-masking</c> for one.</summary>
    public required string Task { get; init; }

    /// <summary>The scope, if it is a capture set; exactly one of this and <see cref="OccurrenceId"/>.</summary>
    public long? CaptureSetId { get; init; }

    public long? OccurrenceId { get; init; }

    /// <summary>The classifier whose lineages the run looks at.</summary>
    public long SourceAlgorithmId { get; init; }

    /// <summary>The algorithm whose rows the run writes.</summary>
    public long AlgorithmId { get; init; }

    public long? TaxaListVersionId { get; init; }

    /// <summary>The task's settings as JSON, as they were when launched.</summary>
    public required string Settings { get; init; }

    /// <summary>SHA-256 in hexadecimal of <see cref="Settings"/>: distinguishes one launch submitted twice from two launches.</summary>
    public required string SettingsHash { get; init; }

    public int BatchSize { get; init; }

    public long RequestedById { get; init; }

    public RunState State { get; set; }

    /// <summary>Why it failed, in words that a curator can act on.</summary>
    public string? Failure { get; set; }

    public DateTime CreatedAt { get; init; }

    public DateTime? StartedAt { get; set; }

    public DateTime? FinishedAt { get; set; }

    public DateTime? RevertedAt { get; set; }

    /// <summary>
    /// Counts who took the run up. A batch commits only under the attempt that it began with, so that a node which
    /// stalled and woke up after another took over writes nothing more.
    /// </summary>
    public int Attempt { get; set; }

    /// <summary>The occurrence up to which batches are committed, in the order of ids; 0 before the first.</summary>
    public long Checkpoint { get; set; }

    /// <summary>Rows in scope; null until they have been counted.</summary>
    public long? Total { get; set; }

    /// <summary>Rows looked at so far: the sum of masked, unchanged, restored, held and skipped.</summary>
    public long Checked { get; set; }

    public long Masked { get; set; }

    public long Unchanged { get; set; }

    public long Restored { get; set; }

    public long Held { get; set; }

    public long SkippedNoLogits { get; set; }

    public long SkippedWrongLength { get; set; }

    /// <summary>Logits with NaN, +∞, or nothing finite.</summary>
    public long SkippedNotFinite { get; set; }

    /// <summary>Rows that a newer result or another step took out of scope while the run was under way.</summary>
    public long SkippedOutOfScope { get; set; }

    /// <summary>Distinct occurrences whose determined taxon is now another than before the run.</summary>
    public long OccurrencesUpdated { get; set; }
}

/// <summary>
/// The last heartbeat of the node that holds a run. A row of its own: on the run's row it would wait behind each batch's lock.
/// </summary>
public sealed class RunHeartbeat
{
    public long RunId { get; init; }

    public int Attempt { get; set; }

    public DateTime BeatAt { get; set; }

    /// <summary>Name of the node, for the log.</summary>
    public required string Node { get; set; }

    /// <summary>What the run waited for at that moment: the name of a kind of database error; null where it did not wait.</summary>
    public string? WaitKind { get; set; }

    public DateTime? WaitSince { get; set; }

    /// <summary>Who held the lock that it waited for.</summary>
    public string? WaitHolder { get; set; }
}

/// <summary>One line of a run's log.</summary>
public sealed class RunLogEntry
{
    public long Id { get; init; }

    public long RunId { get; init; }

    public DateTime At { get; init; }

    public RunLogLevel Level { get; init; }

    public required string Message { get; init; }
}

public enum RunLogLevel
{
    Information,
    Warning,
    Error,
}

internal sealed class RunConfiguration :
    IEntityTypeConfiguration<Run>, IEntityTypeConfiguration<RunHeartbeat>, IEntityTypeConfiguration<RunLogEntry>
{
    public void Configure(EntityTypeBuilder<Run> builder)
    {
        builder.Property(run => run.State).HasConversion<string>();
        builder.Property(run => run.Settings).HasColumnType("jsonb");
        builder.HasOne<Project>().WithMany().HasForeignKey(run => run.ProjectId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<CaptureSet>().WithMany().HasForeignKey(run => run.CaptureSetId).OnDelete(DeleteBehavior.NoAction);
        builder.HasOne<Occurrence>().WithMany().HasForeignKey(run => run.OccurrenceId).OnDelete(DeleteBehavior.NoAction);
        builder.HasOne<Algorithm>().WithMany().HasForeignKey(run => run.SourceAlgorithmId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Algorithm>().WithMany().HasForeignKey(run => run.AlgorithmId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<TaxaListVersion>().WithMany().HasForeignKey(run => run.TaxaListVersionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(run => run.RequestedById).OnDelete(DeleteBehavior.Restrict);

        builder.HasIndex(run => new { run.ProjectId, run.Id });
        builder.HasIndex(run => run.CaptureSetId);
        builder.HasIndex(run => run.OccurrenceId);

        // A second click finds the first click's run: one a task, scope and settings while it is under way.
        builder.HasIndex(run => new { run.Task, run.CaptureSetId, run.OccurrenceId, run.SettingsHash })
            .HasDatabaseName("ix_runs_one_under_way").IsUnique().AreNullsDistinct(false)
            .HasFilter($"state in {RunStates.UnderWaySql}");
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_runs_scope", "num_nonnulls(capture_set_id, occurrence_id) = 1");
            table.HasCheckConstraint("ck_runs_batch_size", "batch_size > 0");
            table.HasCheckConstraint(
                "ck_runs_checked",
                "checked = masked + unchanged + restored + held + skipped_no_logits + skipped_wrong_length + skipped_not_finite + skipped_out_of_scope");
        });
    }

    public void Configure(EntityTypeBuilder<RunHeartbeat> builder)
    {
        builder.HasKey(heartbeat => heartbeat.RunId);
        builder.Property(heartbeat => heartbeat.RunId).ValueGeneratedNever();
        builder.HasOne<Run>().WithOne().HasForeignKey<RunHeartbeat>(heartbeat => heartbeat.RunId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<RunLogEntry> builder)
    {
        builder.HasIndex(entry => new { entry.RunId, entry.Id });
        builder.Property(entry => entry.Level).HasConversion<string>();
        builder.HasOne<Run>().WithMany().HasForeignKey(entry => entry.RunId).OnDelete(DeleteBehavior.Cascade);
    }
}
