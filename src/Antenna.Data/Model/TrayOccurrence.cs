using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>
/// An occurrence that a person has put into the tray, to do something with it and others. The tray of a project is what in it
/// is of that project: so a tray is the same on every page, in every tab and on every node, and outlives all of them.
/// </summary>
public sealed class TrayOccurrence
{
    public long PersonId { get; init; }

    public long OccurrenceId { get; init; }
}

internal sealed class TrayOccurrenceConfiguration : IEntityTypeConfiguration<TrayOccurrence>
{
    public void Configure(EntityTypeBuilder<TrayOccurrence> builder)
    {
        builder.HasKey(put => new { put.PersonId, put.OccurrenceId });
        builder.HasIndex(put => put.OccurrenceId);
        builder.HasOne<Person>().WithMany().HasForeignKey(put => put.PersonId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Occurrence>().WithMany().HasForeignKey(put => put.OccurrenceId).OnDelete(DeleteBehavior.Cascade);
    }
}
