using Antenna.Core.Predictions;
using Antenna.Data.Occurrences;
using Antenna.Data.Predictions;
using Antenna.Data.Taxonomy;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Tests.Masking;
using Antenna.Testing;
using Antenna.Testing.RealData;
using Xunit;

namespace Antenna.PostProcessing.Tests.RealData;

public sealed class RealPreviewTests(PostgresCluster cluster) : IAsyncLifetime
{
    private readonly RealBench _real = new(cluster);

    public ValueTask InitializeAsync() => _real.InitializeAsync();

    public ValueTask DisposeAsync() => _real.DisposeAsync();

    [Theory]
    [InlineData(RealSet.TrapNights, ScoreMode.Reweighted)]
    [InlineData(RealSet.Butterflies, ScoreMode.Absolute)]
    public async Task What_the_page_previews_is_what_a_run_writes_row_for_row(string name, ScoreMode mode)
    {
        var set = await _real.LoadAsync(name);
        var options = MaskOptions.Default with { Mode = mode };
        var previews = new Dictionary<long, MaskPreview>();
        var cache = new MaskCache(_real.Bench.Service<CurrentTaxonomy>(), _real.Bench.Service<CurrentCategoryMaps>());
        foreach (var occurrenceId in set.Rows.Select(row => row.OccurrenceId).Distinct())
        {
            var workbench = await _real.Bench.Service<MaskWorkbenches>().OpenAsync(occurrenceId, set.Curator, cache, Token);
            var view = await workbench!.TryAsync(MaskSettings.Default with { TaxaListId = set.List.Id, Options = options }, Token);
            previews.Add(occurrenceId, view.Preview!);
        }

        var run = await _real.Bench.RunAsync(RealBench.Mask(set).WithMode(mode), set.Curator);

        Assert.Equal(set.Rows.Count, previews.Values.Sum(preview => preview.Rows.Count));
        Assert.Equal(run.Counters.Masked, previews.Values.Sum(preview => preview.Counters.Masked));
        Assert.Equal(run.OccurrencesUpdated, previews.Values.Count(preview => preview.Before.Taxon != preview.After.Taxon));
        await using var context = _real.Bench.CreateContext();
        var written = await PreviewAndRun.ReadAsync(context, run);
        var occurrences = _real.Bench.Service<OccurrenceReader>();
        foreach (var (id, preview) in previews)
        {
            written.AssertRows(preview);
            PreviewAndRun.AssertDetermination(preview.After, (await occurrences.FindAsync(id, Token))!);
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
