using Antenna.Data.Model;
using Antenna.Testing;
using Antenna.Testing.RealData;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Dashboard.Tests.CommandLine;

/// <summary>The product's main job on real input: real photographs' predictions masked to a real checklist.</summary>
public sealed class VermontChecklistTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const int Detections = 265;

    /// <summary>A class of the classifier, the winner of four detections, that the checklist does not list.</summary>
    private const string Missing = "Pyrausta inornatalis";

    private readonly InProcessCommands _antenna = new(("ConnectionStrings:Antenna", database.ConnectionString));

    [Fact]
    public async Task A_checklist_masks_trap_nights_and_its_next_version_does_and_the_first_one_does_again()
    {
        using var folder = new TemporaryFolder();
        var checklist = SharedData.File("checklists", "vermont-insects.csv");
        await ImportAsync(checklist);

        Assert.Contains($"{Detections} predictions checked: {Detections} masked.", await MaskAsync("Vermont insects"), StringComparison.Ordinal);
        var first = await TerminalRowsAsync();
        await AssertAgreesWithReferenceAsync(first);
        var firstDeterminations = await DeterminationsAsync();

        var longer = folder.Write("longer.csv", $"{await File.ReadAllTextAsync(checklist, Token)}{Missing},accepted,{Missing},species,Lepidoptera,Crambidae,Pyrausta\n");
        Assert.Contains("Vermont insects v2: 5,951 names", await AnswerAsync("import", "taxa-list", longer, "--name", "Vermont insects"), StringComparison.Ordinal);
        Assert.Contains($"{Detections} predictions checked: {Detections} masked.", await MaskAsync("Vermont insects"), StringComparison.Ordinal);
        await AssertReplacedAsync(first);
        var second = await TerminalRowsAsync();

        var again = await MaskAsync("Vermont insects");
        Assert.Contains($"{Detections} predictions checked: {Detections} unchanged.", again, StringComparison.Ordinal);
        Assert.Contains("0 occurrences updated: nothing changed.", again, StringComparison.Ordinal);
        Assert.Equivalent(second, await TerminalRowsAsync(), strict: true);

        await MaskAsync("Vermont insects@1");
        Assert.Equivalent(first, await TerminalRowsAsync(), strict: true);
        Assert.Equal(firstDeterminations, await DeterminationsAsync());
    }

    private async Task ImportAsync(string checklist)
    {
        await AnswerAsync("import", "taxa", SharedData.File("taxa", "inat-insects.csv"));
        var results = await AnswerAsync(
            "import", "pipeline", SharedData.File("trap-nights", "pipeline-results.json"), "--project", "Trap nights", "--capture-set", "All nights");
        Assert.Matches($@"detections\s+{Detections} ", results);
        Assert.Contains(
            "Vermont insects v1: 5,950 names",
            await AnswerAsync("import", "taxa-list", checklist, "--name", "Vermont insects"),
            StringComparison.Ordinal);
        var coverage = (await _antenna.RunAsync("list", "classifiers", "--taxa-list", "Vermont insects", "--json")).Json();
        Assert.Equal(549, Assert.Single(coverage.EnumerateArray()).GetProperty("keptClasses").GetInt32());
    }

    private async Task AssertAgreesWithReferenceAsync(IReadOnlyList<Classification> masked)
    {
        await using var context = database.CreateDbContext();
        var labels = await context.CategoryMapClasses.ToDictionaryAsync(stored => stored.Index, stored => stored.Label, Token);
        var reference = await ReferenceRow.ReadAsync(RealSet.TrapNights, Token);
        Assert.Equal(Detections, reference.Count);
        Assert.Equal(Detections, masked.Count);
        foreach (var (row, expected) in masked.Zip(reference))
        {
            Assert.Equal(expected.Winner, labels[row.ClassIndex!.Value]);
            double?[] numbers = [row.Score, row.AbsoluteScore, row.ListedMass, row.NothingMass, row.OffListMass];
            double[] right = [expected.Reweighted, expected.Absolute, expected.Listed, expected.Nothing, 1 - expected.Kept];
            foreach (var (number, answer) in numbers.Zip(right))
                Assert.Equal(answer, number!.Value, ReferenceRow.Tolerance);
        }
    }

    /// <summary>Every lineage is its source and two masked rows that trace back to it, of which the newer counts.</summary>
    private async Task AssertReplacedAsync(IReadOnlyList<Classification> first)
    {
        await using var context = database.CreateDbContext();
        var rows = await context.Classifications.AsNoTracking().Where(row => first.Select(each => each.LineageId).Contains(row.LineageId)).ToListAsync(Token);
        var replaced = first.Select(row => row.Id).ToHashSet();
        Assert.Equal(3 * Detections, rows.Count);
        Assert.All(rows.GroupBy(row => row.LineageId), lineage => Assert.Collection(
            lineage.OrderBy(row => row.Id),
            source => Assert.Equal((lineage.Key, null, false), (source.Id, source.AppliedToId, source.Terminal)),
            older => Assert.Equal((true, lineage.Key, false), (replaced.Contains(older.Id), older.AppliedToId, older.Terminal)),
            newer => Assert.Equal((lineage.Key, true), (newer.AppliedToId, newer.Terminal))));
        var species = await context.Taxa.SingleAsync(taxon => taxon.Name == Missing, Token);
        Assert.Equal(4, rows.Count(row => row.Terminal && row.TaxonId == species.Id));
    }

    /// <summary>The rows that count, in the order of the pipeline's results.</summary>
    private async Task<IReadOnlyList<Classification>> TerminalRowsAsync()
    {
        await using var context = database.CreateDbContext();
        var detectors = context.Algorithms.Where(algorithm => algorithm.Kind == AlgorithmKind.Detector).Select(algorithm => algorithm.Id);
        return await context.Classifications.AsNoTracking()
            .Where(row => row.Terminal && !detectors.Contains(row.AlgorithmId))
            .OrderBy(row => row.LineageId)
            .ToListAsync(Token);
    }

    private async Task<IReadOnlyList<(long, long?, double?)>> DeterminationsAsync()
    {
        await using var context = database.CreateDbContext();
        var occurrences = await context.Set<Occurrence>().AsNoTracking().OrderBy(occurrence => occurrence.Id).ToListAsync(Token);
        return [.. occurrences.Select(occurrence => (occurrence.Id, occurrence.DeterminationTaxonId, occurrence.DeterminationScore))];
    }

    private Task<string> MaskAsync(string list) =>
        AnswerAsync("mask", "--capture-set", "All nights", "--taxa-list", list, "--classifier", "iNaturalist insects MobileNetV2");

    private async Task<string> AnswerAsync(params string[] arguments) => (await _antenna.RunAsync(arguments)).Done();

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
