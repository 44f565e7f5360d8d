using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>
/// What one algorithm predicted for one detection. A classifier's own row (the source) and all that was derived from it are one
/// lineage, of which at most one row is terminal.
/// </summary>
public sealed class Classification
{
    public long Id { get; init; }

    public long DetectionId { get; init; }

    public long AlgorithmId { get; init; }

    /// <summary>The id of the lineage's source; a source's own id.</summary>
    public long LineageId { get; init; }

    /// <summary>The row that this one was derived from; null on a source.</summary>
    public long? AppliedToId { get; init; }

    /// <summary>The run that wrote the row; null on what a pipeline delivered. No foreign key: it would be checked once a row.</summary>
    public long? RunId { get; init; }

    /// <summary>Null where the winner is not a taxon, or its label is unresolved.</summary>
    public long? TaxonId { get; set; }

    /// <summary>The winner's index in the algorithm's category map.</summary>
    public int? ClassIndex { get; init; }

    /// <summary>The winner's score in the row's own mode, 0 to 1.</summary>
    public double Score { get; init; }

    /// <summary>The winner's softmax over all classes, 0 to 1: what scores of different masks are compared by.</summary>
    public double AbsoluteScore { get; init; }

    public bool Terminal { get; set; }

    /// <summary>When the result was made; a derived row has its source's time.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>Softmax sum over the listed taxa; masked rows only.</summary>
    public double? ListedMass { get; init; }

    /// <summary>Softmax sum over what is not a taxon; masked rows only.</summary>
    public double? NothingMass { get; init; }

    /// <summary>The rest; masked rows only.</summary>
    public double? OffListMass { get; init; }

    /// <summary>The best classes, best first, at most ten.</summary>
    public int[]? TopClasses { get; init; }

    /// <summary>The best taxa of a row whose answer is a taxon and no class, best first, at most ten.</summary>
    public long[]? TopTaxa { get; init; }

    /// <summary>Their scores in the row's own mode, parallel to <see cref="TopClasses"/> or <see cref="TopTaxa"/>.</summary>
    public double[]? TopScores { get; init; }
}

/// <summary>
/// A source's values before softmax, one little-endian float32 a class. In a table of their own so that no query loads
/// them by accident (117 kB a row at 29,176 classes), stored uncompressed and out of line so that they stream.
/// </summary>
public sealed class ClassificationLogits
{
    public long ClassificationId { get; init; }

    public required byte[] Logits { get; init; }
}

internal sealed class ClassificationConfiguration : IEntityTypeConfiguration<Classification>, IEntityTypeConfiguration<ClassificationLogits>
{
    public void Configure(EntityTypeBuilder<Classification> builder)
    {
        builder.HasOne<Detection>().WithMany().HasForeignKey(row => row.DetectionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Algorithm>().WithMany().HasForeignKey(row => row.AlgorithmId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Taxon>().WithMany().HasForeignKey(row => row.TaxonId).OnDelete(DeleteBehavior.Restrict);

        // A derived row's origin is of its own lineage: the pair is the foreign key. It also lets the check on deleting
        // an origin use the lineage's index, where applied_to_id alone would need one of its own.
        builder.HasAlternateKey(row => new { row.LineageId, row.Id });
        builder.HasOne<Classification>().WithMany()
            .HasForeignKey(row => new { row.LineageId, row.AppliedToId })
            .HasPrincipalKey(row => new { row.LineageId, row.Id })
            .OnDelete(DeleteBehavior.NoAction);

        builder.HasIndex(row => row.DetectionId);
        builder.HasIndex(row => new { row.LineageId, row.AlgorithmId, row.AppliedToId }).IsUnique();
        builder.HasIndex(row => row.LineageId)
            .HasDatabaseName("ix_classifications_one_terminal_a_lineage").IsUnique().HasFilter("terminal");

        // The same result of the same classifier on the same detection is the same source, however often it is imported.
        builder.HasIndex(row => new { row.DetectionId, row.AlgorithmId, row.CreatedAt })
            .HasDatabaseName("ix_classifications_one_source_a_result").IsUnique().HasFilter("applied_to_id is null");
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_classifications_source", "(applied_to_id is null) = (lineage_id = id)");
            table.HasCheckConstraint("ck_classifications_score", "score between 0 and 1 and absolute_score between 0 and 1");
            table.HasCheckConstraint(
                "ck_classifications_masses", "num_nulls(listed_mass, nothing_mass, off_list_mass) in (0, 3)");
            table.HasCheckConstraint(
                "ck_classifications_top",
                "coalesce(cardinality(top_classes), 0) + coalesce(cardinality(top_taxa), 0) = coalesce(cardinality(top_scores), 0) and num_nonnulls(top_classes, top_taxa) <= 1");
        });
    }

    public void Configure(EntityTypeBuilder<ClassificationLogits> builder)
    {
        builder.HasKey(logits => logits.ClassificationId);
        builder.Property(logits => logits.ClassificationId).ValueGeneratedNever();
        builder.HasOne<Classification>().WithOne().HasForeignKey<ClassificationLogits>(logits => logits.ClassificationId).OnDelete(DeleteBehavior.Cascade);
        builder.ToTable("classification_logits", table => table.HasCheckConstraint(
            "ck_classification_logits_float32", "octet_length(logits) % 4 = 0"));
    }
}
