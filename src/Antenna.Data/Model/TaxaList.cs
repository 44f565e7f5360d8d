using Antenna.Core.Taxonomy;
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

    /// <summary>1, 2, 3…; null for a trial, which has none until it is promoted.</summary>
    public int? Number { get; set; }

    public long AuthorId { get; init; }

    public DateTime CreatedAt { get; init; }

    /// <summary>Why this version was made, in its author's words.</summary>
    public string? Note { get; set; }

    /// <summary>
    /// The curator whose draft this version freezes, so that runs can refer to it; it is not offered to others until
    /// promoted, which clears this.
    /// </summary>
    public long? TrialOfId { get; set; }

    /// <summary>The version that a trial was drafted from, also once it was promoted; null for what was never a trial.</summary>
    public long? BaseVersionId { get; init; }

    /// <summary>How many names a trial lists otherwise than <see cref="BaseVersionId"/>.</summary>
    public int? ChangeCount { get; init; }

    /// <summary>How many names it lists, whether the taxonomy knows them or not.</summary>
    public int EntryCount { get; init; }

    /// <summary>SHA-256 in hexadecimal over the entries as written; two versions with equal hashes have the same entries.</summary>
    public required string ContentHash { get; init; }
}

/// <summary>
/// One name on one version of a list. What the version says never changes; what the name resolves to is derived from that,
/// from what people accepted for the list, and from the taxonomy, and follows them.
/// </summary>
public sealed class TaxaListEntry
{
    public long TaxaListVersionId { get; init; }

    /// <summary>Equal for two spellings of the name; see <see cref="ParsedName.Key"/>.</summary>
    public required string NameKey { get; init; }

    /// <summary>The name as written.</summary>
    public required string Name { get; init; }

    public string? Author { get; init; }

    public Rank Rank { get; init; }

    /// <summary>The rank as written, where it is none that is known.</summary>
    public string? RankText { get; init; }

    /// <summary>The status as written; null where none is given.</summary>
    public string? Status { get; init; }

    /// <summary>The name that the list accepts in the place of this one; null where the list accepts this one.</summary>
    public string? AcceptedName { get; init; }

    /// <summary>Whether a genus, family or other higher taxon stands for everything below it.</summary>
    public bool IncludeDescendants { get; init; }

    /// <summary>External keys as "source:key", which identify the taxon before the name does.</summary>
    public string[] Keys { get; init; } = [];

    /// <summary>Higher taxa as "rank:name", which distinguish homonyms.</summary>
    public string[] HigherTaxa { get; init; } = [];

    /// <summary>The taxon that bears the name; null where the taxonomy knows none.</summary>
    public long? TaxonId { get; set; }

    /// <summary>How the taxon was found; null where none was.</summary>
    public NameMatchKind? Match { get; set; }
}

/// <summary>A suggestion that a person accepted for a name in a kingdom, on whichever version of a list it stands.</summary>
public sealed class AcceptedListName
{
    public long TaxaListId { get; init; }

    public required string NameKey { get; init; }

    /// <summary>The key of the kingdom that the row gave, which tells homonyms apart; empty where it gave none.</summary>
    public string KingdomKey { get; init; } = "";

    public long TaxonId { get; set; }

    public long PersonId { get; set; }

    public DateTime AcceptedAt { get; set; }
}

internal sealed class TaxaListConfiguration :
    IEntityTypeConfiguration<TaxaList>, IEntityTypeConfiguration<TaxaListVersion>, IEntityTypeConfiguration<TaxaListEntry>,
    IEntityTypeConfiguration<AcceptedListName>
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
        builder.HasOne<TaxaListVersion>().WithMany().HasForeignKey(version => version.BaseVersionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(version => new { version.TaxaListId, version.Number }).IsUnique();

        // The same content drafted from the same version is the same trial.
        builder.HasIndex(version => new { version.BaseVersionId, version.TrialOfId, version.ContentHash }).IsUnique()
            .HasFilter("trial_of_id is not null");
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_taxa_list_versions_number", "number >= 1");
            table.HasCheckConstraint("ck_taxa_list_versions_trial", "(number is null) = (trial_of_id is not null)");
            table.HasCheckConstraint(
                "ck_taxa_list_versions_base",
                "(base_version_id is null) = (change_count is null) and (trial_of_id is null or base_version_id is not null)");
        });
    }

    public void Configure(EntityTypeBuilder<TaxaListEntry> builder)
    {
        builder.HasKey(entry => new { entry.TaxaListVersionId, entry.NameKey });
        builder.HasOne<TaxaListVersion>().WithMany().HasForeignKey(entry => entry.TaxaListVersionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Taxon>().WithMany().HasForeignKey(entry => entry.TaxonId).OnDelete(DeleteBehavior.Restrict);

        // Pages are read in the order of the key, which is that of its bytes whatever the database's language.
        builder.Property(entry => entry.NameKey).UseCollation("C");
        builder.Property(entry => entry.Match).HasConversion<string>();
        builder.HasIndex(entry => entry.TaxonId);
        builder.ToTable(table => table.HasCheckConstraint("ck_taxa_list_entries_match", "(taxon_id is null) = (match is null)"));
    }

    public void Configure(EntityTypeBuilder<AcceptedListName> builder)
    {
        builder.ToTable("accepted_list_names");
        builder.HasKey(accepted => new { accepted.TaxaListId, accepted.NameKey, accepted.KingdomKey });
        builder.Property(accepted => accepted.NameKey).UseCollation("C");
        builder.Property(accepted => accepted.KingdomKey).UseCollation("C");
        builder.HasOne<TaxaList>().WithMany().HasForeignKey(accepted => accepted.TaxaListId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Taxon>().WithMany().HasForeignKey(accepted => accepted.TaxonId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Person>().WithMany().HasForeignKey(accepted => accepted.PersonId).OnDelete(DeleteBehavior.Restrict);
    }
}
