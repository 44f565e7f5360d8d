using Antenna.Dashboard.Demo;
using Antenna.Dashboard.Tests.CommandLine;
using Antenna.Data.Demo;
using Xunit;

namespace Antenna.Dashboard.Tests.Demo;

/// <summary>The demo's files, written once for all tests of a class.</summary>
public sealed class DemoFolder : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private DemoContent? _content;

    public string Path => _folder.Path;

    internal DemoContent Content => _content!;

    public async ValueTask InitializeAsync() => _content = await DemoFiles.WriteAsync(Path, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
