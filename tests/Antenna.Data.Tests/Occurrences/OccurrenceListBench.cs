using Antenna.Data.Occurrences;
using Antenna.Data.Paging;
using Antenna.Data.Taxonomy;
using Xunit;

namespace Antenna.Data.Tests.Occurrences;

/// <summary>The list of occurrences, beside a plain check of every filter.</summary>
public abstract class OccurrenceListBench(RandomOccurrences world) : IAsyncLifetime
{
    protected RandomOccurrences World { get; } = world;

    protected CurrentTaxonomy Taxonomy { get; private set; } = null!;
    protected OccurrenceList List { get; private set; } = null!;
    private protected PlainOccurrences Plain { get; private set; } = null!;

    public static TheoryData<OccurrenceOrder> Orders => [.. Enum.GetValues<OccurrenceOrder>()];

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected long Project => World.Projects[0].Id;

    public async ValueTask InitializeAsync()
    {
        Taxonomy = new(World.Database);
        List = new(World.Database.DataSource, Taxonomy);
        Plain = await PlainOccurrences.ReadAsync(World.Database, Token);
    }

    public ValueTask DisposeAsync()
    {
        Taxonomy.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected static IReadOnlyList<long> Ids(Page<OccurrenceRow> page) => [.. page.Items.Select(row => row.Id)];
}
