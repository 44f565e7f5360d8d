using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>
/// Changes of taxa or common names, noted by triggers on their tables whatever makes them, in the transaction that makes them.
/// Each adds a row, and rows are merged without a change of their sum: so what a snapshot of the database sums here is the
/// version of its taxonomy, and every commit that changes a taxon makes it more. A counter in one row would be the same, and
/// have each new taxon wait for imports to end.
/// </summary>
public sealed class TaxonomyChange
{
    public long Id { get; init; }

    /// <summary>How many changes the row stands for.</summary>
    public long Changes { get; init; }
}

internal sealed class TaxonomyChangeConfiguration : IEntityTypeConfiguration<TaxonomyChange>
{
    public void Configure(EntityTypeBuilder<TaxonomyChange> builder) =>
        builder.ToTable("taxonomy_changes").Property(change => change.Changes).HasDefaultValue(1L);
}
