using System.Text;
using Antenna.Dashboard.Uploads;
using Antenna.Data.Import;
using Microsoft.JSInterop;
using Xunit;

namespace Antenna.Dashboard.Tests.Uploads;

public sealed class FileUploadsTests : IDisposable
{
    private static readonly byte[] Content = Encoding.UTF8.GetBytes("name\nActias luna\n");

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("antenna-test-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task A_file_is_kept_as_it_was_sent_until_it_is_disposed_of()
    {
        var heard = new List<double>();

        var upload = await ReceiveAsync(new SentFile("moths.csv", Content.Length, new MemoryStream(Content)), new Heard<double>(heard.Add));
        await File.WriteAllTextAsync(upload.PathOfSibling("report.csv"), "line", Token);

        Assert.Equal("moths.csv", Path.GetFileName(upload.FullName));
        Assert.Equal(Content, await File.ReadAllBytesAsync(upload.FullName, Token));
        Assert.Equal(1, heard[^1]);
        upload.Dispose();
        Assert.False(Directory.Exists(Path.GetDirectoryName(upload.PathOfSibling("report.csv"))));
        upload.Dispose();
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData(@"C:\lists\moths.csv", "moths.csv")]
    [InlineData("..", "list.csv")]
    [InlineData("", "list.csv")]
    [InlineData("a\0b\n.csv", "ab.csv")]
    public async Task A_name_leads_nowhere_else(string sent, string kept)
    {
        using var upload = await ReceiveAsync(new SentFile(sent, Content.Length, new MemoryStream(Content)));

        Assert.Equal(kept, Path.GetFileName(upload.FullName));
        Assert.Equal(Path.Combine(Path.GetDirectoryName(upload.PathOfSibling("x"))!, "sent"), Path.GetDirectoryName(upload.FullName));
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_refused_before_anything_of_it_comes()
    {
        var refusal = await Assert.ThrowsAsync<ImportRefusedException>(
            () => ReceiveAsync(new SentFile("world.csv", FileUploads.LargestSize + (1 << 19), new NeverRead())));

        Assert.Equal(
            "world.csv: has 64.5 MB, and at most 64 MB can be sent here. Import it with the command 'import taxa-list'.", Assert.Single(refusal.Problems).ToString());
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_any_further_is_refused_and_nothing_of_it_stays()
    {
        var refusal = await Assert.ThrowsAsync<ImportRefusedException>(
            () => ReceiveAsync(new SentFile("moths.csv", 2 * Content.Length, new Breaking(Content, new JSException("NotReadableError")))));

        Assert.Contains("Choose it again.", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(_root.EnumerateDirectories());
    }

    [Fact]
    public async Task Nothing_stays_of_a_file_that_was_cancelled_on_its_way()
    {
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new FileUploads(_root.FullName, TimeProvider.System).ReceiveAsync(
            new SentFile("moths.csv", 2 * Content.Length, new Breaking(Content, new OperationCanceledException())), new Cancelling(stop), stop.Token));

        Assert.True(stop.IsCancellationRequested);
        Assert.Empty(_root.EnumerateDirectories());
    }

    [Fact]
    public async Task Nothing_stays_when_the_server_stops()
    {
        var uploads = new FileUploads(_root.FullName, TimeProvider.System);
        await uploads.ReceiveAsync(new SentFile("moths.csv", Content.Length, new MemoryStream(Content)), progress: null, Token);
        var removed = await uploads.ReceiveAsync(new SentFile("moths.csv", Content.Length, new MemoryStream(Content)), progress: null, Token);
        removed.Dispose();
        Assert.Single(_root.EnumerateDirectories());

        uploads.Dispose();

        Assert.Empty(_root.EnumerateDirectories());
    }

    [Fact]
    public async Task What_a_killed_server_left_behind_is_removed_by_and_by()
    {
        var old = _root.CreateSubdirectory($"{FileUploads.FolderPrefix}old");
        var recent = _root.CreateSubdirectory($"{FileUploads.FolderPrefix}recent");
        var other = _root.CreateSubdirectory("other");
        old.LastWriteTimeUtc = other.LastWriteTimeUtc = DateTime.UtcNow.AddDays(-3);

        using var upload = await ReceiveAsync(new SentFile("moths.csv", Content.Length, new MemoryStream(Content)));

        Assert.False(Directory.Exists(old.FullName));
        Assert.True(Directory.Exists(recent.FullName) && Directory.Exists(other.FullName));
    }

    [Fact]
    public async Task A_folder_is_kept_with_the_paths_of_its_files_until_it_is_disposed_of()
    {
        var heard = new List<(string File, double Done)>();

        var upload = await ReceiveFolderAsync(
            [Sent("moths/media.csv"), Sent("moths/june/media.csv")], file => new Heard<double>(done => heard.Add((file, done))));

        Assert.Equal("moths", Path.GetFileName(upload.FullName));
        Assert.Equal(Content, await File.ReadAllBytesAsync(Path.Combine(upload.FullName, "media.csv"), Token));
        Assert.Equal(Content, await File.ReadAllBytesAsync(Path.Combine(upload.FullName, "june", "media.csv"), Token));
        Assert.Contains((Path.Combine("june", "media.csv"), 1), heard);
        upload.Dispose();
        Assert.Empty(_root.EnumerateDirectories());
    }

    [Theory]
    [InlineData("moths/../../media.csv")]
    [InlineData("/etc/media.csv")]
    [InlineData("moths//media.csv")]
    [InlineData("moths/./media.csv")]
    [InlineData(@"moths\..\..\media.csv")]
    [InlineData(@"moths/..\media.csv")]
    [InlineData("C:/moths/media.csv")]
    [InlineData("moths/me\0dia.csv")]
    [InlineData("moths/me\ndia.csv")]
    [InlineData("../media.csv")]
    public async Task A_path_of_a_folder_that_could_lead_elsewhere_is_refused_and_nothing_is_kept(string sent)
    {
        await Assert.ThrowsAsync<ImportRefusedException>(() => ReceiveFolderAsync([Sent("moths/a.csv"), Sent(sent)]));

        Assert.Empty(_root.EnumerateDirectories());
    }

    [Fact]
    public async Task A_folder_is_refused_that_is_none_or_has_too_many_files_or_too_much_in_them()
    {
        await Assert.ThrowsAsync<ImportRefusedException>(() => ReceiveFolderAsync([]));
        await Assert.ThrowsAsync<ImportRefusedException>(() => ReceiveFolderAsync([Sent("moths/a.csv"), Sent("others/a.csv")]));
        await Assert.ThrowsAsync<ImportRefusedException>(
            () => ReceiveFolderAsync([.. Enumerable.Range(0, SentFolder.MostFiles + 1).Select(number => Sent($"moths/{number}.csv"))]));
        await Assert.ThrowsAsync<ImportRefusedException>(() => ReceiveFolderAsync(
            [new SentFile("moths/a.csv", FileUploads.LargestSize - 1, new NeverRead()), new SentFile("moths/b.csv", 2, new NeverRead())]));

        Assert.Empty(_root.EnumerateDirectories());
    }

    [Fact]
    public async Task Nothing_stays_of_a_folder_of_which_a_file_breaks_off()
    {
        var broken = new SentFile("moths/b.csv", 2 * Content.Length, new Breaking(Content, new JSException("NotReadableError")));

        var refusal = await Assert.ThrowsAsync<ImportRefusedException>(() => ReceiveFolderAsync([Sent("moths/a.csv"), broken]));

        Assert.Contains("b.csv", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(_root.EnumerateDirectories());
    }

    private static SentFile Sent(string path) => new(path, Content.Length, new MemoryStream(Content));

    private Task<UploadedFile> ReceiveFolderAsync(IReadOnlyList<SentFile> files, Func<string, IProgress<double>>? progress = null) =>
        new FileUploads(_root.FullName, TimeProvider.System).ReceiveFolderAsync(files, FileUploads.LargestSize, "import", progress, Token);

    private Task<UploadedFile> ReceiveAsync(SentFile file, IProgress<double>? progress = null) =>
        new FileUploads(_root.FullName, TimeProvider.System).ReceiveAsync(file, progress, Token);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private sealed class Heard<T>(Action<T> hear) : IProgress<T>
    {
        public void Report(T value) => hear(value);
    }

    private sealed class Cancelling(CancellationTokenSource stop) : IProgress<double>
    {
        public void Report(double value) => stop.Cancel();
    }

    /// <summary>Gives what it has, and then breaks.</summary>
    private sealed class Breaking(byte[] content, Exception exception) : MemoryStream(content)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var read ? read : throw exception;
    }

    private sealed class NeverRead : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("It was read.");
    }
}
