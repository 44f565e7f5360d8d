using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>Owns deployments, captures, occurrences and runs. A run never reaches outside its project.</summary>
public sealed class Project
{
    public long Id { get; init; }

    public required string Name { get; set; }

    public DateTime CreatedAt { get; init; }

    /// <summary>Generated to show the product, not photographed by anyone; the start page offers to remove it.</summary>
    public bool IsDemo { get; init; }
}

internal sealed class ProjectConfiguration : IEntityTypeConfiguration<Project>
{
    public void Configure(EntityTypeBuilder<Project> builder) => builder.HasIndex(project => project.Name).IsUnique();
}
