using Antenna.Data.Postgres;
using Microsoft.Playwright;
using Npgsql;
using Xunit;

namespace Antenna.Browser.Tests;

/// <summary>A product with the demo, of which one capture set was masked, so that every page has something to show.</summary>
public sealed class MaskedDemo(DemoFolder folder, Chromium browser) : IAsyncLifetime
{
    private readonly List<Visitor> _visitors = [];
    private ProductProcess? _process;
    private string _suggested = "";
    private string _seenOften = "";
    private string _mask = "";

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
        foreach (var light in Look.All.DistinctBy(look => look.Dark))
            _visitors.Add(await browser.VisitAsync(_process, light));
    }

    /// <summary>The address, with the occurrences and the mask that it speaks of.</summary>
    public string Fill(string address) => address.Replace("{suggested}", _suggested, StringComparison.Ordinal)
        .Replace("{seen-often}", _seenOften, StringComparison.Ordinal).Replace("{mask}", _mask, StringComparison.Ordinal);

    public async ValueTask DisposeAsync()
    {
        foreach (var visitor in _visitors)
            await visitor.DisposeAsync();
        if (_process is not null)
            await _process.DisposeAsync();
    }

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
