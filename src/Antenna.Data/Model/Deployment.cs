using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>A station with a camera.</summary>
public sealed class Deployment
{
    public long Id { get; init; }

    public long ProjectId { get; init; }

    public required string Name { get; set; }

    /// <summary>Degrees north, WGS 84.</summary>
    public double? Latitude { get; set; }

    /// <summary>Degrees east, WGS 84.</summary>
    public double? Longitude { get; set; }
}

internal sealed class DeploymentConfiguration : IEntityTypeConfiguration<Deployment>
{
    public void Configure(EntityTypeBuilder<Deployment> builder)
    {
        builder.HasOne<Project>().WithMany().HasForeignKey(deployment => deployment.ProjectId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(deployment => new { deployment.ProjectId, deployment.Name }).IsUnique();
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_deployments_latitude", "latitude between -90 and 90");
            table.HasCheckConstraint("ck_deployments_longitude", "longitude between -180 and 180");
        });
    }
}
