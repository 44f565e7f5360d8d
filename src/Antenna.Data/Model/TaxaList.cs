using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>A checklist: the taxa that can occur somewhere, as a line of versions.</summary>
public sealed class TaxaList
{
    public long Id { get; init; }

    /// <summary>The project that owns the list; null for one that every project may use.</summary>
    public long? ProjectId { get; init; }

    public required string Name { get; set; }

    public DateTime CreatedAt { get; init; }
}

/// <summary>One content of a taxa list. A version never changes.</summary>
public sealed class TaxaListVersion
{
    public long Id { get; init; }

    public long TaxaListId { get; init; }

    /// <summary>1, 2, 3…</summary>
    public int Number { get; init; }

    public long AuthorId { get; init; }

    public DateTime CreatedAt { get; init; }

    /// <summary>Why this version was made, in its author's words.</summary>
    public string? Note { get; init; }

    /// <summary>
    /// The curator whose trying out this version serves; it is not offered to others until promoted, which clears this.
    /// </summary>
    public long? TrialOfId { get; set; }

    public int TaxonCount { get; init; }

    /// <summary>SHA-256 in hexadecimal over the canonical entries; two versions with equal hashes list the same.</summary>
    public required string ContentHash { get; init; }
}

/// <summary>One taxon on one version of a list, accepted when the version was saved.</summary>
public sealed class TaxaListEntry
{
    public long TaxaListVersionId { get; init; }

    public long TaxonId { get; init; }

    /// <summary>Whether a genus, family or other higher taxon stands for everything below it.</summary>
    public bool IncludeDescendants { get; init; }
}

internal sealed class TaxaListConfiguration :
    IEntityTypeConfiguration<TaxaList>, IEntityTypeConfiguration<TaxaListVersion>, IEntityTypeConfiguration<TaxaListEntry>
{
    public void Configure(EntityTypeBuilder<TaxaList> builder)
    {
        builder.HasOne<Project>().WithMany().HasForeignKey(list => list.ProjectId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(list => new { list.ProjectId, list.Name }).IsUnique().AreNullsDistinct(false);
    }

    public void Configure(EntityTypeBuilder<TaxaListVersion> builder)
    {
        builder.HasOne<TaxaList>().WithMany().HasForeignKey(version => version.TaxaListId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Person>().WithMany().HasForeignKey(version => version.AuthorId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(version => version.TrialOfId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(version => new { version.TaxaListId, version.Number }).IsUnique();
        builder.ToTable(table => table.HasCheckConstraint("ck_taxa_list_versions_number", "number >= 1"));
    }

    public void Configure(EntityTypeBuilder<TaxaListEntry> builder)
    {
        builder.HasKey(entry => new { entry.TaxaListVersionId, entry.TaxonId });
        builder.HasOne<TaxaListVersion>().WithMany().HasForeignKey(entry => entry.TaxaListVersionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Taxon>().WithMany().HasForeignKey(entry => entry.TaxonId).OnDelete(DeleteBehavior.Restrict);
    }
}
