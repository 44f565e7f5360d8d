using Antenna.Data.Postgres;
using Microsoft.Playwright;
using Npgsql;
using Xunit;

namespace Antenna.Browser.Tests;

/// <summary>
/// A product with the demo, of which one capture set was masked, a selection picked and a list drafted, so that every page has
/// something to show.
/// </summary>
public sealed class MaskedDemo(DemoFolder folder, Chromium browser) : IAsyncLifetime
{
    private readonly List<Visitor> _visitors = [];
    private ProductProcess? _process;
    private string _suggested = "";
    private string _seenOften = "";
    private string _mask = "";
    private string _drafted = "";
    private string _selection = "";

    public ProductProcess Process => _process ?? throw new InvalidOperationException("The product was not started.");

    /// <summary>A visitor in each light, whose browser keeps the product's scripts and styles from page to page.</summary>
    public IReadOnlyList<Visitor> Visitors => _visitors;

    public async ValueTask InitializeAsync()
    {
        _process = await ProductProcess.StartAsync(await folder.CopyAsync());
        await using var visitor = await browser.VisitAsync(_process, Look.Desk);
        var start = await visitor.OpenAsync("");
        var suggested = await start.GetByRole(AriaRole.Link, new() { Name = "Mask one occurrence" }).GetAttributeAsync("href");
        _suggested = suggested!["occurrences/".Length..];
        await using var database = await _process.DatabaseAsync();
        _seenOften = await SeenOftenAsync(database);

        var run = await LaunchPages.LaunchAsync(visitor);
        await run.WaitUntilSucceededAsync();
        _mask = await MaskAsync(database);
        _drafted = await DraftAsync(start, Fill("occurrences/{suggested}"));
        _selection = await SelectAsync(start);
        foreach (var light in Look.All.DistinctBy(look => look.Dark))
            _visitors.Add(await browser.VisitAsync(_process, light));
    }

    /// <summary>The address, with the occurrences and the mask that it speaks of.</summary>
    public string Fill(string address) => address.Replace("{suggested}", _suggested, StringComparison.Ordinal)
        .Replace("{drafted}", _drafted, StringComparison.Ordinal)
        .Replace("{drafted-with}", _drafted + (_drafted.Contains('?', StringComparison.Ordinal) ? '&' : '?'), StringComparison.Ordinal).Replace("{selection}", _selection, StringComparison.Ordinal)
        .Replace("{seen-often}", _seenOften, StringComparison.Ordinal).Replace("{mask}", _mask, StringComparison.Ordinal);

    public async ValueTask DisposeAsync()
    {
        foreach (var visitor in _visitors)
            await visitor.DisposeAsync();
        if (_process is not null)
            await _process.DisposeAsync();
    }

    /// <summary>Adds the species to a draft of which the classifier is sure, and the list lacks, and strikes its own answer.</summary>
    /// <returns>The address of the occurrence with that draft.</returns>
    private static async Task<string> DraftAsync(IPage page, string address)
    {
        await page.GotoAsync(address);
        await page.WaitUntilInteractiveAsync();
        var changes = page.GetByRole(AriaRole.List, new() { Name = "Changes of the draft" }).GetByRole(AriaRole.Listitem);
        await page.Locator("button[aria-keyshortcuts='-']").ClickAsync();
        await Assertions.Expect(changes).ToHaveCountAsync(1);
        await page.Locator("button[aria-keyshortcuts='+']").ClickAsync();
        await Assertions.Expect(changes).ToHaveCountAsync(2);
        return AddressOf(page);
    }

    /// <summary>Picks some occurrences, and goes where they are masked.</summary>
    private static async Task<string> SelectAsync(IPage page)
    {
        await page.GotoAsync("occurrences?size=25");
        await page.WaitUntilInteractiveAsync();
        var names = await SelectionBar.NamesAsync(page);
        foreach (var row in new[] { 0, 1, 2, 5, 8 })
            await SelectionBar.Box(page, names[row]).CheckAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Mask the selection (5)" }).ClickAsync();
        await page.Locator("main h1").Filter(new() { HasText = "selection" }).WaitForAsync();
        return AddressOf(page);
    }

    private static string AddressOf(IPage page) => new Uri(page.Url).PathAndQuery.TrimStart('/');

    private static async Task<string> SeenOftenAsync(PrivatePostgres database)
    {
        await using var dataSource = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = dataSource.CreateCommand(
            "select occurrence_id::text from detections where occurrence_id is not null group by occurrence_id order by count(*) desc, occurrence_id limit 1");
        return (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>The mask of the run, as an address has it.</summary>
    private static async Task<string> MaskAsync(PrivatePostgres database)
    {
        await using var dataSource = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = dataSource.CreateCommand(
            """
            select format('list=%s&classifier=%s', version.taxa_list_id, run.source_algorithm_id)
            from runs run join taxa_list_versions version on version.id = run.taxa_list_version_id order by run.id limit 1
            """);
        return (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
