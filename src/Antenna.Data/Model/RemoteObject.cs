using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>A project of a running Antenna, or one capture set of it, that is imported into a project here.</summary>
public sealed class RemoteSource
{
    public long Id { get; init; }

    /// <summary>The root of its API, which ends in a slash.</summary>
    public required string Address { get; init; }

    public long RemoteProjectId { get; init; }

    /// <summary>0 for the whole project.</summary>
    public long RemoteCaptureSetId { get; init; }

    /// <summary>The name of the project here, which the first import makes.</summary>
    public required string Project { get; init; }

    /// <summary>That project, once it is there: what was fetched goes with it.</summary>
    public long? ProjectId { get; set; }
}

/// <summary>What kind of thing of a running Antenna was fetched.</summary>
public enum RemoteObjectKind
{
    Capture,
    Occurrence,
    Classification,
    CategoryMap,
    Identification,
    Taxon,
}

/// <summary>
/// A thing of a running Antenna that its lists named, and what was fetched of it: an import that is ended in the middle asks
/// only for what it has not, and so does the next one.
/// </summary>
public sealed class RemoteObject
{
    public long SourceId { get; init; }

    public RemoteObjectKind Kind { get; init; }

    /// <summary>Its id there.</summary>
    public long RemoteId { get; init; }

    /// <summary>The occurrence there that an identification is of; null for all else.</summary>
    public long? ParentId { get; set; }

    /// <summary>The id here of an occurrence or an identification that was imported.</summary>
    public long? LocalId { get; set; }

    /// <summary>What the lists say of it; it is fetched where that is not what it was when it was fetched.</summary>
    public required string ListedVersion { get; set; }

    public string? FetchedVersion { get; set; }

    /// <summary>When a list named it last.</summary>
    public DateTime ListedAt { get; set; }

    /// <summary>Compressed JSON; null before it is fetched, and once it was imported.</summary>
    public byte[]? Body { get; set; }

    /// <summary>The import that takes it over; null where it was fetched anew since.</summary>
    public Guid? TakenBy { get; set; }
}

internal sealed class RemoteObjectConfiguration : IEntityTypeConfiguration<RemoteSource>, IEntityTypeConfiguration<RemoteObject>
{
    public void Configure(EntityTypeBuilder<RemoteSource> builder)
    {
        builder.ToTable("remote_sources");
        builder.HasOne<Project>().WithMany().HasForeignKey(source => source.ProjectId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(source => source.ProjectId);
    }

    public void Configure(EntityTypeBuilder<RemoteObject> builder)
    {
        builder.ToTable("remote_objects");
        builder.HasKey(fetched => new { fetched.SourceId, fetched.Kind, fetched.RemoteId });
        builder.Property(fetched => fetched.Kind).HasConversion<string>();
        builder.HasIndex(fetched => new { fetched.SourceId, fetched.ParentId }).HasFilter("parent_id is not null");
        builder.HasOne<RemoteSource>().WithMany().HasForeignKey(fetched => fetched.SourceId).OnDelete(DeleteBehavior.Cascade);
    }
}
