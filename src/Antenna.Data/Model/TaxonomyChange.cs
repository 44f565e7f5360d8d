using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>
/// One change of taxa or common names, noted by triggers on their tables whoever makes it, in the transaction that makes it.
/// Rows are only ever added, so what a snapshot of the database counts here names its state of the taxonomy: every commit
/// that changes a taxon makes it more. A counter in one row would say the same, and have whoever adds a taxon wait for
/// imports to end.
/// </summary>
public sealed class TaxonomyChange
{
    public long Id { get; init; }
}

internal sealed class TaxonomyChangeConfiguration : IEntityTypeConfiguration<TaxonomyChange>
{
    public void Configure(EntityTypeBuilder<TaxonomyChange> builder) => builder.ToTable("taxonomy_changes");
}
