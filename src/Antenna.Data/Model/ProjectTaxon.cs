using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>
/// A taxon that some occurrence of a project is determined as, or was once. A trigger on the occurrences notes it. Two that
/// write at the same time may note the same twice, so no transaction waits for another, and what is no longer in use stays: it
/// costs a look in vain.
/// </summary>
public sealed class ProjectTaxon
{
    public long ProjectId { get; init; }

    public long TaxonId { get; init; }
}

internal sealed class ProjectTaxonConfiguration : IEntityTypeConfiguration<ProjectTaxon>
{
    public void Configure(EntityTypeBuilder<ProjectTaxon> builder)
    {
        builder.HasNoKey();
        builder.HasOne<Project>().WithMany().HasForeignKey(taxon => taxon.ProjectId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(taxon => new { taxon.ProjectId, taxon.TaxonId });
    }
}
