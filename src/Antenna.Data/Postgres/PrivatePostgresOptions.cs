using MysticMind.PostgresEmbed;

namespace Antenna.Data.Postgres;

/// <summary>Settings of the private PostgreSQL, bound from the configuration section <see cref="Section"/>.</summary>
public sealed record PrivatePostgresOptions
{
    /// <summary>The configuration section that these settings are bound from.</summary>
    public const string Section = "PrivatePostgres";

    /// <summary>
    /// The folder that keeps the database. Default: <c>Antenna.Dashboard/postgres</c> in the user's local application
    /// data; for root <c>/var/lib/antenna-dashboard/postgres</c>, because the user that PostgreSQL runs under cannot
    /// enter root's home.
    /// </summary>
    public string? DataFolder { get; init; }

    /// <summary>
    /// The folder that holds <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>, 15 or newer. Default: the newest that is
    /// found on this machine, and if there is none, a download.
    /// </summary>
    public string? BinariesFolder { get; init; }

    /// <summary>Where downloaded binaries are kept. Default: <c>postgres-binaries</c> next to the default data folder.</summary>
    public string? DownloadFolder { get; init; }

    /// <summary>
    /// The Maven repository (http or https) that holds the binaries of the Zonky project. Empty: never download.
    /// </summary>
    public string MavenRepository { get; init; } = PgServerOptions.DefaultMavenRepo;

    /// <summary>
    /// The version to download for a new data folder: a major (<c>17</c>) or an exact one (<c>17.6.0</c>). For an
    /// existing data folder it is always the folder's own major version.
    /// </summary>
    public string DownloadVersion { get; init; } = "17";

    /// <summary>
    /// The user that PostgreSQL runs under when the product runs as root, which PostgreSQL refuses. Default: the owner
    /// of an existing cluster, else <c>postgres</c>.
    /// </summary>
    public string? RunAsUser { get; init; }

    /// <summary>
    /// PostgreSQL settings as <c>name=value</c>, such as <c>shared_buffers=1GB</c>. They hold from the next start of
    /// PostgreSQL on.
    /// </summary>
    public IReadOnlyList<string> ServerSettings { get; init; } = [];
}
