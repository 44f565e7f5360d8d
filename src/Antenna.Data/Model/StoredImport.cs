using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>What an import brings in. Orders that are stored say it by its number: another one goes to the end.</summary>
public enum ImportKind
{
    PipelineResults,
    Taxa,
    Identifications,

    /// <summary>A project of a running Antenna, over its API.</summary>
    RunningAntenna,
    CamtrapDp,

    /// <summary>Names, as the next version of a taxa list.</summary>
    TaxaList,
}

/// <summary>Where an import is in its life.</summary>
public enum ImportState
{
    /// <summary>No node has taken it up.</summary>
    Queued,

    Running,

    /// <summary>Somebody canceled it, and its node winds down.</summary>
    Canceling,

    /// <summary>Canceled; nothing of it was written.</summary>
    Canceled,

    /// <summary>Refused or failed, for a reason; nothing of it was written.</summary>
    Failed,

    /// <summary>All of it was written.</summary>
    Succeeded,
}

/// <summary>
/// One import, from a page or by the command line: what was requested, by whom, how far it is, and what it did. It succeeds in the
/// very transaction that writes what it brings, so that neither is without the other.
/// </summary>
public sealed class StoredImport
{
    public long Id { get; init; }

    public ImportKind Kind { get; init; }

    /// <summary>The project that it goes into; null for taxa and shared lists, while the project is yet to be made, and once that is gone.</summary>
    public long? ProjectId { get; set; }

    /// <summary>The name of the project; null for taxa and lists that all projects share.</summary>
    public string? Project { get; init; }

    /// <summary>What is imported, for people: names of files, or a path of the server.</summary>
    public required string Source { get; init; }

    /// <summary>All that was requested, as JSON.</summary>
    public required string Order { get; init; }

    public ImportState State { get; set; }

    /// <summary>Why it failed, in words that a curator can act on.</summary>
    public string? Reason { get; set; }

    /// <summary>What it did, as JSON; null until it succeeded.</summary>
    public string? Report { get; set; }

    public long RequestedById { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime? StartedAt { get; set; }

    public DateTime? FinishedAt { get; set; }

    /// <summary>Whether nodes execute it, one after the other goes away; else the command that began it does, and nobody after it.</summary>
    public bool IsScheduled { get; init; }

    /// <summary>The process that has it, for people.</summary>
    public string? Node { get; set; }

    /// <summary>The fencing token: each claim counts it up, and only the newest may commit.</summary>
    public int Attempt { get; set; }

    public DateTime? BeatAt { get; set; }

    /// <summary>The name of what it does now; null where that is not known yet.</summary>
    public string? Phase { get; set; }

    /// <summary>How much of the phase is done, 0 to 1; null where that is not known.</summary>
    public double? Done { get; set; }

    /// <summary>Since when it waits; null where it does not.</summary>
    public DateTime? WaitsSince { get; set; }

    /// <summary>The kind of error of the database that it waits out, or that it is a lock; null where it does not wait.</summary>
    public string? WaitKind { get; set; }

    /// <summary>Who holds the lock that it waits for; null for other waits.</summary>
    public string? WaitsFor { get; set; }
}

/// <summary>A piece of a file that was sent from a page, until its import has ended: any node on the database can read it.</summary>
public sealed class ImportFilePiece
{
    public long ImportId { get; init; }

    /// <summary>The name that it was sent under; of a folder's, its path from the folder's name on, with slashes.</summary>
    public required string File { get; init; }

    /// <summary>From 0.</summary>
    public int Position { get; init; }

    public required byte[] Bytes { get; init; }
}

/// <summary>
/// A piece of what became of the lines of an imported list, compressed: it is kept with the report, and is read whole or not at all,
/// so that lines of the database's own would only take ten times the room.
/// </summary>
public sealed class MatchedLinePiece
{
    public long ImportId { get; init; }

    /// <summary>From 0.</summary>
    public int Position { get; init; }

    /// <summary>Whole lines, as JSON.</summary>
    public required byte[] Bytes { get; init; }
}

internal sealed class StoredImportConfiguration
    : IEntityTypeConfiguration<StoredImport>, IEntityTypeConfiguration<ImportFilePiece>, IEntityTypeConfiguration<MatchedLinePiece>
{
    public void Configure(EntityTypeBuilder<StoredImport> builder)
    {
        builder.ToTable("imports");
        builder.Property(import => import.Kind).HasConversion<string>();
        builder.Property(import => import.State).HasConversion<string>();
        builder.Property(import => import.Order).HasColumnType("jsonb");
        builder.Property(import => import.Report).HasColumnType("jsonb");
        builder.HasOne<Project>().WithMany().HasForeignKey(import => import.ProjectId).OnDelete(DeleteBehavior.SetNull);
        builder.HasOne<Person>().WithMany().HasForeignKey(import => import.RequestedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(import => new { import.ProjectId, import.Id });
        builder.HasIndex(import => import.Id).HasDatabaseName("ix_imports_under_way").HasFilter("state in ('Queued', 'Running', 'Canceling')");
    }

    public void Configure(EntityTypeBuilder<ImportFilePiece> builder)
    {
        builder.HasKey(piece => new { piece.ImportId, piece.File, piece.Position });
        builder.HasOne<StoredImport>().WithMany().HasForeignKey(piece => piece.ImportId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<MatchedLinePiece> builder)
    {
        builder.HasKey(piece => new { piece.ImportId, piece.Position });
        builder.HasOne<StoredImport>().WithMany().HasForeignKey(piece => piece.ImportId).OnDelete(DeleteBehavior.Cascade);
    }
}
