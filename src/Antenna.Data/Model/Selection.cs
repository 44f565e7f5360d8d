using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>
/// Occurrences of one project that a person picked, frozen as the scope of runs: up to <see cref="MostOccurrences"/>. The same
/// occurrences are the same selection.
/// </summary>
public sealed class Selection
{
    public const int MostOccurrences = 1_000;

    public long Id { get; init; }

    public long ProjectId { get; init; }

    /// <summary>SHA-256 in hexadecimal of the ids, in their order.</summary>
    public required string ContentHash { get; init; }

    /// <summary>How many were picked.</summary>
    public int Occurrences { get; init; }

    public DateTime CreatedAt { get; init; }
}

/// <summary>An occurrence of a selection.</summary>
public sealed class SelectionOccurrence
{
    public long SelectionId { get; init; }

    public long OccurrenceId { get; init; }
}

internal sealed class SelectionConfiguration : IEntityTypeConfiguration<Selection>, IEntityTypeConfiguration<SelectionOccurrence>
{
    public void Configure(EntityTypeBuilder<Selection> builder)
    {
        builder.HasOne<Project>().WithMany().HasForeignKey(selection => selection.ProjectId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(selection => new { selection.ProjectId, selection.ContentHash }).IsUnique();
        builder.ToTable(table => table.HasCheckConstraint(
            "ck_selections_occurrences", $"occurrences between 1 and {Selection.MostOccurrences}"));
    }

    public void Configure(EntityTypeBuilder<SelectionOccurrence> builder)
    {
        builder.HasKey(member => new { member.SelectionId, member.OccurrenceId });
        builder.HasIndex(member => member.OccurrenceId);
        builder.HasOne<Selection>().WithMany().HasForeignKey(member => member.SelectionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Occurrence>().WithMany().HasForeignKey(member => member.OccurrenceId).OnDelete(DeleteBehavior.Cascade);
    }
}
