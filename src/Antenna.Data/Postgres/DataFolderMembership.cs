using Microsoft.Extensions.Logging;

namespace Antenna.Data.Postgres;

/// <summary>
/// One process's part in a data folder. Joining and leaving happen one at a time, under the transition lock; in
/// between, a process shares the users' lock, and a server holds the server's lock alone.
/// </summary>
internal sealed partial class DataFolderMembership : IDisposable
{
    /// <summary>Nobody is told when a lock on a file is released: it is tried again.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    // A process that holds the transition that long is joining, and will be the last one out instead of this process.
    private static readonly TimeSpan LeaveTimeout = TimeSpan.FromMinutes(1);

    private readonly DataFolder _folder;
    private readonly TimeProvider _time;
    private FolderLock? _transition;
    private FolderLock? _server;
    private FolderLock? _user;

    private DataFolderMembership(DataFolder folder, TimeProvider time, FolderLock transition)
    {
        _folder = folder;
        _time = time;
        _transition = transition;
    }

    /// <summary>Whether a server of the product was there when this process joined as a command.</summary>
    public bool SharesWithServer { get; private set; }

    /// <summary>
    /// Whether a server of the product is there now. Checked under the transition lock, because a server that comes at that
    /// moment would take the check for another server; true while another process joins or leaves.
    /// </summary>
    public bool ServerRuns
    {
        get
        {
            using var transition = FolderLock.TryExclusive(_folder.TransitionLock);
            return transition is null || FolderLock.IsHeld(_folder.ServerLock);
        }
    }

    /// <summary>
    /// Joins, and keeps everybody else from joining or leaving until <see cref="EndTransition"/>.
    /// </summary>
    /// <exception cref="PrivatePostgresException">A second server.</exception>
    public static async Task<DataFolderMembership> JoinAsync(
        DataFolder folder, PostgresUse use, ILogger logger, TimeProvider time, CancellationToken cancellation)
    {
        var transition = FolderLock.TryExclusive(folder.TransitionLock);
        if (transition is null)
            LogWaiting(logger, folder.Root);
        while (transition is null)
        {
            await Task.Delay(Pause, time, cancellation);
            transition = FolderLock.TryExclusive(folder.TransitionLock);
        }

        var membership = new DataFolderMembership(folder, time, transition);
        try
        {
            membership.Enter(use);
            return membership;
        }
        catch
        {
            membership.Dispose();
            throw;
        }
    }

    /// <summary>Lets others join and leave.</summary>
    public void EndTransition()
    {
        _transition?.Dispose();
        _transition = null;
    }

    /// <summary>Keeps other processes from joining or leaving until what this returns is disposed of; null while one does.</summary>
    public IDisposable? TryHoldTransition() => FolderLock.TryExclusive(_folder.TransitionLock);

    /// <summary>
    /// Leaves, and tells whether this process was the last. If so no other joins until this object is disposed of.
    /// </summary>
    public async Task<bool> LeaveAsync()
    {
        var began = _time.GetTimestamp();
        while ((_transition ??= FolderLock.TryExclusive(_folder.TransitionLock)) is null)
        {
            if (_time.GetElapsedTime(began) > LeaveTimeout)
                return false;
            await Task.Delay(Pause, _time, CancellationToken.None);
        }

        _user?.Dispose();
        _user = FolderLock.TryExclusive(_folder.UsersLock);
        return _user is not null;
    }

    public void Dispose()
    {
        _user?.Dispose();
        _server?.Dispose();
        EndTransition();
    }

    private void Enter(PostgresUse use)
    {
        if (use is PostgresUse.Server)
        {
            _server = FolderLock.TryExclusive(_folder.ServerLock)
                ?? throw new PrivatePostgresException($"A server of Antenna.Dashboard already runs on the data folder '{_folder.Root}'. Use that one, stop it first, or name another folder in {PrivatePostgresOptions.Section}:{nameof(PrivatePostgresOptions.DataFolder)}.");
        }
        else
        {
            SharesWithServer = FolderLock.IsHeld(_folder.ServerLock);
        }

        _user = FolderLock.TryShared(_folder.UsersLock)
            ?? throw new PrivatePostgresException($"Another program holds '{_folder.UsersLock}'. Stop it, and start again.");
    }

    [LoggerMessage(EventId = 1111, Level = LogLevel.Information, Message = "Another process is starting or stopping the PostgreSQL of {Folder}; waiting for it")]
    private static partial void LogWaiting(ILogger logger, string folder);
}
