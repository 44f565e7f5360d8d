using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Antenna.Browser.Tests;

/// <summary>A product with the demo that gives up every circuit as soon as its connection is lost, for the tests of one class.</summary>
public sealed class ForgetfulDemo(DemoFolder folder) : IAsyncLifetime
{
    /// <summary>What the server logs of a circuit as soon as it has put aside what is kept of it.</summary>
    private const string GivenUp = "Disposing circuit";

    private ProductProcess? _process;

    public ProductProcess Process => _process ?? throw new InvalidOperationException("The product was not started.");

    public async ValueTask InitializeAsync() => _process = await ProductProcess.StartAsync(
        await folder.CopyAsync(),
        port: 0,
        "--Circuits:DisconnectedCircuitRetentionPeriod=00:00:00",
        "--Logging:LogLevel:Microsoft.AspNetCore.Components.Server.Circuits=Debug");

    /// <summary>Kills it with -9, and starts it again; what it serves then, it keeps as usual.</summary>
    public async Task RestartAsync()
    {
        await Process.KillAsync();
        _process = await Process.StartAgainAsync();
    }

    /// <summary>Another node on its database, for another person, whose name it is.</summary>
    public async Task<ProductProcess> StartNodeAsync(string person)
    {
        await using var database = await Process.DatabaseAsync();
        return await ProductProcess.StartAsync(folder.New(), port: 0, $"--ConnectionStrings:Antenna={database.ConnectionString}", $"--Curator:Name={person}");
    }

    /// <summary>Cuts a page's connection, and waits until the page is one that another circuit has drawn, without having been loaded again.</summary>
    public async Task LoseCircuitAsync(CircuitConnections connections, IPage page)
    {
        await page.EvaluateAsync("() => { window.sameDocument = true; document.querySelector('main h1').dataset.circuit = 'lost'; }");
        await connections.CutAsync(Process.SaysAsync(GivenUp));
        await Expect(page.Locator("main h1[data-circuit=lost]")).ToHaveCountAsync(0);
        await page.WaitUntilInteractiveAsync();
        await Expect(page.Locator("#components-reconnect-modal")).ToBeHiddenAsync();
        Assert.True(await page.EvaluateAsync<bool>("() => window.sameDocument === true"), "The page was loaded again.");
    }

    public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? ValueTask.CompletedTask;
}
