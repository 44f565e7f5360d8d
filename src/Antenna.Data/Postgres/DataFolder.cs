using System.Security.Cryptography;
using System.Text;

namespace Antenna.Data.Postgres;

/// <summary>
/// The folder that keeps the private PostgreSQL: the cluster itself in <c>cluster</c>, and beside it the locks, the
/// log, the password, and the socket where there is one.
/// </summary>
internal sealed class DataFolder
{
    private const string ClusterName = "cluster";
    private const string TransitionName = "transition.lock";

    private DataFolder(string root) => Root = root;

    public string Root { get; }

    /// <summary>PostgreSQL's own data directory. It is there as a whole or not at all.</summary>
    public string Cluster => PathOf(ClusterName);

    /// <summary>Where a cluster is made before it takes its place.</summary>
    public string UnfinishedCluster => PathOf("cluster.unfinished");

    /// <summary>Held exclusively by the server of the product, for as long as it runs.</summary>
    public string ServerLock => PathOf("server.lock");

    /// <summary>Shared by every process that uses the database; whoever can have it alone is the last.</summary>
    public string UsersLock => PathOf("users.lock");

    /// <summary>
    /// Held exclusively by whoever joins or leaves, so that nobody joins while the last one stops PostgreSQL.
    /// </summary>
    public string TransitionLock => PathOf(TransitionName);

    public string Password => PathOf("password");

    /// <summary>PostgreSQL's log; relative to <see cref="Root"/> it is <see cref="LogName"/>.</summary>
    public string Log => PathOf(LogName);

    public static string LogName => "postgres.log";

    public string PreviousLog => PathOf("postgres.previous.log");

    public string PostmasterFile => Path.Combine(Cluster, "postmaster.pid");

    /// <summary>Whether a path that PostgreSQL reports is this folder's cluster.</summary>
    public bool IsCluster(string path) => string.Equals(
        Path.GetFullPath(path),
        Cluster,
        OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    /// <summary>A short name, the same for the same folder, for what has to lie elsewhere.</summary>
    public string ShortName =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Root)).AsSpan(0, 6));

    /// <summary>The data folder that the settings name, or the default one, with its links followed.</summary>
    /// <exception cref="PrivatePostgresException">There is neither a setting nor a home to put it in.</exception>
    public static DataFolder Of(PrivatePostgresOptions options) =>
        new(FollowLinks(string.IsNullOrWhiteSpace(options.DataFolder)
            ? DefaultFolder("postgres", nameof(PrivatePostgresOptions.DataFolder))
            : options.DataFolder));

    /// <summary>Where downloaded binaries are kept.</summary>
    /// <exception cref="PrivatePostgresException">There is neither a setting nor a home to put it in.</exception>
    public static string OfDownloads(PrivatePostgresOptions options) =>
        Path.GetFullPath(string.IsNullOrWhiteSpace(options.DownloadFolder)
            ? DefaultFolder("postgres-binaries", nameof(PrivatePostgresOptions.DownloadFolder))
            : options.DownloadFolder);

    /// <summary>The major version of the cluster that the folder holds, or null when it holds none yet.</summary>
    /// <exception cref="PrivatePostgresException">What is there is not this product's; nothing was touched.</exception>
    public int? ReadMajorVersion()
    {
        if (File.Exists(Root))
            throw Refuse("is a file, not a folder");
        if (!Directory.Exists(Root) || !Directory.EnumerateFileSystemEntries(Root).Any())
            return null;

        var versionFile = Path.Combine(Cluster, "PG_VERSION");
        if (File.Exists(versionFile))
        {
            return int.TryParse(File.ReadAllText(versionFile).Trim(), out var major)
                ? major
                : throw Refuse($"holds a PostgreSQL of an unknown version: '{versionFile}' cannot be read as one");
        }

        if (Directory.Exists(Cluster))
            throw Refuse($"is no database of this product: '{Cluster}' is not a PostgreSQL cluster, it has no PG_VERSION");
        if (File.Exists(PathOf(TransitionName)))
            return null;
        throw File.Exists(PathOf("PG_VERSION"))
            ? Refuse($"is the cluster of another PostgreSQL ({File.ReadAllText(PathOf("PG_VERSION")).Trim()}), which this product did not make")
            : Refuse("is not empty, and what is in it is not a database of this product");
    }

    /// <summary>Makes the folder, for nobody but the account to enter.</summary>
    public async Task CreateAsync(ServerAccount account, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Root);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await account.OwnAsync(Root, cancellation);
    }

    private static string DefaultFolder(string name, string setting) => ProductFolder.Find(name)
        ?? throw new PrivatePostgresException(
            $"The user '{Environment.UserName}' has no folder for local application data to keep the database in. Set {PrivatePostgresOptions.Section}:{setting} to a folder.");

    // PostgreSQL reports its folders with links followed; the same folder must be known by one name only.
    private static string FollowLinks(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(full) is not { } parent)
            return full;
        var here = Path.Combine(FollowLinks(parent), Path.GetFileName(full));
        return Directory.Exists(here) && Directory.ResolveLinkTarget(here, returnFinalTarget: true) is { } target
            ? FollowLinks(target.FullName)
            : here;
    }

    private string PathOf(string name) => Path.Combine(Root, name);

    private PrivatePostgresException Refuse(string finding) =>
        new($"The data folder '{Root}' {finding}. Nothing in it was touched. Name another folder in the setting {PrivatePostgresOptions.Section}:{nameof(PrivatePostgresOptions.DataFolder)}, or a server of your own in ConnectionStrings:Antenna.");
}
