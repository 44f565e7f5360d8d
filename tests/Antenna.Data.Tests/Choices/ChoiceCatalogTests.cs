using Antenna.Data.Choices;
using Antenna.Data.Model;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.Data.Tests.Choices;

/// <summary>Two projects, each with a capture set and a station.</summary>
public sealed class ChoiceCatalogTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private ChoiceCatalog _catalog = null!;
    private Scenario _vermont = null!;
    private Scenario _jutland = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _catalog = new(_database);
        _vermont = await AddProjectAsync("Vermont");
    }

    public async ValueTask DisposeAsync() => await _database.DisposeAsync();

    [Theory]
    [InlineData(ChoiceKind.CaptureSet)]
    [InlineData(ChoiceKind.Station)]
    public async Task What_belongs_to_a_project_is_found_in_that_one_or_in_any(ChoiceKind kind)
    {
        await AddJutlandAsync();

        var here = await IdsAsync(kind, _vermont.Project.Id);
        var there = await IdsAsync(kind, _jutland.Project.Id);

        Assert.Single(here);
        Assert.Single(there);
        Assert.Equal(here.Concat(there).Order(), (await IdsAsync(kind, projectId: null)).Order());
    }

    [Fact]
    public async Task Lists_are_those_of_the_project_and_those_that_all_share()
    {
        await AddJutlandAsync();
        await _vermont.AddListAsync("Moths of Vermont");
        await _vermont.AddListAsync("Moths of the world", shared: true);
        await _jutland.AddListAsync("Moths of Jutland");

        Assert.Equal(["Moths of Vermont", "Moths of the world"], await NamesAsync(ChoiceKind.TaxaList, "moth"));
    }

    [Fact]
    public async Task Versions_are_found_by_list_and_number_newest_first_without_trials()
    {
        var list = await _vermont.AddListAsync("Vermont moths");
        for (var number = 0; number < 10; number++)
            await _vermont.AddVersionAsync(list, ["Actias luna", $"Samia number{(char)('a' + number)}"]);
        await _vermont.AddVersionAsync(list, ["Samia cynthia"], trialOf: _vermont.Curator);

        Assert.Equal(["Vermont moths v10", "Vermont moths v9"], (await NamesAsync(ChoiceKind.TaxaListVersion, "vermont")).Take(2));
        Assert.Equal(10, (await NamesAsync(ChoiceKind.TaxaListVersion, null)).Count);
        Assert.Equal(["Vermont moths v3"], await NamesAsync(ChoiceKind.TaxaListVersion, "v3"));
    }

    [Theory]
    [InlineData(ChoiceKind.Project, "Vermont")]
    [InlineData(ChoiceKind.CaptureSet, "All nights")]
    public async Task A_thing_is_named_by_its_id_and_one_that_is_not_there_is_not(ChoiceKind kind, string expected)
    {
        var id = Assert.Single(await IdsAsync(kind, projectId: null));

        Assert.Equal(expected, await _catalog.NameAsync(kind, id, Token));
        Assert.Null(await _catalog.NameAsync(kind, long.MaxValue, Token));
    }

    [Fact]
    public async Task No_more_is_read_than_was_asked_for()
    {
        for (var number = 0; number < 5; number++)
            await _vermont.AddPersonAsync($"Curator {number}");

        Assert.Equal(["Curator 0", "Curator 1"], (await _catalog.FindAsync(ChoiceKind.Person, null, "curator ", 2, Token)).Select(choice => choice.Name));
    }

    [Fact]
    public async Task One_project_leaves_nothing_to_choose()
    {
        Assert.False(await _catalog.HasSeveralProjectsAsync(Token));

        await AddJutlandAsync();

        Assert.True(await _catalog.HasSeveralProjectsAsync(Token));
    }

    private async Task AddJutlandAsync() => _jutland = await AddProjectAsync("Jutland");

    private async Task<Scenario> AddProjectAsync(string name)
    {
        var project = await Scenario.CreateAsync(_database.DataSource, name);
        await using var context = _database.CreateDbContext();
        context.Add(new Deployment { ProjectId = project.Project.Id, Name = "Edge of the forest" });
        await context.SaveChangesAsync(Token);
        return project;
    }

    private async Task<IReadOnlyList<long>> IdsAsync(ChoiceKind kind, long? projectId) =>
        [.. (await _catalog.FindAsync(kind, projectId, text: null, 20, Token)).Select(choice => choice.Id)];

    private async Task<IReadOnlyList<string>> NamesAsync(ChoiceKind kind, string? text) =>
        [.. (await _catalog.FindAsync(kind, _vermont.Project.Id, text, 20, Token)).Select(choice => choice.Name)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
