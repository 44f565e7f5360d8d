using Antenna.Data.Runs;
using Antenna.PostProcessing.News;

namespace Antenna.Dashboard.Components.Live;

/// <summary>What changed since a component was updated last, the newest of each thing.</summary>
public sealed record NewsBatch(IReadOnlyList<NewsItem> Items)
{
    /// <summary>Changes may have been missed: what is shown is to be read again.</summary>
    public bool HasMissed => Items.Any(item => item.Change is null);

    /// <summary>The runs that changed, as they stand now.</summary>
    public IEnumerable<RunRow> Runs => Items.Where(item => item.Run is not null).Select(item => item.Run!);
}
