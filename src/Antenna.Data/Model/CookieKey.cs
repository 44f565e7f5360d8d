using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Antenna.Data.Model;

/// <summary>
/// A key of the cookies that several nodes share, sealed with the secret that only those nodes know: one who reads the
/// database, or a backup of it, cannot make a cookie.
/// </summary>
public sealed class CookieKey
{
    public long Id { get; init; }

    /// <summary>What the key calls itself, for people who look at the table.</summary>
    public required string Name { get; init; }

    /// <summary>The sealed key.</summary>
    public required byte[] Sealed { get; init; }

    /// <summary>UTC.</summary>
    public DateTime CreatedAt { get; init; }
}

internal sealed class CookieKeyConfiguration : IEntityTypeConfiguration<CookieKey>
{
    public void Configure(EntityTypeBuilder<CookieKey> builder) => builder.ToTable("cookie_keys");
}
