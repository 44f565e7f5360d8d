using Antenna.Core.Predictions;
using Antenna.Data.Database;
using Antenna.Data.Import;
using Antenna.Data.Import.Identifications;
using Antenna.Data.Import.Pipeline;
using Antenna.Data.Import.Taxa;
using Antenna.Data.Import.TaxaLists;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Antenna.Data.Tests.Import;

/// <summary>Imports and checks that meet: on other projects, on the same one, and on rows that a run holds.</summary>
public sealed class SideBySideTests(PostgresCluster cluster) : ResultsImportTests(cluster)
{
    private const string Sequences = "select coalesce(string_agg(sequencename || ' ' || coalesce(last_value, 0), E'\n' order by sequencename), '') from pg_sequences where schemaname = 'public'";

    [Fact]
    public async Task Imports_into_different_projects_run_side_by_side_even_if_both_bring_the_same_new_algorithms()
    {
        using var other = new ResultsFile();
        Results.Add(ResultsFile.Logits(0, 2, 1));
        other.Add(ResultsFile.Logits(2, 0, 1));
        await using var first = new PausedImport(progress => ImportAsync(Results, "First", ImportMode.Write, progress));

        var second = await ImportAsync(other, "Second");

        Assert.Equal(1, second.Count("occurrences").New);
        Assert.Equal(1, (await first.EndAsync()).Count("occurrences").New);
    }

    [Fact]
    public async Task A_check_waits_for_no_import_into_its_project()
    {
        Results.Add(ResultsFile.Logits(0, 2, 1));
        await ImportAsync(Results, "Garden");
        Results.Add(ResultsFile.Logits(5, 2, 0), timestamp: "2026-06-02T22:00:00");
        await using var import = new PausedImport(progress => ImportAsync(Results, "Garden", ImportMode.Write, progress));

        var check = await ImportAsync(Results, "Garden", ImportMode.CheckOnly);

        AssertSameCounts(await import.EndAsync(), check);
    }

    [Fact]
    public async Task What_an_import_of_a_frozen_node_holds_is_given_back_after_minutes()
    {
        Results.Add(ResultsFile.Logits(0, 2, 1));
        var limit = TimeSpan.Zero;

        await new PipelineResultsImport(Project.Database.DataSource, NotATaxonLabels.Default, TimeProvider.System).RunAsync(
            new(Results.Save(), "Garden", "Night")
            {
                OnCommit = async (connection, _, token) =>
                {
                    await using var command = connection.CreateCommand();
                    command.CommandText = "select current_setting('idle_in_transaction_session_timeout')::interval";
                    limit = (TimeSpan)(await command.ExecuteScalarAsync(token))!;
                },
            },
            null, Token);

        Assert.InRange(limit, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(15));
    }

    [Fact]
    public async Task No_import_waits_for_a_check()
    {
        Results.Add(ResultsFile.Logits(0, 2, 1));
        await ImportAsync(Results, "Garden");
        Results.Add(ResultsFile.Logits(5, 2, 0), timestamp: "2026-06-02T22:00:00");
        await using var check = new PausedImport(progress => ImportAsync(Results, "Garden", ImportMode.CheckOnly, progress));

        var import = await ImportAsync(Results, "Garden");

        AssertSameCounts(import, await check.EndAsync());
    }

    [Fact]
    public async Task A_check_waits_for_no_run_that_holds_occurrences()
    {
        Results.Add(ResultsFile.Logits(0, 2, 1));
        await ImportAsync(Results, "Garden");
        Results.Add(ResultsFile.Logits(5, 2, 0), timestamp: "2026-06-02T22:00:00");
        await using var held = await HeldLock.TakeAsync(Project.Database.ConnectionString, "select from occurrences for update");

        var check = await ImportAsync(Results, "Garden", ImportMode.CheckOnly);

        Assert.Equal((1, 1), (check.Count("classifications").New, check.Count("determinations").Changed));
    }

    [Fact]
    public async Task An_import_reports_what_it_waits_for()
    {
        Results.SaveCaptures("id,deployment\n1,Orchard\n");
        var time = new FakeTimeProvider();
        var told = new TaskCompletionSource<ImportProgress>(TaskCreationOptions.RunContinuationsAsynchronously);
        var progress = new ImmediateProgress<ImportProgress>(report =>
        {
            if (report.Phase is ImportPhase.Wait)
                told.TrySetResult(report);
        });
        await using var held = await HeldLock.TakeAsync(
            Project.Database.ConnectionString, "set local application_name = 'run 17'; lock table deployments in exclusive mode");
        var import = new PipelineResultsImport(Project.Database.DataSource, NotATaxonLabels.Default, time)
            .RunAsync(new(Results.Save(), "Garden", "June"), progress, Token);
        await held.IsWaitedForAsync();

        time.Advance(TimeSpan.FromSeconds(2));

        var wait = (await told.Task.WaitAsync(Token)).Wait;
        Assert.Equal(DatabaseErrorKind.LockWait, wait?.Kind);
        Assert.StartsWith("'run 17' (process ", wait?.Holder, StringComparison.Ordinal);
        await held.DisposeAsync();
        Assert.Equal(2, (await import).Count("captures").New);
    }

    [Fact]
    public void A_full_disk_is_distinguished_from_other_errors_of_files()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "Only Linux has a device that is always full.");

        var error = Assert.ThrowsAny<IOException>(() => File.WriteAllText("/dev/full", "something"));

        Assert.True(DiskErrors.IsFull(error));
        Assert.False(DiskErrors.IsFull(new FileNotFoundException()));
    }

    [Fact]
    public async Task Checks_of_every_kind_write_nothing_use_up_no_ids_and_report_what_the_import_then_does()
    {
        Results.Add(ResultsFile.Logits(0, 2, 1));
        await ImportAsync(Results, "Garden");
        Results.SaveCaptures("id,timestamp,deployment\n1,2026-06-01T22:15:30,Orchard\n");
        Results.MothClassifier["version"] = 2;
        Results.MothClassifier["category_map"]!["data"]![1]!["label"] = "Papilio unheard";
        Results.Add(ResultsFile.Logits(1, 2, 0), timestamp: "2026-06-02T22:00:00", x: 100);
        var taxa = await SaveAsync("taxa.csv", "name,rank,common_name,gbif_key\nActias luna,species,Luna moth,77\nPapilio unheard,species,,\n");
        var list = await SaveAsync("list.csv", "name\nActias luna\nAutomeris io\n");
        var identifications = await SaveAsync("identifications.csv", "crop,scientific_name,person\ncrops/1-0.jpg,Actias luna,Somebody new\n");

        await CheckThenImportAsync(mode => ImportAsync(Results, "Garden", mode, set: "July"));
        await CheckThenImportAsync(mode => ImportAsync(Results, "New garden", mode));
        await CheckThenImportAsync(mode => new TaxaImport(Project.Database.DataSource, NotATaxonLabels.Default, TimeProvider.System).RunAsync(new(taxa) { Mode = mode }, null, Token));
        await CheckThenImportAsync(async mode => await new TaxaListImport(Project.Database.DataSource, NotATaxonLabels.Default, TimeProvider.System)
            .RunAsync(new(list, "Moths", "A curator") { Mode = mode }, null, Token));
        await CheckThenImportAsync(mode => new IdentificationsImport(Project.Database.DataSource, TimeProvider.System)
            .RunAsync(new(identifications, "Garden", "Importer") { Mode = mode }, null, Token));
    }

    private async Task CheckThenImportAsync<T>(Func<ImportMode, Task<T>> import)
        where T : ImportReport
    {
        var content = await DatabaseContent.ReadEverythingAsync(Project.Database.DataSource);
        var sequences = await SequencesAsync();

        var check = await import(ImportMode.CheckOnly);

        Assert.Equal(sequences, await SequencesAsync());
        DatabaseContent.AssertEqual(content, await DatabaseContent.ReadEverythingAsync(Project.Database.DataSource));
        AssertSameCounts(await import(ImportMode.Write), check);
    }

    private static void AssertSameCounts(ImportReport import, ImportReport check) => Assert.Equal(import.Counts, check.Counts);

    private async Task<string> SequencesAsync()
    {
        await using var command = Project.Database.DataSource.CreateCommand(Sequences);
        return (string)(await command.ExecuteScalarAsync(Token))!;
    }

    private async Task<string> SaveAsync(string name, string content)
    {
        var path = Path.Combine(Results.Folder, name);
        await File.WriteAllTextAsync(path, content, Token);
        return path;
    }

    private async Task<ImportReport> ImportAsync(
        ResultsFile file, string project, ImportMode mode = ImportMode.Write, IProgress<ImportProgress>? progress = null, string set = "June") =>
        await new PipelineResultsImport(Project.Database.DataSource, NotATaxonLabels.Default, TimeProvider.System)
            .RunAsync(new(file.Save(), project, set) { Mode = mode }, progress, Token);

    /// <summary>An import that stands still where it has written all its rows, and holds all its locks.</summary>
    private sealed class PausedImport : IAsyncDisposable
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _go = new();
        private readonly Task<ImportReport> _import;

        public PausedImport(Func<IProgress<ImportProgress>, Task<ImportReport>> import)
        {
            _import = Task.Run(() => import(new ImmediateProgress<ImportProgress>(Pause)), Token);
            Task.WaitAny([_reached.Task, _import], Token);
        }

        public async Task<ImportReport> EndAsync()
        {
            Assert.True(_reached.Task.IsCompletedSuccessfully);
            _go.Set();
            return await _import;
        }

        public async ValueTask DisposeAsync()
        {
            _go.Set();
            await ((Task)_import).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _go.Dispose();
        }

        private void Pause(ImportProgress progress)
        {
            if (progress.Phase is not ImportPhase.DetermineOccurrences)
                return;
            _reached.TrySetResult();
            _go.Wait(Token);
        }
    }
}
