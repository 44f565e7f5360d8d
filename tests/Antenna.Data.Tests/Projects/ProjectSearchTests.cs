using Antenna.Data.Model;
using Antenna.Data.Projects;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Projects;

public sealed class ProjectSearchTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly ProjectCatalog _catalog = new(database, database.DataSource);

    public async ValueTask InitializeAsync()
    {
        await using var context = database.CreateDbContext();
        if (await context.Projects.AnyAsync(Token))
            return;
        string[] names = ["Vermont moths", "Moths of Maine", "Newfoundland", "100% night", "a_b", "aXb"];
        context.AddRange(names.Select(name => new Project { Name = name }));
        await context.SaveChangesAsync(Token);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("moths", "Moths of Maine", "Vermont moths")]
    [InlineData("  FOUND ", "Newfoundland")]
    [InlineData("100%", "100% night")]
    [InlineData("a_b", "a_b")]
    [InlineData("\\")]
    public async Task A_text_finds_the_projects_that_have_it_in_their_names_those_that_begin_with_it_first(string text, params string[] expected) =>
        Assert.Equal(expected, await FindAsync(text, 20));

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    public async Task Without_a_text_the_first_by_name_are_found_and_no_more_than_were_asked_for(string? text) =>
        Assert.Equal((await FindAsync(text, 20)).Take(2), await FindAsync(text, 2));

    private async Task<IReadOnlyList<string>> FindAsync(string? text, int most) =>
        [.. (await _catalog.FindAsync(text, most, Token)).Select(found => found.Name)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
