using Antenna.Core.TaxaLists;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>
/// A person's unsaved changes to one version of a list; one a person and list, so that every tab, on every node, shows the
/// same.
/// </summary>
public sealed class TaxaListDraft
{
    public long Id { get; init; }

    public long TaxaListId { get; init; }

    public long PersonId { get; init; }

    /// <summary>The version that it changes.</summary>
    public long BaseVersionId { get; init; }

    /// <summary>How many of its steps count; the others are undone.</summary>
    public int Position { get; set; }

    /// <summary>One more with each change: what was seen at an older one is not written over a newer one.</summary>
    public int Revision { get; set; }

    public DateTime ChangedAt { get; set; }
}

/// <summary>A step of a draft; never changed, and gone once another one is made after it was undone.</summary>
public sealed class TaxaListDraftStep
{
    public long DraftId { get; init; }

    /// <summary>1, 2, 3… in the order in which they were made.</summary>
    public int Number { get; init; }

    public DraftStepKind Kind { get; init; }

    /// <summary>The names that a person reads of it.</summary>
    public string[] Names { get; init; } = [];

    /// <summary>What it makes of each name, as JSON.</summary>
    public required string Changes { get; init; }

    public DateTime MadeAt { get; init; }
}

internal sealed class TaxaListDraftConfiguration : IEntityTypeConfiguration<TaxaListDraft>, IEntityTypeConfiguration<TaxaListDraftStep>
{
    public void Configure(EntityTypeBuilder<TaxaListDraft> builder)
    {
        builder.HasOne<TaxaList>().WithMany().HasForeignKey(draft => draft.TaxaListId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Person>().WithMany().HasForeignKey(draft => draft.PersonId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<TaxaListVersion>().WithMany().HasForeignKey(draft => draft.BaseVersionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(draft => new { draft.TaxaListId, draft.PersonId }).IsUnique();
        builder.HasIndex(draft => draft.PersonId);
        builder.ToTable(table => table.HasCheckConstraint("ck_taxa_list_drafts_position", "position >= 0 and revision >= 0"));
    }

    public void Configure(EntityTypeBuilder<TaxaListDraftStep> builder)
    {
        builder.HasKey(step => new { step.DraftId, step.Number });
        builder.HasOne<TaxaListDraft>().WithMany().HasForeignKey(step => step.DraftId).OnDelete(DeleteBehavior.Cascade);
        builder.Property(step => step.Kind).HasConversion<string>();
        builder.Property(step => step.Changes).HasColumnType("jsonb");
        builder.ToTable(table => table.HasCheckConstraint("ck_taxa_list_draft_steps_number", "number >= 1"));
    }
}
