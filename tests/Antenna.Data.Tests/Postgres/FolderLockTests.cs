using Antenna.Data.Postgres;
using Xunit;

namespace Antenna.Data.Tests.Postgres;

public sealed class FolderLockTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("antenna-lock-").FullName;

    private string File => Path.Combine(_folder, "users.lock");

    [Fact]
    public void One_holder_excludes_every_other()
    {
        using var holder = FolderLock.TryExclusive(File);

        Assert.NotNull(holder);
        Assert.Null(FolderLock.TryExclusive(File));
        Assert.Null(FolderLock.TryShared(File));
        Assert.True(FolderLock.IsHeld(File));
    }

    [Fact]
    public void Those_who_share_exclude_only_who_wants_it_alone()
    {
        using var one = FolderLock.TryShared(File);
        using var other = FolderLock.TryShared(File);

        Assert.NotNull(one);
        Assert.NotNull(other);
        Assert.Null(FolderLock.TryExclusive(File));
        one.Dispose();
        Assert.Null(FolderLock.TryExclusive(File));
        other.Dispose();
        Assert.False(FolderLock.IsHeld(File));
    }

    [Fact]
    public void A_lock_that_cannot_be_made_is_no_lock_that_is_held()
    {
        Assert.Throws<DirectoryNotFoundException>(() => FolderLock.TryExclusive(Path.Combine(_folder, "no-such-folder", "lock")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
