using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.Data.TaxaLists;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.Data.Tests.TaxaLists;

public sealed class UnresolvedNameSearchTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private UnresolvedNameSearch _search = null!;
    private Scenario _scenario = null!;
    private TaxaList _list = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _search = new(_database.DataSource);
        _scenario = await Scenario.CreateAsync(_database.DataSource);
        _list = await _scenario.AddListAsync();
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Theory]
    [InlineData("act sel", true)]
    [InlineData("SELENE", true)]
    [InlineData("séle", true)]
    [InlineData("album", true)]
    [InlineData("ctias", false)]
    [InlineData("act luna", false)]
    [InlineData("%", false)]
    [InlineData("_ctias", false)]
    [InlineData("", false)]
    public async Task Each_word_typed_begins_a_word_of_the_name(string text, bool isFound)
    {
        await AddAsync(await _scenario.AddVersionAsync(_list, ["Actias luna"]), "Actias selene-album");

        var found = await _search.FindAsync(text, null, most: 10, Token);

        Assert.Equal(isFound ? ["Actias selene-album"] : [], found.Select(name => name.Name));
    }

    [Fact]
    public async Task A_name_says_the_lists_that_have_it_on_their_newest_version_and_that_the_project_may_use()
    {
        var older = await _scenario.AddVersionAsync(_list, []);
        await AddAsync(older, "Actias gone");
        await AddAsync(await _scenario.AddVersionAsync(_list, []), "Actias selene");
        var shared = await _scenario.AddListAsync("World moths", shared: true);
        await AddAsync(await _scenario.AddVersionAsync(shared, []), "Actias selene");
        var jutland = await Scenario.CreateAsync(_database.DataSource, "Jutland");
        var elsewhere = await jutland.AddListAsync("Danish moths");
        await AddAsync(await jutland.AddVersionAsync(elsewhere, []), "Actias danica");

        Assert.Equal(
            ["Actias selene: Vermont moths, World moths"], Texts(await _search.FindAsync("actias", _scenario.Project.Id, most: 10, Token)));
        Assert.Equal(
            ["Actias danica: Danish moths", "Actias selene: Vermont moths, World moths"], Texts(await _search.FindAsync("actias", null, most: 10, Token)));
        Assert.Equal(["Actias danica: Danish moths"], Texts(await _search.FindAsync("actias", null, most: 1, Token)));
    }

    private static IEnumerable<string> Texts(IEnumerable<UnresolvedName> names) => names.Select(name => $"{name.Name}: {string.Join(", ", name.Lists)}");

    private async Task AddAsync(TaxaListVersion version, string name)
    {
        await using var context = _database.CreateDbContext();
        context.Add(new TaxaListEntry { TaxaListVersionId = version.Id, NameKey = name.ToLowerInvariant(), Name = name, Rank = Rank.Species });
        await context.SaveChangesAsync(Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
