using Antenna.Core.Predictions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>The classes that one mask keeps, found by their hash and kept for good.</summary>
public sealed class StoredKeptSet
{
    public long Id { get; init; }

    public long CategoryMapId { get; init; }

    /// <summary><see cref="KeptSet.Hash"/>.</summary>
    public required string Hash { get; init; }

    /// <summary>One bit a class, bit <c>i % 8</c> of byte <c>i / 8</c>: the classes whose taxon is listed.</summary>
    public required byte[] Listed { get; init; }

    /// <summary>The same for the classes that are not a taxon.</summary>
    public required byte[] NotATaxon { get; init; }

    public int ListedCount { get; init; }

    public int NotATaxonCount { get; init; }
}

internal sealed class StoredKeptSetConfiguration : IEntityTypeConfiguration<StoredKeptSet>
{
    public void Configure(EntityTypeBuilder<StoredKeptSet> builder)
    {
        builder.ToTable("kept_sets", table => table.HasCheckConstraint("ck_kept_sets_listed", "listed_count > 0"));
        builder.HasOne<StoredCategoryMap>().WithMany().HasForeignKey(kept => kept.CategoryMapId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(kept => new { kept.CategoryMapId, kept.Hash }).IsUnique();
    }
}
