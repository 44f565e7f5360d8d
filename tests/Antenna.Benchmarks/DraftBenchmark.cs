using System.Diagnostics;
using Antenna.Data;
using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Runs;
using Antenna.Data.TaxaLists;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Antenna.Benchmarks;

/// <summary>
/// A draft of a list that is changed on a workbench, 29,176 classes: to store a step, to preview what it makes of the occurrence, and
/// of 30 pinned ones as well. A species is added or struck at each step, and the draft keeps all of them.
/// </summary>
internal static class DraftBenchmark
{
    private const int Repetitions = 5;
    private const int Steps = 40;
    private const int Pinned = PinnedOccurrences.Most;

    private static readonly RunFixture Fixture = new("draft", Pinned, 29_176, 0.1);

    private static readonly Person Person = new() { Id = 1, Name = "benchmark" };

    public static async Task RunAsync(string[] options, CancellationToken cancellationToken)
    {
        await using var server = await BenchmarkServer.StartAsync(cancellationToken);
        Report.Header("draft", $"one occurrence of one detection, {Fixture.Classes} classes, {Fixture.Kept:P0} kept; {Steps} steps");
        await using (var administration = NpgsqlDataSource.Create(server.ConnectionString))
        {
            await ExecuteAsync(administration, "drop database if exists antenna_benchmark_draft with (force)", cancellationToken);
            await ExecuteAsync(administration, "create database antenna_benchmark_draft", cancellationToken);
        }

        await using var dataSource = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = "antenna_benchmark_draft" });
        await Fixture.FillAsync(dataSource, cancellationToken);

        // Each a name of its own: a digit is no part of one.
        await ExecuteAsync(dataSource, "update taxa set name = 'Genus sp' || translate(id::text, '0123456789', 'abcdefghij')", cancellationToken);
        await using var services = Services(dataSource);
        await MeasureAsync(services, pins: false, cancellationToken);
        await services.GetRequiredService<PinnedOccurrences>().PinAsync([.. Enumerable.Range(1, Pinned).Select(id => (long)id)], cancellationToken);
        await MeasureAsync(services, pins: true, cancellationToken);
    }

    private static async Task MeasureAsync(ServiceProvider services, bool pins, CancellationToken cancellationToken)
    {
        var (drafts, listings) = (services.GetRequiredService<TaxaListDrafts>(), services.GetRequiredService<Listings>());
        var (first, step, preview) = (new List<double>(), new List<double>(), new List<double>());
        for (var repetition = 0; repetition <= Repetitions; repetition++)
        {
            var workbench = await services.GetRequiredService<MaskWorkbenches>().OpenAsync(repetition + 1, Person, cancellationToken)
                ?? throw new InvalidOperationException("The fixture has no such occurrence.");
            var board = pins ? await services.GetRequiredService<PinBoards>().OpenAsync(workbench.ProjectId, cancellationToken) : null;
            var draft = await drafts.OpenAsync(RunFixture.TaxaListId, workbench.TaxaLists[0].Newest!.Id, Person, cancellationToken);
            for (var number = 0; number < Steps; number++)
            {
                var started = Stopwatch.GetTimestamp();
                var listing = await listings.OfDraftAsync(draft, cancellationToken);

                // Another species each time; every tenth class is listed.
                var taxon = 1 + number;
                var edit = listing.Taxa.Contains(taxon) ? ListingEdits.Strike(listing, taxon) : ListingEdits.Add(listing, taxon);
                draft = (await drafts.StepAsync(draft, edit.Step!, cancellationToken)).Draft!;
                var stored = Stopwatch.GetElapsedTime(started).TotalMilliseconds;

                started = Stopwatch.GetTimestamp();
                await PreviewAsync(workbench, board, cancellationToken);
                var previewed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;

                // The first repetition warms the code up, and is not counted; the first preview reads the list, and of pins the logits.
                if (repetition == 0)
                    continue;
                step.Add(stored);
                (number == 0 ? first : preview).Add(previewed);
            }

            await drafts.DiscardAsync(draft, cancellationToken);
        }

        var with = pins ? "-with-pins" : "";
        Report.Figure($"draft.step{with}", step, "ms");
        Report.Figure($"draft.first-preview{with}", first, "ms");
        Report.Figure($"draft.preview{with}", preview, "ms");
    }

    private static async Task PreviewAsync(MaskWorkbench workbench, PinBoard? board, CancellationToken cancellationToken)
    {
        var settings = MaskSettings.Default.WithDraft(RunFixture.TaxaListId).WithClassifier(RunFixture.ClassifierId);
        var view = await workbench.TryAsync(settings, cancellationToken);
        if (view.Preview is not { Rows: [{ Prediction: not null }] })
            throw new InvalidOperationException($"There is no preview: {string.Join(' ', view.Problems)}");
        if (board is not null && (await board.PreviewAsync(view, cancellationToken)).Count is var count and not Pinned)
            throw new InvalidOperationException($"There are previews of {count} pins.");
    }

    private static ServiceProvider Services(NpgsqlDataSource dataSource) => new ServiceCollection()
        .AddSingleton(dataSource)
        .AddDbContextFactory<AntennaDbContext>(options => AntennaDatabase.Configure(options, it => it.UseNpgsql(dataSource)))
        .AddSingleton(TimeProvider.System)
        .AddAntennaData()
        .AddSingleton<IOutcomeKinds, PostProcessingTasks>()
        .AddSingleton<MaskPlanner>()
        .AddSingleton<MaskWorkbenches>()
        .AddSingleton<PinBoards>()
        .BuildServiceProvider();

    private static async Task ExecuteAsync(NpgsqlDataSource dataSource, string sql, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
