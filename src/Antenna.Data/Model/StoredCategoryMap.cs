using Antenna.Core.Predictions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>A classifier's ordered class labels, found by their hash and kept for good.</summary>
public sealed class StoredCategoryMap
{
    public long Id { get; init; }

    /// <summary><see cref="CategoryMap.Hash"/>.</summary>
    public required string Hash { get; init; }

    public int ClassCount { get; init; }
}

/// <summary>One class of a category map, and what its label was last resolved to.</summary>
public sealed class StoredClass
{
    public long CategoryMapId { get; init; }

    /// <summary>Position in the logits, from 0.</summary>
    public int Index { get; init; }

    public required string Label { get; init; }

    public ClassMeaning Meaning { get; set; }

    public long? TaxonId { get; set; }

    /// <summary>The GBIF key that the map came with; it resolves before the label does.</summary>
    public string? GbifKey { get; init; }
}

internal sealed class StoredCategoryMapConfiguration : IEntityTypeConfiguration<StoredCategoryMap>, IEntityTypeConfiguration<StoredClass>
{
    public void Configure(EntityTypeBuilder<StoredCategoryMap> builder)
    {
        builder.ToTable("category_maps", table => table.HasCheckConstraint("ck_category_maps_class_count", "class_count > 0"));
        builder.HasIndex(map => map.Hash).IsUnique();
    }

    public void Configure(EntityTypeBuilder<StoredClass> builder)
    {
        builder.ToTable("category_map_classes", table => table.HasCheckConstraint(
            "ck_category_map_classes_taxon", "(taxon_id is not null) = (meaning = 'Taxon')"));
        builder.HasKey(stored => new { stored.CategoryMapId, stored.Index });
        builder.HasIndex(stored => stored.TaxonId);

        // Pages count tens of thousands of labels by what they mean.
        builder.HasIndex(stored => new { stored.CategoryMapId, stored.Meaning });
        builder.Property(stored => stored.Meaning).HasConversion<string>();
        builder.HasOne<StoredCategoryMap>().WithMany().HasForeignKey(stored => stored.CategoryMapId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Taxon>().WithMany().HasForeignKey(stored => stored.TaxonId).OnDelete(DeleteBehavior.Restrict);
    }
}
