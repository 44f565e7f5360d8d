using Antenna.Data.Projects;
using Antenna.Data.Scopes;
using Antenna.Data.Tests.Import;
using Antenna.Data.Verification;
using Antenna.Testing;
using Npgsql;
using Xunit;

namespace Antenna.Data.Tests.Verification;

/// <summary>What is kept derived is what it derives from, whatever writes; and what is not is found, and repaired.</summary>
public sealed class DerivedVerificationTests(PostgresCluster cluster) : IAsyncLifetime
{
    private const int Writes = 40;

    private TestDatabase _database = null!;
    private DerivedVerification _verification = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Damages => new()
    {
        { "occurrence_algorithms", "delete from occurrence_algorithms" },
        { "occurrence_algorithms", "update occurrence_algorithms set first_seen_at = timestamp '1999-09-09'" },
        { "capture_set_occurrences", "delete from capture_set_occurrences" },
        { "occurrence_days", "update occurrence_days set occurrences = occurrences + 1" },
        { "occurrence_days", "insert into occurrence_days (project_id, day, occurrences) select id, date '1999-09-09', 1 from projects" },
        { "project_taxa", "delete from project_taxa" },
        { "detection_blocks", "delete from detection_blocks" },
        { "classification_blocks", "delete from classification_blocks" },
        { "project_counts", "delete from project_counts where counted = 'captures'" },
        { "capture_set_figures", "update capture_set_figures set nights = 9" },
        { "capture_set_classifiers", "update capture_set_classifiers set in_scope = in_scope + 1" },
        { "determinations", "update occurrences set machine_score = 0.123 where machine_score is not null" },
        { "occurrence_sightings", "update occurrences set first_seen_at = timestamp '1999-09-09'" },
    };

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _verification = new(_database.DataSource);
    }

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_is_written_derived_tables_are_what_they_derive_from(int seed)
    {
        var writes = await RandomWrites.BeginAsync(_database, seed);
        await AssertCleanAsync("begin");
        for (var write = 0; write < Writes; write++)
        {
            var what = await writes.WriteAsync();
            await AssertCleanAsync(what);
            await AssertScopesAgreeAsync(writes.Classifiers, what);
        }
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task What_differs_is_found_and_repaired(string table, string damage)
    {
        await RandomWrites.BeginAsync(_database, seed: 1);
        await ExecuteAsync(damage);

        var found = await _verification.VerifyAsync(repair: false, progress: null, Token);
        Assert.Contains(found.Remaining, each => each.Name == table);

        var repaired = await _verification.VerifyAsync(repair: true, progress: null, Token);
        Assert.Contains(repaired.Found, each => each.Name == table && each.Differs);
        Assert.True(repaired.IsClean);
        await AssertCleanAsync("repair");
    }

    [Fact]
    public async Task It_says_of_each_step_which_table_it_is_at_and_how_many_there_are()
    {
        await RandomWrites.BeginAsync(_database, seed: 1);
        await ExecuteAsync("update capture_set_figures set captures = captures + 1");
        var told = new List<VerificationProgress>();

        var report = await _verification.VerifyAsync(repair: true, new ImmediateProgress<VerificationProgress>(told.Add), Token);

        Assert.Equal(report.Found.Select(table => table.Name), NamesOf(VerificationStep.Compare));
        Assert.Equal(report.Found.Select(table => table.Name), NamesOf(VerificationStep.CompareAgain));
        Assert.Contains("capture_set_figures", NamesOf(VerificationStep.Repair));
        foreach (var step in told.GroupBy(each => each.Step))
            Assert.Equal(Enumerable.Range(1, step.First().Of), step.Select(each => each.Number).Distinct());
        Assert.Contains(told, each => each is { Name: DerivedVerification.DeterminationsName, Rows: > 0 });

        IEnumerable<string> NamesOf(VerificationStep step) => told.Where(each => each.Step == step).Select(each => each.Name).Distinct();
    }

    [Fact]
    public async Task A_terminal_row_of_a_superseded_lineage_is_found_and_repaired()
    {
        await RandomWrites.BeginAsync(_database, seed: 1);
        await ExecuteAsync(
            """
            insert into classifications (id, detection_id, algorithm_id, lineage_id, score, absolute_score, terminal, created_at)
            select 900000 + id, detection_id, algorithm_id, 900000 + id, score, absolute_score, true, created_at - interval '1 day'
            from classifications where applied_to_id is null limit 1
            """);

        Assert.Contains((await _verification.VerifyAsync(repair: false, progress: null, Token)).Remaining, each => each.Name == "superseded_lineages_have_no_terminal_row");
        Assert.True((await _verification.VerifyAsync(repair: true, progress: null, Token)).IsClean);
    }

    [Fact]
    public async Task Sums_are_compacted_without_a_change()
    {
        var writes = await RandomWrites.BeginAsync(_database, seed: 4);
        for (var write = 0; write < Writes; write++)
            await writes.WriteAsync();
        var before = await SumsAsync();

        await ExecuteAsync("select derived.compact()");

        Assert.Equal(before, await SumsAsync());
        foreach (var table in (string[])["occurrence_days", "project_counts", "project_taxa"])
        {
            var key = table switch { "occurrence_days" => "project_id, algorithm_id, day", "project_counts" => "project_id, counted", _ => "project_id, taxon_id" };
            Assert.Equal(0L, await ScalarAsync($"select count(*) from (select from {table} group by {key} having count(*) > 1) apart"));
        }

        Assert.Equal(1L, await ScalarAsync("select count(*) from taxonomy_changes"));
    }

    private async Task<IReadOnlyList<object>> SumsAsync() =>
    [
        await ScalarAsync("select string_agg(t::text, ',' order by t::text) from (select project_id, algorithm_id, day, sum(occurrences) from occurrence_days group by 1, 2, 3 having sum(occurrences) <> 0) t"),
        await ScalarAsync("select string_agg(t::text, ',' order by t::text) from (select project_id, counted, sum(amount) from project_counts group by 1, 2 having sum(amount) <> 0) t"),
        await ScalarAsync("select sum(changes) from taxonomy_changes"),
    ];

    /// <summary>What the page of a set counts, a run's total, and what a run reads.</summary>
    private async Task AssertScopesAgreeAsync(IReadOnlyList<long> classifiers, string what)
    {
        var catalog = new CaptureSetCatalog(_database, _database.DataSource);
        await using var connection = await _database.DataSource.OpenConnectionAsync(Token);
        await using var context = _database.CreateDbContext();
        foreach (var set in context.CaptureSets.Select(set => set.Id).ToList())
        {
            var shown = (await catalog.ClassifiersAsync(set, Token)).ToDictionary(row => row.Classifier.Id);
            foreach (var classifier in classifiers)
            {
                var scope = RunScope.OfCaptureSet(set);
                var (streamed, withLogits) = await StreamAsync(connection, scope, classifier);
                var counted = await ScopeRows.CountAsync(connection, scope, classifier, Token);
                var row = shown.GetValueOrDefault(classifier);
                Assert.True(
                    (counted, counted, withLogits) == (streamed, row?.InScope ?? 0, row?.Maskable ?? 0),
                    $"{counted} counted, {streamed} streamed ({withLogits} with logits), {row} shown after {what}");
            }
        }
    }

    private static async Task<(long Rows, long WithLogits)> StreamAsync(NpgsqlConnection connection, RunScope scope, long classifier)
    {
        await using var rows = await ScopeRows.ReadAsync(connection, scope, classifier, OccurrenceRange.All, Token);
        var (read, withLogits) = (0L, 0L);
        while (await rows.ReadAsync(Token))
        {
            read++;
            withLogits += rows.Logits.IsEmpty ? 0 : 1;
        }

        return (read, withLogits);
    }

    private async Task AssertCleanAsync(string what)
    {
        var report = await _verification.VerifyAsync(repair: false, progress: null, Token);
        Assert.True(report.IsClean, $"{string.Join(", ", report.Remaining)} after {what}");
    }

    private async Task<object> ScalarAsync(string sql)
    {
        await using var command = _database.DataSource.CreateCommand(sql);
        return (await command.ExecuteScalarAsync(Token))!;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }
}
