using Antenna.Dashboard.Components.Downloads;
using Antenna.Dashboard.Downloads;
using Antenna.Testing;
using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.Downloads;

public sealed class FileDownloadTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private DashboardContext _dashboard = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _dashboard = new(_database);
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task It_says_what_to_expect_and_shows_how_far_the_download_is_until_Escape_closes_it()
    {
        Guid? offered = null;
        var download = _dashboard.Render<FileDownload>(parameters => parameters
            .Add(it => it.Size, "3 names of Moths v2:")
            .Add(it => it.Files, [new("Table (CSV)", "One row a name.", id =>
            {
                offered = id;
                return $"downloads/it?download={id}";
            })]));
        Assert.Equal("Export", download.Find("button").TextContent.Trim());

        await download.PressAsync("button");

        Assert.Equal("true", download.Find("button").GetAttribute("aria-expanded"));
        Assert.Equal("3 names of Moths v2:", download.Find("[role=status]").TextContent);
        Assert.Equal($"downloads/it?download={offered}", download.Find("a[download]").GetAttribute("href"));
        _dashboard.Services.GetRequiredService<DownloadTracker>().Find(offered)!.Begin(Xunit.TestContext.Current.CancellationToken);
        download.WaitForAssertion(() => Assert.Single(download.FindAll("[role=progressbar]")));
        await download.InvokeAsync(() => download.Find(".download").KeyDownAsync(new KeyboardEventArgs { Key = "Escape" }));

        Assert.Empty(download.FindAll("section"));
    }
}
