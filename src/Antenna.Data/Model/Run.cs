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

    /// <summary>The scope, if it is a capture set; exactly one of this, <see cref="OccurrenceId"/> and <see cref="SelectionId"/>.</summary>
    public long? CaptureSetId { get; init; }

    public long? OccurrenceId { get; init; }

    public long? SelectionId { get; init; }

    /// <summary>The classifier whose lineages the run looks at; null for a task that looks at those of every classifier.</summary>
    public long? SourceAlgorithmId { get; init; }

    /// <summary>The algorithm whose rows the run writes; null for a task that writes none.</summary>
    public long? AlgorithmId { get; init; }

    public long? TaxaListVersionId { get; init; }

    /// <summary>The task's settings as JSON, as they were when launched.</summary>
    public required string Settings { get; init; }

    /// <summary>SHA-256 in hexadecimal of <see cref="Settings"/>: distinguishes one launch submitted twice from two launches.</summary>
    public required string SettingsHash { get; init; }

    public int BatchSize { get; init; }

    public long RequestedById { get; init; }

    /// <summary>The run that this one undoes; null for a run of a task.</summary>
    public long? UndoesRunId { get; init; }

    public RunState State { get; set; }

    /// <summary>The run that a queued one waits for; null where it waits for a free worker only.</summary>
    public long? WaitsForRunId { get; set; }

    /// <summary>Why it failed, in words that a curator can act on.</summary>
    public string? Failure { get; set; }

    public DateTime CreatedAt { get; init; }

    public DateTime? StartedAt { get; set; }

    public DateTime? FinishedAt { get; set; }

    /// <summary>Rows in scope; null until they have been counted.</summary>
    public long? Total { get; set; }
}

/// <summary>A state that a run came into: when, and by whom where a person did it.</summary>
public sealed class RunStateChange
{
    public long Id { get; init; }

    public long RunId { get; init; }

    public RunState State { get; init; }

    public DateTime At { get; init; }

    /// <summary>Null where the run came into it by itself.</summary>
    public long? PersonId { get; init; }
}

/// <summary>
/// A range of a run's occurrences, by id, that one worker processes on its own: with its own claim, checkpoint and counters.
/// The parts of a run are disjoint and cover its scope; the counters of a run are their sums.
/// </summary>
public sealed class RunPart
{
    public long RunId { get; init; }

    /// <summary>From 1.</summary>
    public int Number { get; init; }

    /// <summary>The occurrences with higher ids than this.</summary>
    public long AfterOccurrenceId { get; init; }

    /// <summary>The last occurrence of the range.</summary>
    public long LastOccurrenceId { get; init; }

    /// <summary>
    /// The fencing token: counts the claims. A batch commits only under the attempt that it began with, so that a node which
    /// stalled and woke up after another took over writes nothing more.
    /// </summary>
    public int Attempt { get; set; }

    /// <summary>The node that claimed the part last; null before the first claim.</summary>
    public long? NodeId { get; set; }

    public DateTime? ClaimedAt { get; set; }

    /// <summary>The occurrence up to which batches are committed, in the order of ids.</summary>
    public long Checkpoint { get; set; }

    /// <summary>When the last batch was committed.</summary>
    public DateTime? AdvancedAt { get; set; }

    /// <summary>Rows by the outcome that they came to: a JSON object of the outcomes' keys.</summary>
    public required string Outcomes { get; set; }

    /// <summary>The first rows of the outcomes that are listed, by the outcomes' keys: arrays of ids.</summary>
    public required string Listed { get; set; }

    /// <summary>Distinct occurrences whose determined taxon is now another than before the run.</summary>
    public long OccurrencesUpdated { get; set; }

    /// <summary>When it came to the end of its range.</summary>
    public DateTime? FinishedAt { get; set; }

    /// <summary>When it stopped before the end, because the run was being canceled.</summary>
    public DateTime? StoppedAt { get; set; }
}

/// <summary>What a part of a run waits for. A row of its own: on the part's row it would wait behind the lock of a batch.</summary>
public sealed class RunPartWait
{
    public long RunId { get; init; }

    public int Part { get; init; }

    public int Attempt { get; init; }

    /// <summary>The name of a kind of database error.</summary>
    public required string Kind { get; init; }

    public DateTime Since { get; init; }

    /// <summary>Who holds the lock that it waits for.</summary>
    public string? Holder { get; init; }
}

/// <summary>A process that executes runs, with its last heartbeat.</summary>
public sealed class Node
{
    public long Id { get; init; }

    /// <summary>For people and the log.</summary>
    public required string Name { get; init; }

    public DateTime StartedAt { get; init; }

    public DateTime BeatAt { get; set; }
}

/// <summary>One entry of a run's log.</summary>
public sealed class RunLogEntry
{
    public long Id { get; init; }

    public long RunId { get; init; }

    public DateTime At { get; init; }

    public RunLogLevel Level { get; init; }

    public required string Message { get; init; }

    /// <summary>What belongs to the message, as JSON; null where nothing does.</summary>
    public string? Data { get; init; }
}

public enum RunLogLevel
{
    Information,
    Warning,
    Error,
}

internal sealed class RunConfiguration :
    IEntityTypeConfiguration<Run>, IEntityTypeConfiguration<RunStateChange>, IEntityTypeConfiguration<RunLogEntry>
{
    public void Configure(EntityTypeBuilder<Run> builder)
    {
        builder.Property(run => run.State).HasConversion<string>();
        builder.Property(run => run.Settings).HasColumnType("jsonb");
        builder.HasOne<Project>().WithMany().HasForeignKey(run => run.ProjectId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<CaptureSet>().WithMany().HasForeignKey(run => run.CaptureSetId).OnDelete(DeleteBehavior.NoAction);
        builder.HasOne<Occurrence>().WithMany().HasForeignKey(run => run.OccurrenceId).OnDelete(DeleteBehavior.NoAction);
        builder.HasOne<Selection>().WithMany().HasForeignKey(run => run.SelectionId).OnDelete(DeleteBehavior.NoAction);
        builder.HasOne<Algorithm>().WithMany().HasForeignKey(run => run.SourceAlgorithmId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Algorithm>().WithMany().HasForeignKey(run => run.AlgorithmId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<TaxaListVersion>().WithMany().HasForeignKey(run => run.TaxaListVersionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(run => run.RequestedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Run>().WithMany().HasForeignKey(run => run.UndoesRunId).OnDelete(DeleteBehavior.NoAction);
        builder.HasOne<Run>().WithMany().HasForeignKey(run => run.WaitsForRunId).OnDelete(DeleteBehavior.SetNull);

        builder.HasIndex(run => new { run.ProjectId, run.Id });
        builder.HasIndex(run => run.CaptureSetId);
        builder.HasIndex(run => run.OccurrenceId);
        builder.HasIndex(run => run.SelectionId);
        builder.HasIndex(run => run.UndoesRunId);
        builder.HasIndex(run => run.WaitsForRunId);

        // A second click finds the first click's run: one a task, scope and settings while it is under way.
        builder.HasIndex(run => new { run.Task, run.CaptureSetId, run.OccurrenceId, run.SelectionId, run.SettingsHash })
            .HasDatabaseName("ix_runs_one_under_way").IsUnique().AreNullsDistinct(false)
            .HasFilter($"state in {RunStates.UnderWaySql}");
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_runs_scope", "num_nonnulls(capture_set_id, occurrence_id, selection_id) = 1");
            table.HasCheckConstraint("ck_runs_batch_size", "batch_size > 0");
        });
    }

    public void Configure(EntityTypeBuilder<RunStateChange> builder)
    {
        builder.Property(change => change.State).HasConversion<string>();
        builder.HasIndex(change => new { change.RunId, change.Id });
        builder.HasOne<Run>().WithMany().HasForeignKey(change => change.RunId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Person>().WithMany().HasForeignKey(change => change.PersonId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<RunLogEntry> builder)
    {
        builder.HasIndex(entry => new { entry.RunId, entry.Id });
        builder.Property(entry => entry.Level).HasConversion<string>();
        builder.Property(entry => entry.Data).HasColumnType("jsonb");
        builder.HasOne<Run>().WithMany().HasForeignKey(entry => entry.RunId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class RunPartConfiguration :
    IEntityTypeConfiguration<RunPart>, IEntityTypeConfiguration<RunPartWait>, IEntityTypeConfiguration<Node>
{
    public void Configure(EntityTypeBuilder<RunPart> builder)
    {
        builder.HasKey(part => new { part.RunId, part.Number });
        builder.Property(part => part.Number).ValueGeneratedNever();
        builder.Property(part => part.Outcomes).HasColumnType("jsonb");
        builder.Property(part => part.Listed).HasColumnType("jsonb");
        builder.HasOne<Run>().WithMany().HasForeignKey(part => part.RunId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Node>().WithMany().HasForeignKey(part => part.NodeId).OnDelete(DeleteBehavior.SetNull);
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_run_parts_range", "after_occurrence_id <= last_occurrence_id");
            table.HasCheckConstraint("ck_run_parts_checkpoint", "checkpoint between after_occurrence_id and last_occurrence_id");
            table.HasCheckConstraint("ck_run_parts_end", "num_nonnulls(finished_at, stopped_at) <= 1");
        });

        // A batch changes this row and nothing that an index has: the new version stays on the page of the old one.
        builder.HasStorageParameter("fillfactor", 50);
    }

    public void Configure(EntityTypeBuilder<RunPartWait> builder)
    {
        builder.HasKey(wait => new { wait.RunId, wait.Part });
        builder.Property(wait => wait.Part).ValueGeneratedNever();
        builder.HasOne<RunPart>().WithMany().HasForeignKey(wait => new { wait.RunId, wait.Part }).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<Node> builder)
    {
    }
}
