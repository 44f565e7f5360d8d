using System.Security.Cryptography;
using System.Text;

namespace Antenna.Data.Postgres;

/// <summary>
/// The folder that keeps the private PostgreSQL: the cluster itself in <c>cluster</c>, and next to it the locks, the
/// log, the password, and the socket where there is one. Where root runs the product the folder is root's; of what is in
/// it only the cluster, the socket's folder and the log belong to PostgreSQL's account.
/// </summary>
internal sealed class DataFolder
{
    private const string ClusterName = "cluster";
    private const string TransitionName = "transition.lock";
    private const string VersionName = "PG_VERSION";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private DataFolder(string root) => Root = root;

    public string Root { get; }

    /// <summary>PostgreSQL's own data directory. It is there as a whole or not at all.</summary>
    public string Cluster => PathOf(ClusterName);

    /// <summary>Where a cluster is made before it takes its place.</summary>
    public string UnfinishedCluster => PathOf("cluster.unfinished");

    /// <summary>Held exclusively by the server of the product, for as long as it runs.</summary>
    public string ServerLock => PathOf("server.lock");

    /// <summary>Shared by every process that uses the database; the process that can have it alone is the last.</summary>
    public string UsersLock => PathOf("users.lock");

    /// <summary>
    /// Held exclusively by a process that joins or leaves, so that none joins while the last one stops PostgreSQL.
    /// </summary>
    public string TransitionLock => PathOf(TransitionName);

    public string Password => PathOf("password");

    /// <summary>The password once more, for <c>initdb</c> to read under another account; gone afterwards.</summary>
    public string PasswordForInitdb => PathOf("password.initdb");

    /// <summary>Where the socket lies: PostgreSQL's account must be able to make it.</summary>
    public string SocketFolder(ServerAccount account) => account.SwitchTo is null ? Root : PathOf("socket");

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
    public async Task<int?> ReadMajorVersionAsync(ServerAccount account, CancellationToken cancellation)
    {
        if (File.Exists(Root))
            throw Refuse("is a file, not a folder");
        if (!Directory.Exists(Root) || !Directory.EnumerateFileSystemEntries(Root).Any())
            return null;

        var files = new AccountFiles(account);
        if (Directory.Exists(Cluster))
        {
            var version = await files.ReadAsync(Path.Combine(Cluster, VersionName), cancellation)
                ?? throw Refuse($"is no database of this product: '{Cluster}' is not a PostgreSQL cluster, it has no {VersionName}");
            return int.TryParse(version.Trim(), out var major)
                ? major
                : throw Refuse($"holds a PostgreSQL of an unknown version: '{Path.Combine(Cluster, VersionName)}' cannot be read as one");
        }

        if (File.Exists(PathOf(TransitionName)))
            return null;
        throw await files.ReadAsync(PathOf(VersionName), cancellation) is { } other
            ? Refuse($"is the cluster of another PostgreSQL ({other.Trim()}), which this product did not make")
            : Refuse("is not empty, and what is in it is not a database of this product");
    }

    /// <summary>Makes the folder, for the account alone to enter, and secures it.</summary>
    public async Task CreateAsync(ServerAccount account, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Root);
        await SecureAsync(account, cancellation);
    }

    /// <summary>
    /// Makes sure that only its account can enter the folder, and, where root runs the product, that PostgreSQL's account
    /// cannot change what root opens: the folder, the locks and the password become root's, those of an older version too.
    /// </summary>
    /// <exception cref="PrivatePostgresException">A folder above can be changed by that account, or something is a link.</exception>
    public async Task SecureAsync(ServerAccount account, CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows())
            return;
        if (account.SwitchTo is null)
        {
            File.SetUnixFileMode(Root, OwnerOnly);
            return;
        }

        var changeable = await new AccountFiles(account).ChangeableAsync(Above(Root), cancellation);
        if (changeable.Count > 0)
            throw Refuse($"lies in '{changeable[0]}', which the user '{account.Name}' can change, under whom PostgreSQL runs: root would follow whatever that user puts there");

        // First the folder: from then on nothing in it can be exchanged while it is looked at.
        await account.TakeAsync(Root, cancellation);
        File.SetUnixFileMode(Root, OwnerOnly | UnixFileMode.GroupExecute);
        foreach (var entry in new DirectoryInfo(Root).EnumerateFileSystemInfos())
        {
            if (entry.LinkTarget is not null)
                throw Refuse($"has a link in it, '{entry.FullName}', which is not of this product's making");
        }

        foreach (var path in (string[])[ServerLock, UsersLock, TransitionLock, Password])
        {
            if (File.Exists(path))
                await account.TakeAsync(path, cancellation);
        }
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

    private static IEnumerable<string> Above(string folder)
    {
        while (Path.GetDirectoryName(folder) is { } parent)
        {
            yield return parent;
            folder = parent;
        }
    }

    private string PathOf(string name) => Path.Combine(Root, name);

    private PrivatePostgresException Refuse(string finding) =>
        new($"The data folder '{Root}' {finding}. Nothing in it was touched. Name another folder in the setting {PrivatePostgresOptions.Section}:{nameof(PrivatePostgresOptions.DataFolder)}, or a server of your own in ConnectionStrings:Antenna.");
}
