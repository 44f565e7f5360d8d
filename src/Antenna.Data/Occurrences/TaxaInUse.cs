using Antenna.Data.Projects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql;

namespace Antenna.Data.Occurrences;

/// <summary>
/// A taxon that some occurrence of a project is determined as, or was once. A trigger on the occurrences notes it. Two that
/// write at the same time may note the same twice, so nobody waits for another, and what is no longer in use stays: it
/// costs a look in vain.
/// </summary>
public sealed class ProjectTaxon
{
    public long ProjectId { get; init; }

    public long TaxonId { get; init; }
}

/// <summary>
/// Which taxa occurrences are determined as. Projects use a few thousand taxa of a taxonomy's tens of thousands; a query that
/// names only those reads only what is there, and the database can tell how much that is.
/// </summary>
internal static class TaxaInUse
{
    private const string All = "select distinct taxon_id from project_taxa where project_id = any($1)";

    /// <summary>The taxa that some occurrence of the projects is determined as, and perhaps a few more.</summary>
    public static async Task<HashSet<long>> ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<long> projectIds, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(All, connection) { Parameters = { new() { Value = projectIds.ToArray() } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var taxa = new HashSet<long>();
        while (await reader.ReadAsync(cancellationToken))
            taxa.Add(reader.GetInt64(0));
        return taxa;
    }
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
