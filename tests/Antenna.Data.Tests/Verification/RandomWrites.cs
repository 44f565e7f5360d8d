using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Npgsql;
using Xunit;

namespace Antenna.Data.Tests.Verification;

/// <summary>
/// Writes whatever the constraints of the database allow, straight into its tables: rows that move, leave and go, in any order.
/// </summary>
internal sealed class RandomWrites
{
    private const string NoOtherWithoutBox =
        "not exists (select from detections other where other.capture_id = detections.capture_id and other.x1 is null and other.id <> detections.id)";

    // Each with a row that is chosen by a number, $1; a second number, $2, chooses where it goes.
    private static readonly string[] Statements =
    [
        $"update detections set occurrence_id = {Any("occurrences", "$2")} where id = {Any("detections", "$1", "x1 is not null")}",
        $"update detections set occurrence_id = null where id = {Any("detections", "$1", $"(x1 is not null or {NoOtherWithoutBox})")}",
        $"update detections set x1 = null, y1 = null, x2 = null, y2 = null where id = {Any("detections", "$1", "occurrence_id is not null")}",
        $"update detections set capture_id = {Any("captures", "$2", "true")}, x1 = 1000 + random() * 1000 where id = {Any("detections", "$1", "x1 is not null")}",
        $"update detections set x1 = null, y1 = null, x2 = null, y2 = null, occurrence_id = null where id = {Any("detections", "$1", NoOtherWithoutBox)}",
        $"update detections set crop_path = 'crop.jpg' where id = {Any("detections", "$1")}",
        $"delete from detections where id = {Any("detections", "$1")}",
        $"delete from classifications where lineage_id = {Any("classifications", "$1", "applied_to_id is null")}",
        $"update classifications set terminal = false where id = {Any("classifications", "$1", "terminal")}",
        $"update classifications set terminal = false where detection_id = {Any("detections", "$1")}",
        $"delete from occurrences where id = {Any("occurrences", "$1")}",
        $"update occurrences set determination_taxon_id = null, determination_score = null, verified = false where id = {Any("occurrences", "$1")}",
        $"delete from captures where id = {Any("captures", "$1")}",
        $"insert into capture_set_items (capture_set_id, capture_id) values ({Any("capture_sets", "$1")}, {Any("captures", "$2")}) on conflict do nothing",
        $"delete from capture_set_items where capture_id = {Any("captures", "$1")}",
        $"delete from capture_set_items where capture_set_id = {Any("capture_sets", "$1")}",
        $"update capture_set_items set capture_set_id = {Any("capture_sets", "$2")} where capture_set_id = {Any("capture_sets", "$1")} and not exists (select from capture_set_items other where other.capture_set_id = {Any("capture_sets", "$2")})",
        "insert into capture_sets (project_id, name, created_at) select id, 'set ' || $1, now() from projects order by id limit 1",
        $"delete from capture_sets where id = {Any("capture_sets", "$1", "name like 'set %'")}",
        "insert into deployments (project_id, name) select id, 'station ' || $1 from projects order by id limit 1",
        $"insert into capture_set_items select {Any("capture_sets", "$1")}, id from captures on conflict do nothing",
        $"""
        with corrected as (
            update captures set captured_at = timestamp '2024-06-01' + $2 % 20 * interval '9 hours', deployment_id = {Any("deployments", "$2")}
            where id = {Any("captures", "$1")} returning id)
        select array_agg(id) from corrected
        """,
    ];

    private readonly TestDatabase _database;
    private readonly Random _random;
    private readonly Scenario _scenario;
    private readonly ScenarioClassifier _classifier;

    private RandomWrites(TestDatabase database, Random random, Scenario scenario, ScenarioClassifier classifier)
    {
        _database = database;
        _random = random;
        _scenario = scenario;
        _classifier = classifier;
        Classifiers = [classifier.Id];
    }

    public IReadOnlyList<long> Classifiers { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A project in which some of everything is there: boxes without an occurrence, and detections without a box, that are classified.</summary>
    public static async Task<RandomWrites> BeginAsync(TestDatabase database, int seed)
    {
        var scenario = await Scenario.CreateAsync(database.DataSource);
        var classifier = await scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia", Scenario.Background);
        var writes = new RandomWrites(database, new(seed), scenario, classifier);
        await writes.AddAsync(inSet: true);
        await writes.AddAsync(inSet: false);
        await writes.ExecuteAsync(
            "update detections set x1 = null, y1 = null, x2 = null, y2 = null, occurrence_id = null where id = (select min(id) from detections)");
        await writes.ExecuteAsync("update detections set occurrence_id = null where id = (select max(id) from detections)");
        await writes.SettleAsync();
        return writes;
    }

    /// <summary>Writes something; the answer says what.</summary>
    public async Task<string> WriteAsync()
    {
        var choice = _random.Next(Statements.Length + 3);
        if (choice >= Statements.Length)
        {
            await AddAsync(inSet: choice > Statements.Length);
            await SettleAsync();
            return "add occurrences";
        }

        var (one, other) = (_random.Next(1_000), _random.Next(1_000));
        await ExecuteAsync(Statements[choice], one, other);
        await SettleAsync();
        return $"{Statements[choice]} -- {one}, {other}";
    }

    private async Task AddAsync(bool inSet) => await _scenario.AddOccurrencesAsync(
        [.. Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, _random.Next(1, 3)).Select(_ => new[] { Result() }).ToArray())], inSet);

    private PipelineResult Result() => _random.Next(4) switch
    {
        0 => _classifier.SaysWithoutLogits(),
        1 => _classifier.Says(1, 2, 3) with { Terminal = false },
        _ => _classifier.Says(_random.Next(9), _random.Next(9), _random.Next(9)),
    };

    /// <summary>What is no trigger's: a write that moves what decides an occurrence decides it again, and one that corrects captures has occurrences follow.</summary>
    private async Task SettleAsync()
    {
        await using var connection = await _database.DataSource.OpenConnectionAsync(Token);
        await using (var follow = new NpgsqlCommand("select derived.settle_sightings(array(select id from occurrences))", connection))
            await follow.ExecuteNonQueryAsync(Token);
        await using var context = new AntennaDbContext(AntennaDatabase.Options(connection));
        await Determinations.RecomputeAsync(connection, [.. context.Occurrences.Select(occurrence => occurrence.Id)], Token);
    }

    private async Task ExecuteAsync(string sql, params int[] values)
    {
        await using var command = _database.DataSource.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(Token);
    }

    private static string Any(string table, string number, string where = "true") =>
        $"(select id from {table} where {where} order by md5(id::text || ({number}::int)::text) limit 1)";
}
