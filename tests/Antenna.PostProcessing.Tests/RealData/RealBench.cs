using Antenna.Data.Model;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing;
using Antenna.Testing.RealData;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.PostProcessing.Tests.RealData;

/// <summary>A bench on a database with the two real data sets in it.</summary>
public sealed class RealBench(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase? _database;
    private RunBench? _bench;

    public RunBench Bench => _bench!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateRealAsync(cluster);
        _bench = await RunBench.OnAsync(_database.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        if (_bench is not null)
            await _bench.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
    }

    public async Task<RealSet> LoadAsync(string set)
    {
        await using var context = Bench.CreateContext();
        return await RealSet.LoadAsync(context, set, TestContext.Current.CancellationToken);
    }

    /// <summary>The occurrences of a set, by id.</summary>
    public async Task<Dictionary<long, Occurrence>> OccurrencesAsync(RealSet set)
    {
        await using var context = Bench.CreateContext();
        return await context.Occurrences.AsNoTracking()
            .Where(occurrence => occurrence.ProjectId == set.Project.Id).ToDictionaryAsync(occurrence => occurrence.Id, TestContext.Current.CancellationToken);
    }

    /// <summary>To mask all of a set to the Vermont insects.</summary>
    public static MaskRequest Mask(RealSet set) => new(
        RunScope.OfCaptureSet(set.CaptureSetId), new() { TaxaListId = set.List.Id, ClassifierIds = [set.Classifier.Id] });
}
