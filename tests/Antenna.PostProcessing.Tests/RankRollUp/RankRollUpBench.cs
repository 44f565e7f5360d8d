using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.RankRollUp;
using Antenna.PostProcessing.Tasks;
using Antenna.PostProcessing.Tests.Masking;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.PostProcessing.Tests.Tasks;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.PostProcessing.Tests.RankRollUp;

/// <summary>A tree of moths, a classifier of them, and roll-ups of what it says.</summary>
public abstract class RankRollUpBench(RunBench bench) : IAsyncLifetime
{
    protected RunBench Bench { get; } = bench;

    protected const string Relicta = "Catocala relicta", Ultronia = "Catocala ultronia", Owlet = "Lithacodia muscosula", Luna = "Actias luna";

    protected Scenario Scenario { get; private set; } = null!;
    protected ScenarioClassifier Moths { get; private set; } = null!;
    protected long Catocala { get; private set; }
    protected long Erebidae { get; private set; }

    public async ValueTask InitializeAsync()
    {
        Scenario = await Bench.NewScenarioAsync();
        Moths = await Scenario.AddClassifierAsync("moths", Relicta, Ultronia, Owlet, Luna, Scenario.Background, "?unknown");
        await using var context = Bench.CreateContext();
        Erebidae = await TaxonAsync(context, "Erebidae", Rank.Family, null);
        Catocala = await TaxonAsync(context, "Catocala", Rank.Genus, Erebidae);
        var lithacodia = await TaxonAsync(context, "Lithacodia", Rank.Genus, Erebidae);
        var actias = await TaxonAsync(context, "Actias", Rank.Genus, await TaxonAsync(context, "Saturniidae", Rank.Family, null));
        await PutAsync(context, Catocala, Relicta, Ultronia);
        await PutAsync(context, lithacodia, Owlet);
        await PutAsync(context, actias, Luna);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected Task<ScenarioOccurrence> AddAsync(params double[] probabilities) =>
        Scenario.AddOccurrenceAsync(Moths.Says([.. probabilities.Select(each => (float)Math.Log(Math.Max(each, 1e-12)))]));

    protected async Task MaskAsync(params string[] species) =>
        await Bench.RunAsync(Scenario.Mask(await Scenario.AddListOfAsync(species), Moths), Scenario.Curator);

    protected Task<RunSnapshot> RollUpAsync(TaskValues? values = null, RunScope? scope = null) => Bench.RunAsync(
        RankRollUpTask.TaskKey, scope ?? Scenario.Everything(), (values ?? TaskValues.Empty).With("classifier", $"{Moths.Id}"), Scenario.Curator);

    protected static TaskValues Values(string key, string value) => TaskValues.Empty.With(key, value);

    protected static double Round(double score) => Math.Round(score, 5);

    protected static OutcomeCounts Counts(params (string Outcome, long Rows)[] counts)
    {
        var outcomes = new OutcomeCounts();
        foreach (var (outcome, rows) in counts)
            outcomes.Add(outcome, rows);
        return outcomes;
    }

    protected static async Task<long> TaxonAsync(AntennaDbContext context, string name, Rank rank, long? parentId)
    {
        var taxon = await context.Taxa.SingleOrDefaultAsync(each => each.Name == name && each.Rank == rank, Token);
        if (taxon is null)
        {
            taxon = new() { Name = name, Rank = rank, ParentId = parentId, Source = "scenario" };
            context.Add(taxon);
            await context.SaveChangesAsync(Token);
        }

        return taxon.Id;
    }

    protected static async Task PutAsync(AntennaDbContext context, long genus, params string[] species) =>
        await context.Taxa.Where(taxon => species.Contains(taxon.Name)).ExecuteUpdateAsync(taxon => taxon.SetProperty(each => each.ParentId, genus), Token);

    protected static CancellationToken Token => TestContext.Current.CancellationToken;
}
