using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>
/// So many occurrences more or fewer that were seen first on a day, or of those that an algorithm classified: their
/// sums show on which days an algorithm left something out, which otherwise only going through everything shows. Triggers
/// note each change in the transaction that makes it, in rows of its own, so no transaction waits for another.
/// </summary>
public sealed class OccurrenceDay
{
    public long ProjectId { get; init; }

    /// <summary>Null for all occurrences, whichever were classified.</summary>
    public long? AlgorithmId { get; init; }

    /// <summary>Of the camera's calendar; null for those without a time.</summary>
    public DateOnly? Day { get; init; }

    public long Occurrences { get; init; }
}

internal sealed class OccurrenceDayConfiguration : IEntityTypeConfiguration<OccurrenceDay>
{
    public void Configure(EntityTypeBuilder<OccurrenceDay> builder)
    {
        builder.HasNoKey();
        builder.HasOne<Project>().WithMany().HasForeignKey(day => day.ProjectId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(day => new { day.ProjectId, day.AlgorithmId, day.Day }).IncludeProperties(day => day.Occurrences);
    }
}
