using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Antenna.Data.Postgres;
using Antenna.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Antenna.Browser.Tests;

/// <summary>The product, started as people start it, in a process of its own on a private PostgreSQL.</summary>
public sealed partial class ProductProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _dataFolder;
    private readonly ConcurrentDictionary<TaskCompletionSource, string> _awaited = [];

    private ProductProcess(Process process, string dataFolder)
    {
        _process = process;
        _dataFolder = dataFolder;
    }

    /// <summary>The address that it printed, which signs a browser in.</summary>
    public Uri SignInAddress { get; private set; } = null!;

    /// <summary>Where it listens.</summary>
    public Uri Address => new(SignInAddress.GetLeftPart(UriPartial.Authority));

    /// <summary>Starts it, and waits until it prints that it is ready.</summary>
    /// <param name="dataFolder">Of its private PostgreSQL, made if it is not there.</param>
    /// <param name="port">0 for any that is free.</param>
    /// <param name="arguments">Its arguments besides.</param>
    public static async Task<ProductProcess> StartAsync(string dataFolder, int port = 0, params string[] arguments)
    {
        var start = StartedProgram.Describe(["dotnet", ProductPath.Executable, $"--urls=http://127.0.0.1:{port}", .. arguments]);
        start.RedirectStandardOutput = true;
        foreach (var (name, value) in Settings(dataFolder))
            start.Environment[name] = value;
        var product = new ProductProcess(new() { StartInfo = start, EnableRaisingEvents = true }, dataFolder);
        try
        {
            product.SignInAddress = await product.BeginAsync();
            return product;
        }
        catch
        {
            await product.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it again where it was, so that the pages that it served find it.</summary>
    public Task<ProductProcess> StartAgainAsync() => StartAsync(_dataFolder, Address.Port);

    /// <summary>The database next to the product, for a test to hold something up or to look into.</summary>
    public Task<PrivatePostgres> DatabaseAsync() => PrivatePostgres.StartAsync(
        new() { DataFolder = _dataFolder, MavenRepository = "" }, PostgresUse.Command, NullLoggerFactory.Instance, TimeProvider.System, Token);

    /// <summary>Waits until it says something that has these words in it, from now on.</summary>
    public Task SaysAsync(string words)
    {
        var said = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _awaited.TryAdd(said, words);
        return said.Task.WaitAsync(LongestWait.Time, Token);
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(Token);
    }

    /// <summary>Stops it as a service manager does, and waits until it is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", ["-s", "TERM", $"{_process.Id}"]);
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(LongestWait.Time, CancellationToken.None);
        }

        _process.Dispose();
    }

    private static Dictionary<string, string> Settings(string dataFolder) => new()
    {
        // No environment that a checkout has a settings file for; fast, nodes that miss each other soon, and errors that say what they are.
        ["ASPNETCORE_ENVIRONMENT"] = "Testing",
        ["ASPNETCORE_DETAILEDERRORS"] = "true",
        ["ConnectionStrings__Antenna"] = "",
        ["Curator__Name"] = "Robin Curator",
        ["Scheduler__CheckIn"] = "00:00:01",
        ["Scheduler__CheckInTolerance"] = "00:00:02",
        ["SignIn__KeyFolder"] = Path.Combine(AppContext.BaseDirectory, "keys"),
        ["PrivatePostgres__DataFolder"] = dataFolder,
        ["PrivatePostgres__ServerSettings__0"] = "fsync=off",
        ["PrivatePostgres__ServerSettings__1"] = "synchronous_commit=off",
        ["PrivatePostgres__ServerSettings__2"] = "full_page_writes=off",
    };

    private async Task<Uri> BeginAsync()
    {
        var lines = new ConcurrentQueue<string>();
        var ready = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.OutputDataReceived += (_, line) =>
        {
            lines.Enqueue(line.Data ?? "");
            foreach (var (awaited, _) in _awaited.Where(each => line.Data?.Contains(each.Value, StringComparison.Ordinal) ?? false))
            {
                _awaited.TryRemove(awaited, out string? _);
                awaited.TrySetResult();
            }

            if (Ready().Match(line.Data ?? "") is { Success: true } match)
                ready.TrySetResult(new(match.Groups[1].Value));
        };
        _process.Exited += (_, _) => ready.TrySetException(
            new InvalidOperationException($"The product did not start. {string.Join(Environment.NewLine, lines)}"));
        _process.Start();
        _process.BeginOutputReadLine();
        return await ready.Task.WaitAsync(LongestWait.Time, Token);
    }

    [GeneratedRegex(@"is ready: (http://\S+?)[, ]")]
    private static partial Regex Ready();

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

/// <summary>Finds what was built next to these tests.</summary>
internal static class ProductPath
{
    private const string Solution = "Antenna.Dashboard.sln";

    /// <summary>The top of the checkout.</summary>
    public static string Top { get; } = FindTop();

    /// <summary>The product's executable, in the configuration that these tests are built in.</summary>
    public static string Executable { get; } = Path.Combine(
        Top, "src", "Antenna.Dashboard", "bin", Configuration, new DirectoryInfo(AppContext.BaseDirectory).Name, "Antenna.Dashboard.dll");

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private static string FindTop()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
                return folder.FullName;
        throw new InvalidOperationException($"No folder from '{AppContext.BaseDirectory}' upwards holds {Solution}.");
    }
}
