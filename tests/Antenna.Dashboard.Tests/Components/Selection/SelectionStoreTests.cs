using Antenna.Dashboard.Components.Selection;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.Selection;

/// <summary>Reads and writes of one tray that overtake one another: what is selected is what the database has in the end.</summary>
public sealed class SelectionStoreTests(PostgresCluster cluster) : IAsyncLifetime
{
    private const string ReadsTheTray = "tray_occurrences put";
    private const string PutsIntoTheTray = "insert into tray_occurrences";

    private TestDatabase _database = null!;
    private CountedStatements _statements = null!;
    private OccurrenceTrays _trays = null!;
    private SelectionStore _store = null!;
    private Scenario _scenario = null!;
    private IReadOnlyList<ScenarioOccurrence> _animals = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _statements = new(_database.ConnectionString);
        _scenario = await Scenario.CreateAsync(_database.DataSource);
        var moths = await _scenario.AddClassifierAsync("moths", "Actias luna");
        _animals = await _scenario.AddOccurrencesAsync([[[moths.Says(1)]], [[moths.Says(1)]]]);
        _trays = new(_statements.DataSource);
        _store = new(_trays, new Curator(_scenario.Curator));
    }

    public async ValueTask DisposeAsync()
    {
        await _statements.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_read_that_a_write_overtakes_does_not_put_back_what_was_selected_before()
    {
        using var slow = new SlowStatement(_statements, ReadsTheTray);
        var reading = Task.Run(() => _store.ReadAsync(_scenario.Project.Id, Token), Token);
        await slow.WhenEnded(Token);

        await _store.SetAsync(_scenario.Project.Id, OccurrenceSelection.Of([_animals[0].Id]), Token);
        slow.GoOn();
        await reading;

        Assert.Equal([_animals[0].Id], _store.Of(_scenario.Project.Id).Ids);
    }

    [Fact]
    public async Task What_another_tab_selects_while_this_one_writes_is_read_when_the_write_has_ended()
    {
        using var slow = new SlowStatement(_statements, PutsIntoTheTray);
        var writing = Task.Run(() => _store.SetAsync(_scenario.Project.Id, OccurrenceSelection.Of([_animals[0].Id]), Token), Token);
        await slow.WhenEnded(Token);

        await _trays.ChangeAsync(_scenario.Curator.Id, [_animals[1].Id], [], Token);
        await _store.ReadAsync(_scenario.Project.Id, Token);
        slow.GoOn();
        await writing;

        Assert.Equal(_animals.Select(animal => animal.Id).Order(), _store.Of(_scenario.Project.Id).Ids.Order());
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private sealed class Curator(Person person) : ICurrentPerson
    {
        public string Name => person.Name;

        public Task<Person> GetAsync(CancellationToken cancellationToken) => Task.FromResult(person);

        public Task<Person?> FindAsync(CancellationToken cancellationToken) => Task.FromResult<Person?>(person);
    }
}
