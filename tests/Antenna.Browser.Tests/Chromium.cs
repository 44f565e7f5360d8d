using Antenna.Testing;
using Microsoft.Playwright;
using Xunit;

namespace Antenna.Browser.Tests;

/// <summary>The browser of this test process: the one that the machine has, without a window.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>The environment variable with the path of another Chromium or Chrome.</summary>
    private const string Variable = "ANTENNA_TEST_BROWSER";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "chrome"];

    // Root has no sandbox, and nothing of the browser's own is to go out into the network.
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--disable-component-update", "--no-first-run",
    ];

    /// <summary>ms.</summary>
    private const float Timeout = LongestWait.Seconds * 1_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Timeout);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Find(), Args = Arguments });
    }

    /// <summary>A visitor of the product, signed in by the address that it printed.</summary>
    public async Task<Visitor> VisitAsync(ProductProcess product, Look look)
    {
        var context = await NewContextAsync(product, look);
        var answer = await context.APIRequest.GetAsync(product.SignInAddress.ToString());
        Assert.True(answer.Ok, answer.StatusText);
        return new(context, look.Dark);
    }

    /// <summary>A visitor whose browser was never here.</summary>
    public async Task<Visitor> VisitAsStrangerAsync(ProductProcess product, Look look) =>
        new(await NewContextAsync(product, look), look.Dark);

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>A fresh profile.</summary>
    /// <param name="product">What they look at; addresses are relative to it.</param>
    /// <param name="look">The size of their screen, and the colours that they prefer.</param>
    private async Task<IBrowserContext> NewContextAsync(ProductProcess product, Look look)
    {
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = product.Address.ToString(),
            ViewportSize = new() { Width = look.Width, Height = look.Height },
            ColorScheme = look.Dark ? ColorScheme.Dark : ColorScheme.Light,

            // In the middle of a transition a contrast is neither that of its beginning nor that of its end.
            ReducedMotion = ReducedMotion.Reduce,
            AcceptDownloads = true,
        });
        context.SetDefaultTimeout(Timeout);
        return context;
    }

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } configured)
            return configured;

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return folders.SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException(
                $"These tests need Chromium or Chrome. tests/run installs one; or set {Variable} to the path of one.");
    }
}

/// <summary>How a visitor looks at the product.</summary>
/// <param name="Width">CSS px.</param>
/// <param name="Height">CSS px.</param>
public sealed record Look(string Name, int Width, int Height, bool Dark)
{
    public static Look Desk { get; } = new("desk-light", 1280, 900, Dark: false);

    public static IReadOnlyList<Look> All { get; } =
    [
        Desk,
        Desk with { Name = "desk-dark", Dark = true },
        new("tablet-light", 820, 1180, Dark: false),
        new("tablet-dark", 820, 1180, Dark: true),
    ];
}
