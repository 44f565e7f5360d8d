namespace Antenna.Benchmarks;

/// <summary>Pages that are open at once.</summary>
internal sealed class OpenPages : IAsyncDisposable
{
    private readonly RunningDashboard _dashboard;
    private readonly List<BlazorClient> _pages = [];

    private OpenPages(RunningDashboard dashboard)
    {
        _dashboard = dashboard;
        MemoryBefore = Memory();
    }

    /// <summary>bytes, before the first was opened.</summary>
    public long MemoryBefore { get; }

    public int Count => _pages.Count;

    /// <summary>Opens so many, each once the one before shows something.</summary>
    public static async Task<OpenPages> OpenAsync(RunningDashboard dashboard, string path, int count, CancellationToken cancellationToken)
    {
        var pages = new OpenPages(dashboard);
        for (var number = 0; number < count; number++)
        {
            var page = await dashboard.OpenAsync(path, cancellationToken);
            pages._pages.Add(page);
            await page.WaitForAsync(text => text.Contains("Run", StringComparison.Ordinal), cancellationToken);
        }

        return pages;
    }

    /// <summary>bytes of managed memory that are in use.</summary>
    public static long Memory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    /// <summary>Closes them as tabs are closed.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        foreach (var page in _pages)
            await page.CloseAsync(_dashboard.Http, cancellationToken);
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var page in _pages)
            await page.DisposeAsync();
        _pages.Clear();
    }
}
