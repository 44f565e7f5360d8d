using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>
/// What made an occurrence: an observation of a package, by the id that it has there, on the capture that it was imported with.
/// So a package that is imported again finds its animals, boxes or none; ids of observations are unique in their package only.
/// </summary>
public sealed class ImportedObservation
{
    public long CaptureId { get; init; }

    /// <summary>As the package has it.</summary>
    public required string ObservationId { get; init; }

    public long OccurrenceId { get; init; }

    /// <summary>A word of Camtrap DP; null where the package does not say.</summary>
    public string? LifeStage { get; init; }

    /// <summary>A word of Camtrap DP; null where the package does not say.</summary>
    public string? Sex { get; init; }

    /// <summary>In the package's own words; null where it does not say.</summary>
    public string? Behaviour { get; init; }

    /// <summary>How many were observed together; null where the package does not say.</summary>
    public int? Animals { get; init; }
}

internal sealed class ImportedObservationConfiguration : IEntityTypeConfiguration<ImportedObservation>
{
    public void Configure(EntityTypeBuilder<ImportedObservation> builder)
    {
        builder.ToTable("imported_observations");
        builder.HasKey(observation => new { observation.CaptureId, observation.ObservationId });
        builder.HasOne<Capture>().WithMany().HasForeignKey(observation => observation.CaptureId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Occurrence>().WithMany().HasForeignKey(observation => observation.OccurrenceId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(observation => observation.OccurrenceId);
    }
}
