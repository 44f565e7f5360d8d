using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>
/// How many rows of a table a project has come to have, or has lost: the rows of a project and table sum to their number.
/// Triggers on those tables add them, so writers do not wait for each other.
/// </summary>
public sealed class ProjectCount
{
    public long ProjectId { get; init; }

    /// <summary>The table whose rows are counted.</summary>
    public required string Counted { get; init; }

    public long Amount { get; init; }
}

internal sealed class ProjectCountConfiguration : IEntityTypeConfiguration<ProjectCount>
{
    public void Configure(EntityTypeBuilder<ProjectCount> builder)
    {
        builder.ToTable("project_counts").HasNoKey();
        builder.HasOne<Project>().WithMany().HasForeignKey(count => count.ProjectId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(count => count.ProjectId);
    }
}
