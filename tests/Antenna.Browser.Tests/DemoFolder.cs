using System.Diagnostics;
using Xunit;

namespace Antenna.Browser.Tests;

/// <summary>
/// The data folder of a product that was started once, with the demo in it, for each class to work on a copy of. In the
/// folder for temporary files, because the paths of sockets are short.
/// </summary>
public sealed class DemoFolder : IAsyncLifetime
{
    private readonly string _root = Path.Combine(Path.GetTempPath(), $"antenna-browser-{Guid.NewGuid().ToString("N")[..8]}");
    private int _copies;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_root);
        await using var product = await ProductProcess.StartAsync(Original);
    }

    /// <summary>The path of a folder that is not there yet.</summary>
    public string New() => Path.Combine(_root, $"{Interlocked.Increment(ref _copies)}");

    /// <summary>A copy with the demo in it.</summary>
    public async Task<string> CopyAsync()
    {
        var copy = New();

        // As it is, with its owner: PostgreSQL is particular about whose its folder is.
        using var command = Process.Start("cp", ["-a", Original, copy]);
        await command.WaitForExitAsync(TestContext.Current.CancellationToken);
        return command.ExitCode == 0 ? copy : throw new IOException($"'{Original}' could not be copied to '{copy}'.");
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    private string Original => Path.Combine(_root, "demo");
}

/// <summary>A product with the demo, for the tests of one class.</summary>
public sealed class DemoProduct(DemoFolder folder) : IAsyncLifetime
{
    private ProductProcess? _process;

    public ProductProcess Process => _process ?? throw new InvalidOperationException("The product was not started.");

    public async ValueTask InitializeAsync() => _process = await ProductProcess.StartAsync(await folder.CopyAsync());

    /// <summary>Starts the product again after it was killed.</summary>
    public async Task StartAgainAsync() => _process = await Process.StartAgainAsync();

    public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>Tests that leave the demo as it was share one product with it.</summary>
[CollectionDefinition(nameof(UnchangedDemo))]
public sealed class UnchangedDemo : ICollectionFixture<DemoProduct>;
