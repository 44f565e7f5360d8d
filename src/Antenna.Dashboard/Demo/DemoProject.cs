using Antenna.Data.Demo;

namespace Antenna.Dashboard.Demo;

/// <summary>
/// The demo of a private database: made when its server first starts and finds nothing there, or on request;
/// and once it was removed, made again only when asked for.
/// </summary>
/// <param name="folder">Where its pictures are kept; null where there is to be no demo.</param>
public sealed partial class DemoProject(DemoProjects projects, string? folder, ILogger<DemoProject> logger)
{
    /// <summary>Left behind where a demo was removed.</summary>
    private const string Removed = "removed.txt";

    /// <summary>Whether a demo can be made here, were the database empty.</summary>
    public bool IsPossible => folder is not null;

    /// <summary>Next to a private database; none for a configured one, which is not ours to fill.</summary>
    public static string? FolderOf(string? privateDatabase) => privateDatabase is null ? null : $"{privateDatabase}-demo";

    /// <summary>Makes the demo where nothing was imported yet and no demo was removed before.</summary>
    public async Task MakeOnFirstStartAsync(CancellationToken cancellationToken)
    {
        if (folder is null || File.Exists(Path.Combine(folder, Removed)) || !await projects.IsDatabaseEmptyAsync(cancellationToken))
            return;
        try
        {
            await MakeAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // What it is for, the product does without it as well.
            LogNotMade(folder, exception);
        }
    }

    /// <summary>Makes the demo; null where the database is not empty.</summary>
    /// <exception cref="InvalidOperationException">No demo can be made here.</exception>
    public async Task<long?> MakeAsync(CancellationToken cancellationToken)
    {
        if (folder is null)
            throw new InvalidOperationException("A demo is made in a private database only.");
        CreateFolder(folder);
        var content = await DemoFiles.WriteAsync(folder, cancellationToken);
        var made = await projects.MakeAsync(content, cancellationToken);
        File.Delete(Path.Combine(folder, Removed));
        return made;
    }

    /// <summary>What would go with the demo; null where there is none of that id.</summary>
    public Task<DemoExtent?> DescribeAsync(long projectId, CancellationToken cancellationToken) =>
        projects.DescribeAsync(projectId, DemoIdentifications.People, cancellationToken);

    /// <summary>Removes the demo, its pictures, and what else it alone brought.</summary>
    /// <exception cref="DemoInUseException">A run of it is under way.</exception>
    public async Task RemoveAsync(long projectId, CancellationToken cancellationToken)
    {
        await projects.RemoveAsync(projectId, DemoIdentifications.People, cancellationToken);
        if (folder is null || !Directory.Exists(folder))
            return;
        try
        {
            Directory.Delete(folder, recursive: true);
            CreateFolder(folder);
            await File.WriteAllTextAsync(
                Path.Combine(folder, Removed), "The demo was removed. Without this file it is made again when the server starts on an empty database.\n", cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The project is gone already: only its pictures are left over.
            LogPicturesStay(folder, exception);
        }
    }

    /// <summary>Closed to other accounts, like the database next to it.</summary>
    private static void CreateFolder(string folder)
    {
        var created = Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
            created.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    }

    [LoggerMessage(EventId = 3101, Level = LogLevel.Error, Message = "The demo could not be made in '{Folder}'; all else works without it")]
    private partial void LogNotMade(string folder, Exception exception);

    [LoggerMessage(EventId = 3102, Level = LogLevel.Warning, Message = "The pictures of the removed demo could not be deleted: remove '{Folder}' by hand")]
    private partial void LogPicturesStay(string folder, Exception exception);
}
