using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>
/// An occurrence that people know, and want to see under every mask that they try: so that a list is not fitted to one animal. What is
/// pinned is the project's, the same for everybody who works in it.
/// </summary>
public sealed class PinnedOccurrence
{
    public long OccurrenceId { get; init; }

    /// <summary>The occurrence's.</summary>
    public long ProjectId { get; init; }

    public DateTime PinnedAt { get; init; }
}

internal sealed class PinnedOccurrenceConfiguration : IEntityTypeConfiguration<PinnedOccurrence>
{
    public void Configure(EntityTypeBuilder<PinnedOccurrence> builder)
    {
        builder.HasKey(pin => pin.OccurrenceId);
        builder.Property(pin => pin.OccurrenceId).ValueGeneratedNever();
        builder.HasIndex(pin => new { pin.ProjectId, pin.PinnedAt });
        builder.HasOne<Occurrence>().WithOne().HasForeignKey<PinnedOccurrence>(pin => pin.OccurrenceId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Project>().WithMany().HasForeignKey(pin => pin.ProjectId).OnDelete(DeleteBehavior.Cascade);
    }
}
