using System.Diagnostics;
using Antenna.Core.Predictions;
using Antenna.Data;
using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Antenna.Benchmarks;

/// <summary>
/// One occurrence on a workbench, 29,176 classes: to open it, to try a list for the first time, and to change the list, the
/// score mode or an option after that; and what an open workbench keeps in memory. The same changes with 30 pinned occurrences. Then 200 picked occurrences: until the first
/// are there and until all are, and all again in another mode and by another list.
/// </summary>
internal static class PreviewBenchmark
{
    private const int Repetitions = 5;
    private const int Selected = 200;
    private const int Pinned = PinnedOccurrences.Most;
    private const int ChangesAtATime = 40;
    private const long Versions = 2;

    private static readonly RunFixture Fixture = new("preview", Selected, 29_176, 0.1);

    public static async Task RunAsync(string[] options, CancellationToken cancellationToken)
    {
        await using var server = await BenchmarkServer.StartAsync(cancellationToken);
        Report.Header("preview", $"one occurrence of one detection, {Fixture.Classes} classes, {Fixture.Kept:P0} kept");
        await using (var administration = NpgsqlDataSource.Create(server.ConnectionString))
        {
            await ExecuteAsync(administration, "drop database if exists antenna_benchmark_preview with (force)", cancellationToken);
            await ExecuteAsync(administration, "create database antenna_benchmark_preview", cancellationToken);
        }

        await using var dataSource = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = "antenna_benchmark_preview" });
        await Fixture.FillAsync(dataSource, cancellationToken);
        await AddVersionAsync(dataSource, cancellationToken);
        await using var services = Services(dataSource);
        await MeasureAsync(services.GetRequiredService<MaskWorkbenches>(), cancellationToken);
        await MeasurePinsAsync(services, cancellationToken);
        await MeasureAsync(services.GetRequiredService<SelectionWorkbenches>(), cancellationToken);
    }

    private static async Task MeasureAsync(SelectionWorkbenches workbenches, CancellationToken cancellationToken)
    {
        var (first, all, change, other) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var repetition = 0; repetition <= Repetitions; repetition++)
        {
            var started = Stopwatch.GetTimestamp();
            var workbench = await workbenches.OpenAsync(Enumerable.Range(1, Selected).Select(id => (long)id), 1, new Person { Id = 1, Name = "benchmark" }, cancellationToken);
            var (firstThere, allThere) = await TryAsync(workbench, 1, ScoreMode.Reweighted, started, cancellationToken);
            var (_, changed) = await TryAsync(workbench, 1, ScoreMode.Absolute, Stopwatch.GetTimestamp(), cancellationToken);
            var (_, otherList) = await TryAsync(workbench, 2, ScoreMode.Absolute, Stopwatch.GetTimestamp(), cancellationToken);

            // The first repetition warms the code up, and is not counted.
            if (repetition == 0)
                continue;
            first.Add(firstThere);
            all.Add(allThere);
            change.Add(changed);
            other.Add(otherList);
        }

        Report.Figure("selection.first-previews", first, "ms");
        Report.Figure("selection.all-previews", all, "ms");
        Report.Figure("selection.change", change, "ms");
        Report.Figure("selection.another-list", other, "ms");
    }

    /// <summary>Tries a version of the list on all that is selected.</summary>
    /// <returns>ms since it was started, until the first previews are there and until all are.</returns>
    private static async Task<(double First, double All)> TryAsync(SelectionWorkbench workbench, int version, ScoreMode mode, long started, CancellationToken cancellationToken)
    {
        var settings = new MaskSettings
        {
            TaxaListId = RunFixture.TaxaListId, TaxaListVersion = version, ClassifierIds = [RunFixture.ClassifierId], Options = MaskOptions.Default with { Mode = mode },
        };
        var (first, count) = (0d, 0);
        await foreach (var batch in workbench.PreviewAsync((await workbench.ReviewAsync(settings, cancellationToken)).Plans, cancellationToken))
        {
            if (count == 0)
                first = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            count += batch.Count;
        }

        return count == Selected
            ? (first, Stopwatch.GetElapsedTime(started).TotalMilliseconds)
            : throw new InvalidOperationException($"There are {count} previews of {Selected}.");
    }

    private static async Task MeasureAsync(MaskWorkbenches workbenches, CancellationToken cancellationToken)
    {
        var (open, first, second, change, memory) =
            (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var repetition = 0; repetition <= Repetitions; repetition++)
        {
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var started = Stopwatch.GetTimestamp();
            var workbench = await workbenches.OpenAsync(repetition + 1, new Person { Id = 1, Name = "benchmark" }, cancellationToken)
                ?? throw new InvalidOperationException("The fixture has no such occurrence.");
            var opened = Stopwatch.GetElapsedTime(started);
            var firstTry = await TryAsync(workbench, 0, cancellationToken);
            var secondTry = await TryAsync(workbench, 1, cancellationToken);
            var changes = new List<double>();
            for (var number = 2; number < ChangesAtATime; number++)
                changes.Add(await TryAsync(workbench, number, cancellationToken));
            var held = GC.GetTotalMemory(forceFullCollection: true) - before;
            GC.KeepAlive(workbench);

            // The first repetition warms the code up, and is not counted.
            if (repetition == 0)
                continue;
            open.Add(opened.TotalMilliseconds);
            first.Add(firstTry);
            second.Add(secondTry);
            change.AddRange(changes);
            memory.Add(held / 1e6);
        }

        Report.Figure("preview.open", open, "ms");
        Report.Figure("preview.first-list", first, "ms");
        Report.Figure("preview.another-list", second, "ms");
        Report.Figure("preview.change", change, "ms");
        Report.Figure("preview.memory", memory, "MB");
    }

    /// <summary>Changes as in <see cref="MeasureAsync(MaskWorkbenches, CancellationToken)"/>, each with the preview of every pin.</summary>
    private static async Task MeasurePinsAsync(ServiceProvider services, CancellationToken cancellationToken)
    {
        await services.GetRequiredService<PinnedOccurrences>().PinAsync([.. Enumerable.Range(1, Pinned).Select(id => (long)id)], cancellationToken);
        var (first, change) = (new List<double>(), new List<double>());
        for (var repetition = 0; repetition <= Repetitions; repetition++)
        {
            var workbench = await services.GetRequiredService<MaskWorkbenches>().OpenAsync(repetition + 1, new Person { Id = 1, Name = "benchmark" }, cancellationToken)
                ?? throw new InvalidOperationException("The fixture has no such occurrence.");
            var board = await services.GetRequiredService<PinBoards>().OpenAsync(workbench.ProjectId, cancellationToken);
            for (var number = 0; number < ChangesAtATime; number++)
            {
                var started = Stopwatch.GetTimestamp();
                var pins = await board.PreviewAsync(await workbench.TryAsync(SettingsOf(number), cancellationToken), cancellationToken);
                var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                if (pins.Count != Pinned)
                    throw new InvalidOperationException($"There are previews of {pins.Count} pins.");

                // The first repetition warms the code up, and is not counted; the first two tries read the logits and the two lists.
                if (repetition > 0 && number != 1)
                    (number == 0 ? first : change).Add(elapsed);
            }
        }

        Report.Figure("preview.first-with-pins", first, "ms");
        Report.Figure("preview.change-with-pins", change, "ms");
    }

    /// <summary>Tries another setting each time: the list's version and the mode change at every step, the options now and then.</summary>
    /// <returns>ms.</returns>
    private static async Task<double> TryAsync(MaskWorkbench workbench, int number, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var view = await workbench.TryAsync(SettingsOf(number), cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(started);
        return view.Preview is { Rows: [{ Prediction: not null }] }
            ? elapsed.TotalMilliseconds
            : throw new InvalidOperationException($"There is no preview: {string.Join(' ', view.Problems)}");
    }

    private static MaskSettings SettingsOf(int number) => new()
    {
        TaxaListId = RunFixture.TaxaListId,
        TaxaListVersion = 1 + (int)(number % Versions),
        ClassifierIds = [RunFixture.ClassifierId],
        Options = new((ScoreMode)(number / 2 % 2), OnlyWhenSpeciesChanges: number % 3 == 0, HoldBelow: number % 5 == 0 ? 0.1 : 0),
    };

    /// <summary>A second version, of other taxa.</summary>
    private static async Task AddVersionAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        await ExecuteAsync(
            dataSource,
            $"""
            insert into taxa_list_versions (id, taxa_list_id, number, author_id, created_at, entry_count, content_hash)
            values (2, {RunFixture.TaxaListId}, 2, 1, now(), {Fixture.Classes / 5}, 'benchmark, other taxa');
            insert into taxa_list_entries (taxa_list_version_id, name_key, name, rank, include_descendants, keys, higher_taxa, taxon_id, match)
            select 2, taxon, taxon, 110, false, '{"{}"}', '{"{}"}', taxon, 'Exact' from generate_series(5, {Fixture.Classes / 5 * 5}, 5) taxon
            """,
            cancellationToken);
    }

    private static ServiceProvider Services(NpgsqlDataSource dataSource) => new ServiceCollection()
        .AddSingleton(dataSource)
        .AddDbContextFactory<AntennaDbContext>(options => AntennaDatabase.Configure(options, it => it.UseNpgsql(dataSource)))
        .AddSingleton(TimeProvider.System)
        .AddAntennaData()
        .AddSingleton<IOutcomeKinds, PostProcessingTasks>()
        .AddSingleton<MaskPlanner>()
        .AddSingleton<MaskWorkbenches>()
        .AddSingleton<SelectionWorkbenches>()
        .AddSingleton<PinBoards>()
        .BuildServiceProvider();

    private static async Task ExecuteAsync(NpgsqlDataSource dataSource, string sql, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
