using Antenna.Data.Model;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.Dashboard.Tests.CommandLine;

/// <summary>
/// A database for commands: a project with a capture set that a classifier has looked at, and another project next to it.
/// </summary>
public sealed class CommandProject(PostgresCluster cluster) : IAsyncLifetime
{
    private readonly TestDatabase _database = new(cluster);

    public TestDatabase Database => _database;

    public Scenario Mountains { get; private set; } = null!;

    public Scenario Coast { get; private set; } = null!;

    public ScenarioClassifier Moths { get; private set; } = null!;

    /// <summary>A list of the mountains that keeps a class of the classifier.</summary>
    public TaxaList List { get; private set; } = null!;

    /// <summary>A list of the mountains that keeps none.</summary>
    public TaxaList Birds { get; private set; } = null!;

    /// <summary>A list of the coast.</summary>
    public TaxaList CoastList { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        Mountains = await Scenario.CreateAsync(_database.DataSource, "Green Mountains");
        Coast = await Scenario.CreateAsync(_database.DataSource, "Coast");
        Moths = await Mountains.AddClassifierAsync("moths", "Actias luna", "Samia cynthia", "Catocala relicta");
        await Mountains.AddOccurrencesAsync(
        [
            [[Moths.Says(1, 2, 0)]],
            [[Moths.Says(4, 2, 0)]],
            [[Moths.SaysWithoutLogits()]],
            [[Moths.Says(1, 2)]],
            [[Moths.Says(float.NaN, 1, 2)]],
        ]);
        List = await Mountains.AddListOfAsync("Actias luna");
        Birds = await Mountains.AddListAsync("Birds");
        await Mountains.AddVersionAsync(Birds, ["Turdus merula"]);
        CoastList = await Coast.AddListOfAsync("Actias luna");
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    /// <summary>The executable on this database, in a process of its own.</summary>
    internal Executable Executable() => CommandLine.Executable.On(_database);

    /// <summary>Commands on this database, in this process.</summary>
    /// <param name="curator">Who acts.</param>
    internal InProcessCommands Commands(string curator = TestSettings.Curator) =>
        new(("ConnectionStrings:Antenna", _database.ConnectionString), ("Curator:Name", curator));

    /// <summary>The words of a command, with the ids of what is named in braces.</summary>
    public string[] Words(string command) =>
    [
        .. command.Split(' ').Select(word => word
            .Replace("{set}", $"{Mountains.Set.Id}", StringComparison.Ordinal)
            .Replace("{list}", $"{List.Id}", StringComparison.Ordinal)
            .Replace("{birds}", $"{Birds.Id}", StringComparison.Ordinal)
            .Replace("{coast-list}", $"{CoastList.Id}", StringComparison.Ordinal)
            .Replace("{moths}", $"{Moths.Id}", StringComparison.Ordinal)
            .Replace("{detector}", $"{Mountains.Detector.Id}", StringComparison.Ordinal)),
    ];

    public Task<DatabaseContent> ReadAsync() => DatabaseContent.ReadEverythingAsync(_database.DataSource);

    public async Task ExecuteAsync(string sql)
    {
        await using var command = _database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Whether anything was ever recorded of a person.</summary>
    public async Task<bool> KnowsAsync(string person)
    {
        await using var command = _database.DataSource.CreateCommand("select exists (select from people where name = $1)");
        command.Parameters.Add(new() { Value = person });
        return (bool)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
