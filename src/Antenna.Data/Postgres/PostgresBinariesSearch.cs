namespace Antenna.Data.Postgres;

/// <summary>Decides which of the PostgreSQL programs that a machine has are used for a data folder.</summary>
/// <param name="options">May name the one folder to use.</param>
/// <param name="folders">Where to look when they do not.</param>
/// <param name="download">The last resort.</param>
/// <param name="account">Who has to be able to run them.</param>
internal sealed class PostgresBinariesSearch(
    PrivatePostgresOptions options, IEnumerable<string> folders, PostgresDownload download, ServerAccount account)
{
    /// <summary>Finds the programs for an existing cluster's major version, or for a cluster to be made.</summary>
    /// <exception cref="PrivatePostgresException">There are none; the message has what to install or set.</exception>
    public async Task<PostgresBinaries> FindAsync(DataFolder folder, int? clusterMajor, CancellationToken cancellation)
    {
        if (clusterMajor < PostgresBinaries.OldestMajor)
            throw new PrivatePostgresException($"The data folder '{folder.Root}' holds a PostgreSQL {clusterMajor} database, but the product needs {PostgresBinaries.OldestMajor} or newer. Nothing in it was touched. Upgrade it with pg_upgrade, or name another folder in {PrivatePostgresOptions.Section}:{nameof(PrivatePostgresOptions.DataFolder)}.");
        if (!string.IsNullOrWhiteSpace(options.BinariesFolder))
            return await ReadConfiguredAsync(Path.GetFullPath(options.BinariesFolder), folder, clusterMajor, cancellation);

        var found = new List<PostgresBinaries>();
        foreach (var candidate in folders.Concat(download.FoldersSoFar()))
        {
            if (await PostgresBinaries.ReadAsync(candidate, account, cancellation) is not { } binaries)
                continue;
            if (binaries.Major == clusterMajor)
                return binaries;
            found.Add(binaries);
        }

        if (clusterMajor is not null)
            return await FetchForClusterAsync(folder, clusterMajor.Value, found, cancellation);
        if (found.Where(binaries => binaries.Major >= PostgresBinaries.OldestMajor).MaxBy(binaries => binaries.Major) is { } newest)
            return newest;
        return download.IsAllowed
            ? await download.FetchAsync(major: null, cancellation)
            : throw new PrivatePostgresException($"PostgreSQL {PostgresBinaries.OldestMajor} or newer is not on this machine{Listing(found)}. {InstallAdvice.ForThisMachine(major: null)}");
    }

    private async Task<PostgresBinaries> ReadConfiguredAsync(
        string configured, DataFolder folder, int? clusterMajor, CancellationToken cancellation)
    {
        const string Setting = $"{PrivatePostgresOptions.Section}:{nameof(PrivatePostgresOptions.BinariesFolder)}";
        var binaries = await PostgresBinaries.ReadAsync(configured, account, cancellation)
            ?? throw new PrivatePostgresException($"The setting {Setting} names '{configured}', but the user '{account.Name}' finds no {string.Join(", ", PostgresBinaries.Programs)} there that run. Correct it, or remove it to have PostgreSQL looked for.");
        if (binaries.Major < PostgresBinaries.OldestMajor)
            throw new PrivatePostgresException($"The setting {Setting} names '{configured}', which holds PostgreSQL {binaries.Major}; the product needs {PostgresBinaries.OldestMajor} or newer.");
        return clusterMajor is null || clusterMajor == binaries.Major
            ? binaries
            : throw new PrivatePostgresException($"The data folder '{folder.Root}' holds a PostgreSQL {clusterMajor} database, but {Setting} names '{configured}', which holds PostgreSQL {binaries.Major}. Nothing in the data folder was touched. Name the folder of a PostgreSQL {clusterMajor}, remove the setting, or upgrade the database with pg_upgrade.");
    }

    private async Task<PostgresBinaries> FetchForClusterAsync(
        DataFolder folder, int major, List<PostgresBinaries> found, CancellationToken cancellation)
    {
        var refusal = $"The data folder '{folder.Root}' holds a PostgreSQL {major} database, and PostgreSQL {major} is not on this machine{Listing(found)}. Nothing in the data folder was touched.";
        var ways = $"Or upgrade the database with pg_upgrade, or name another folder in {PrivatePostgresOptions.Section}:{nameof(PrivatePostgresOptions.DataFolder)}.";
        if (!download.IsAllowed)
            throw new PrivatePostgresException($"{refusal} {InstallAdvice.ForThisMachine(major)} {ways}");
        try
        {
            return await download.FetchAsync(major, cancellation);
        }
        catch (PrivatePostgresException e)
        {
            throw new PrivatePostgresException($"{refusal} {e.Message} {ways}", e);
        }
    }

    private static string Listing(List<PostgresBinaries> found) => found.Count == 0
        ? ""
        : $" (found: {string.Join(", ", found.Select(binaries => $"{binaries.Major} in {binaries.Folder}").Distinct())})";
}
