using Antenna.Testing;
using Microsoft.Playwright;
using Xunit;

namespace Antenna.Browser.Tests;

/// <summary>A person with a browser, whose tabs record what went wrong in them.</summary>
public sealed class Visitor(IBrowserContext context, bool dark) : IAsyncDisposable
{
    private readonly List<string> _errors = [];

    /// <summary>Whether they prefer dark pages.</summary>
    public bool Dark => dark;

    public IReadOnlyList<IPage> Tabs => context.Pages;

    /// <summary>The connections of what is opened from now on.</summary>
    public Task<CircuitConnections> ConnectionsAsync() => CircuitConnections.OfAsync(context);

    /// <summary>Opens a tab, and waits until the page has come alive.</summary>
    public async Task<IPage> OpenAsync(string address)
    {
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => Record(error);
        page.Console += (_, message) =>
        {
            if (message.Type is "error")
                Record(message.Text);
        };
        await page.GotoAsync(address);
        await page.WaitUntilInteractiveAsync();
        return page;

        void Record(string error)
        {
            if (!IsExpected(error))
                _errors.Add($"{page.Url}: {error}");
        }
    }

    /// <summary>Goes to a page in the only tab, and waits until it has come alive. A tab costs more than a page.</summary>
    public async Task<IPage> GoAsync(string address)
    {
        if (Tabs is not [var tab])
            return await OpenAsync(address);

        // Of another page that was looked at before.
        _errors.Clear();
        await tab.GotoAsync(address);
        await tab.WaitUntilInteractiveAsync();
        return tab;
    }

    /// <summary>Nothing that a page threw, or that the browser complained of, went unnoticed.</summary>
    public void AssertNoErrors() => Assert.True(_errors.Count == 0, string.Join(Environment.NewLine, _errors));

    /// <summary>Tells, for a test that fails, where each tab was and what it showed.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var tab in Tabs)
        {
            try
            {
                var shown = await tab.Locator("body").AriaSnapshotAsync(new() { Timeout = 5_000 });
                TestContext.Current.TestOutputHelper?.WriteLine($"{tab.Url}\n{shown}\n");
            }
            catch (Exception e) when (e is PlaywrightException or TimeoutException)
            {
                // It is being left, its browser is gone or the machine is busy: the test says more than this could.
            }
        }

        await context.DisposeAsync();
    }

    /// <summary>
    /// What a browser says of a server that is not there at the moment, or of a picture that is not; MudBlazor when another circuit
    /// takes its page over; and Blazor when an element is left in the instant in which a rendering takes it away.
    /// </summary>
    private static bool IsExpected(string message) =>
        message.Contains("net::ERR_CONNECTION_REFUSED", StringComparison.Ordinal)
        || message.Contains("WebSocket", StringComparison.Ordinal)
        || message.Contains("There is no event handler associated with this event", StringComparison.Ordinal)
        || message.Contains("Popover Service already initialized", StringComparison.Ordinal)
        || message.Contains("status of 404", StringComparison.Ordinal);
}

/// <summary>What every page of the product can be asked.</summary>
internal static class Pages
{
    /// <summary>Waits until the heading of a page is there: it is rendered over the circuit, and only then.</summary>
    public static async Task WaitUntilInteractiveAsync(this IPage page)
    {
        await page.Locator("main h1").First.WaitForAsync();
        await Assertions.Expect(page.Locator("#blazor-error-ui")).ToBeHiddenAsync();
    }

    /// <summary>
    /// Acts until it shows: what a script types or chooses in the very instant in which a component is drawn, before its own
    /// scripts are attached, goes nowhere. A person is never that quick.
    /// </summary>
    public static async Task UntilShownAsync(this ILocator shown, Func<Task> act)
    {
        const int Seconds = 10;
        for (var attempt = 1; ; attempt++)
        {
            await act();
            try
            {
                await Assertions.Expect(shown).ToBeVisibleAsync(new() { Timeout = Seconds * 1_000 });
                return;
            }
            catch (Exception e) when (e is PlaywrightException or TimeoutException && attempt < LongestWait.Seconds / Seconds)
            {
            }
        }
    }

    /// <summary>Chooses a file until the page has it: the same file once more is no change to a browser, so none is chosen in between.</summary>
    /// <param name="taken">What shows that the page has it.</param>
    public static Task ChooseFileAsync(this ILocator input, FilePayload file, ILocator taken) => taken.UntilShownAsync(async () =>
    {
        await input.SetInputFilesAsync(Array.Empty<FilePayload>());
        await input.SetInputFilesAsync(file);
    });

    /// <inheritdoc cref="ChooseFileAsync(ILocator, FilePayload, ILocator)"/>
    /// <param name="path">Of the file, on the disk.</param>
    public static Task ChooseFileAsync(this ILocator input, string path, ILocator taken) => taken.UntilShownAsync(async () =>
    {
        await input.SetInputFilesAsync(Array.Empty<string>());
        await input.SetInputFilesAsync(path);
    });

    /// <summary>Types into a field that suggests, anew until it does: a rendering that comes between closes what was open.</summary>
    public static Task TypeUntilSuggestedAsync(this ILocator field, string text, ILocator suggestion) => suggestion.UntilShownAsync(async () =>
    {
        await field.FillAsync("");
        await field.FillAsync(text);
    });

    /// <summary>Waits until everything that the page reads, pictures too, has been read.</summary>
    public static async Task WaitUntilQuietAsync(this IPage page)
    {
        await Assertions.Expect(page.Locator("main [role=status] .mud-progress-circular")).ToHaveCountAsync(0);
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await page.EvaluateAsync(
            """
            () => Promise.all([...document.images]
                .filter(image => image.loading !== 'lazy' || image.getBoundingClientRect().top < innerHeight)
                .map(image => image.decode().catch(() => {})))
            """);
        await page.EvaluateAsync("() => document.fonts.ready");
    }
}
