using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>
/// A host of the web that pictures of a project lie on, as its results say. Browsers fetch them from there only once it
/// allowed it: the host learns who looks at what.
/// </summary>
public sealed class PictureHost
{
    public long ProjectId { get; init; }

    /// <summary>As <see cref="NameOf"/> writes it.</summary>
    public required string Host { get; init; }

    /// <summary>Null until it is allowed.</summary>
    public DateTime? AllowedAt { get; set; }

    /// <summary>The host of an address, with its port where it is not the usual one, in the letters of ASCII.</summary>
    public static string NameOf(Uri address) => address.IsDefaultPort
        ? address.IdnHost.ToLowerInvariant()
        : string.Create(CultureInfo.InvariantCulture, $"{address.IdnHost.ToLowerInvariant()}:{address.Port}");
}

internal sealed class PictureHostConfiguration : IEntityTypeConfiguration<PictureHost>
{
    public void Configure(EntityTypeBuilder<PictureHost> builder)
    {
        builder.HasKey(host => new { host.ProjectId, host.Host });
        builder.HasOne<Project>().WithMany().HasForeignKey(host => host.ProjectId).OnDelete(DeleteBehavior.Cascade);
    }
}
