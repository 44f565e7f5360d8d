using Antenna.Core.Predictions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>
/// A project's wish that whatever an import brings of a classifier is masked to the newest version of a list. It never changes:
/// another wish is another standing mask. Of one classifier a project has at most one that has not ended, since of a lineage
/// only one row counts.
/// </summary>
public sealed class StandingMask
{
    public long Id { get; init; }

    public long ProjectId { get; init; }

    /// <summary>The list, whose newest version at the time of each import is masked to.</summary>
    public long TaxaListId { get; init; }

    /// <summary>The classifier.</summary>
    public long AlgorithmId { get; init; }

    public ScoreMode Mode { get; init; }

    public bool OnlyWhenSpeciesChanges { get; init; }

    /// <summary>Rows of which less than this mass is kept are left for a person, 0 for none.</summary>
    public double HoldBelow { get; init; }

    public long SetById { get; init; }

    public DateTime SetAt { get; init; }

    /// <summary>Since when imports pass it by; null where they do not.</summary>
    public DateTime? PausedAt { get; set; }

    public long? PausedById { get; set; }

    /// <summary>When it ended, for good; null while it stands.</summary>
    public DateTime? EndedAt { get; set; }

    public long? EndedById { get; set; }
}

/// <summary>
/// A run that a standing mask owes to an import. It is written by the import's transaction, and settled by the transaction that
/// creates the run: so a process that ends between the two loses no run, and starts none twice.
/// </summary>
public sealed class StandingMaskLaunch
{
    public long Id { get; init; }

    public long StandingMaskId { get; init; }

    /// <summary>The captures of which the import brought results that count: the scope of the run.</summary>
    public long CaptureSetId { get; init; }

    /// <summary>The name of the file that was imported.</summary>
    public required string File { get; init; }

    public DateTime ImportedAt { get; init; }

    /// <summary>When it was decided what becomes of it; null while nobody has.</summary>
    public DateTime? SettledAt { get; set; }

    /// <summary>The run; null while it is owed, and where it was refused.</summary>
    public long? RunId { get; set; }

    /// <summary>Why there is no run, in words that a curator can act on.</summary>
    public string? Refusal { get; set; }
}

internal sealed class StandingMaskConfiguration : IEntityTypeConfiguration<StandingMask>, IEntityTypeConfiguration<StandingMaskLaunch>
{
    public void Configure(EntityTypeBuilder<StandingMask> builder)
    {
        builder.HasOne<Project>().WithMany().HasForeignKey(mask => mask.ProjectId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<TaxaList>().WithMany().HasForeignKey(mask => mask.TaxaListId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Algorithm>().WithMany().HasForeignKey(mask => mask.AlgorithmId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(mask => mask.SetById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(mask => mask.PausedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(mask => mask.EndedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(mask => new { mask.ProjectId, mask.AlgorithmId })
            .HasDatabaseName("ix_standing_masks_one_a_classifier").IsUnique().HasFilter("ended_at is null");
        builder.HasIndex(mask => new { mask.ProjectId, mask.Id });
    }

    public void Configure(EntityTypeBuilder<StandingMaskLaunch> builder)
    {
        builder.HasOne<StandingMask>().WithMany().HasForeignKey(launch => launch.StandingMaskId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<CaptureSet>().WithMany().HasForeignKey(launch => launch.CaptureSetId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Run>().WithMany().HasForeignKey(launch => launch.RunId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(launch => new { launch.StandingMaskId, launch.Id });
        builder.HasIndex(launch => launch.CaptureSetId);
        builder.HasIndex(launch => launch.RunId);
        builder.HasIndex(launch => launch.Id).HasDatabaseName("ix_standing_mask_launches_owed").HasFilter("settled_at is null");
        builder.ToTable(table => table.HasCheckConstraint(
            "ck_standing_mask_launches_settled", "num_nonnulls(run_id, refusal) = case when settled_at is null then 0 else 1 end"));
    }
}
