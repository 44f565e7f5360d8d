namespace Antenna.Data.Postgres;

/// <summary>
/// The files in folders that belong to PostgreSQL's account. Where that is another account than this process's own (which is
/// root then) programs of the operating system read and write them as that account: it could put a link to any file of the
/// system in the place of one of them, and root would follow it.
/// </summary>
internal sealed class AccountFiles(ServerAccount account)
{
    /// <summary>The text of a file; null where there is none that the account can read.</summary>
    public async Task<string?> ReadAsync(string path, CancellationToken cancellation)
    {
        if (account.SwitchTo is null)
        {
            try
            {
                return await File.ReadAllTextAsync(path, cancellation);
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                return null;
            }
        }

        var (exitCode, output) = await RunAsync("cat", ["--", path], input: null, cancellation);
        return exitCode == 0 ? output : null;
    }

    /// <summary>Writes a file in place of what was there.</summary>
    public Task WriteAsync(string path, string text, CancellationToken cancellation) =>
        account.SwitchTo is null ? File.WriteAllTextAsync(path, text, cancellation) : MustAsync("tee", ["--", path], text, cancellation);

    /// <summary>Writes at the end of a file.</summary>
    public Task AppendAsync(string path, string text, CancellationToken cancellation) =>
        account.SwitchTo is null ? File.AppendAllTextAsync(path, text, cancellation) : MustAsync("tee", ["-a", "--", path], text, cancellation);

    /// <summary>Removes a file, if it is there.</summary>
    public Task DeleteAsync(string path, CancellationToken cancellation)
    {
        if (account.SwitchTo is not null)
            return MustAsync("rm", ["-f", "--", path], input: null, cancellation);
        File.Delete(path);
        return Task.CompletedTask;
    }

    /// <summary>Removes everything in a folder whose name matches, and leaves the folder.</summary>
    /// <param name="pattern">Such as <c>*</c>.</param>
    public async Task ClearAsync(string folder, string pattern, CancellationToken cancellation)
    {
        if (account.SwitchTo is not null)
        {
            await MustAsync("find", [folder, "-mindepth", "1", "-maxdepth", "1", "-name", pattern, "-exec", "rm", "-rf", "--", "{}", "+"], input: null, cancellation);
            return;
        }

        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos(pattern))
        {
            if (entry is DirectoryInfo { LinkTarget: null } inner)
                inner.Delete(recursive: true);
            else
                entry.Delete();
        }
    }

    /// <summary>Those of some folders in which the account could put something else in the place of what is there.</summary>
    public async Task<IReadOnlyList<string>> ChangeableAsync(IEnumerable<string> folders, CancellationToken cancellation)
    {
        // In a folder with the sticky bit, such as /tmp, everybody may make something, and replace only what is theirs.
        const string script = "for folder; do if [ -w \"$folder\" ] && { [ -O \"$folder\" ] || [ ! -k \"$folder\" ]; }; then printf '%s\\n' \"$folder\"; fi; done";
        var (exitCode, output) = await RunAsync("sh", ["-c", script, "sh", .. folders], input: null, cancellation);
        return exitCode == 0
            ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : throw new PrivatePostgresException($"The user '{account.Name}' cannot run a shell to look at folders: {output}");
    }

    private async Task MustAsync(string program, IReadOnlyList<string> arguments, string? input, CancellationToken cancellation)
    {
        var (exitCode, output) = await RunAsync(program, arguments, input, cancellation);
        if (exitCode != 0)
            throw new PrivatePostgresException($"The user '{account.Name}', under whom PostgreSQL runs, cannot change its own files: {output}");
    }

    private Task<(int ExitCode, string Output)> RunAsync(
        string program, IEnumerable<string> arguments, string? input, CancellationToken cancellation)
    {
        var start = ChildProcess.Describe(program, arguments, "/", account);
        return ChildProcess.RunAsync(start, cancellation, input);
    }
}
