using Antenna.Core.Taxonomy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>
/// A taxon, shared by all projects. Trees as published are dirty: a parent may be missing, or lead round in a circle.
/// </summary>
public sealed class Taxon
{
    public long Id { get; init; }

    public required string Name { get; set; }

    public Rank Rank { get; init; }

    /// <summary>The rank as its publisher wrote it, where it is none that is known.</summary>
    public string? RankText { get; init; }

    /// <summary>
    /// 0, unless the same name at the same rank is borne by another taxon too (a genus of plants and one of moths).
    /// </summary>
    public short Homonym { get; init; }

    public long? ParentId { get; set; }

    /// <summary>The taxon that this name is a synonym of; null for an accepted name.</summary>
    public long? AcceptedTaxonId { get; set; }

    public string? Author { get; set; }

    /// <summary>True where the name is known only as one misapplied to other animals; such a name matches nothing.</summary>
    public bool Misapplied { get; set; }

    /// <summary>Where the name came from: the name of a taxonomy, or of the taxa list that introduced it.</summary>
    public required string Source { get; init; }
}

/// <summary>One name that people call a taxon by.</summary>
public sealed class TaxonCommonName
{
    public long TaxonId { get; init; }

    public required string Name { get; init; }
}

/// <summary>What another system calls a taxon: an opaque string, with its source (GBIF, iNaturalist…).</summary>
public sealed class TaxonKey
{
    public required string Source { get; init; }

    public required string Key { get; init; }

    public long TaxonId { get; init; }
}

internal sealed class TaxonConfiguration :
    IEntityTypeConfiguration<Taxon>, IEntityTypeConfiguration<TaxonCommonName>, IEntityTypeConfiguration<TaxonKey>
{
    public void Configure(EntityTypeBuilder<Taxon> builder)
    {
        builder.HasOne<Taxon>().WithMany().HasForeignKey(taxon => taxon.ParentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Taxon>().WithMany().HasForeignKey(taxon => taxon.AcceptedTaxonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(taxon => new { taxon.Name, taxon.Rank, taxon.Homonym }).IsUnique();
        builder.HasIndex(taxon => taxon.ParentId);
        builder.HasIndex(taxon => taxon.AcceptedTaxonId);
        builder.ToTable("taxa", table => table.HasCheckConstraint("ck_taxa_accepted", "accepted_taxon_id <> id and parent_id <> id"));
    }

    public void Configure(EntityTypeBuilder<TaxonCommonName> builder)
    {
        builder.HasKey(name => new { name.TaxonId, name.Name });
        builder.HasOne<Taxon>().WithMany().HasForeignKey(name => name.TaxonId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<TaxonKey> builder)
    {
        builder.HasKey(key => new { key.Source, key.Key });
        builder.HasIndex(key => key.TaxonId);
        builder.HasOne<Taxon>().WithMany().HasForeignKey(key => key.TaxonId).OnDelete(DeleteBehavior.Cascade);
    }
}
