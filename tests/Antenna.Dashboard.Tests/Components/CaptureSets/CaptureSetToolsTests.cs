using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.CaptureSets;
using Antenna.Data.Occurrences;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components.CaptureSets;

public sealed class CaptureSetToolsTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private DashboardContext _dashboard = null!;
    private Scenario _scenario = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _dashboard = new(_database);
        _scenario = await Scenario.CreateAsync(_database.DataSource);
        var moths = await _scenario.AddClassifierAsync("moths", "Actias luna", "Samia cynthia");
        await _scenario.AddOccurrencesAsync([[[moths.Says(1, 4)]], [[moths.Says(4, 1)]]]);
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_set_of_what_the_filters_find_is_counted_first_named_and_then_opened()
    {
        var form = _dashboard.Render<NewCaptureSet>(page => page.Add(it => it.Filter, new OccurrenceFilter { ProjectId = _scenario.Project.Id }));
        await form.PressAsync(() => form.Button("New capture set"));
        form.WaitForAssertion(() => Assert.Contains("2 captures", form.Find("[role=status]").TextContent, StringComparison.Ordinal));

        await form.InvokeAsync(() => form.Field("Name of the set").Input("June"));
        await form.PressAsync(() => form.Button("Make the set"));

        await using var context = _database.CreateDbContext();
        form.WaitForAssertion(() => Assert.EndsWith(
            new CaptureSetAddress(context.CaptureSets.Single(set => set.Name == "June").Id), _dashboard.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sample_is_counted_before_it_is_made_and_the_name_says_which_it_is()
    {
        var form = _dashboard.Render<NewCaptureSet>(page => page.Add(it => it.Filter, new OccurrenceFilter { ProjectId = _scenario.Project.Id }));
        await form.PressAsync(() => form.Button("New capture set"));
        form.WaitForElement("fieldset");

        await form.InvokeAsync(() => form.Choice("So many at random").Change(true));
        foreach (var (name, number) in new[] { ("How many", "1"), ("Seed", "7") })
            await form.InvokeAsync(() => form.FindAll("input[type=number]").Single(input => input.Name() == name).Change(number));
        Assert.Contains("1 of the 2 captures", form.Find("[role=status]").TextContent, StringComparison.Ordinal);
        await form.PressAsync(() => form.Button("Make the set"));

        await using var context = _database.CreateDbContext();
        form.WaitForAssertion(() => Assert.Equal(1, context.CaptureSetItems.Count(item => context.CaptureSets.Any(set => set.Id == item.CaptureSetId && set.Name == "1 at random, seed 7"))));
    }

    [Fact]
    public async Task What_refers_to_a_set_is_said_before_it_is_deleted()
    {
        var tools = _dashboard.Render<CaptureSetTools>(page => page
            .Add(it => it.CaptureSetId, _scenario.Set.Id).Add(it => it.ProjectId, _scenario.Project.Id).Add(it => it.Name, "All nights"));

        await tools.PressAsync(() => tools.Button("Delete"));
        tools.WaitForAssertion(() => Assert.Contains("2 captures stay", tools.Find("[role=status]").TextContent, StringComparison.Ordinal));
        await tools.PressAsync(() => tools.Button("Delete the set"));

        await using var context = _database.CreateDbContext();
        tools.WaitForAssertion(() => Assert.False(context.CaptureSets.Any()));
        Assert.Equal(2, await context.Captures.CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused_where_it_is_typed()
    {
        await using var context = _database.CreateDbContext();
        context.Add(new Data.Model.CaptureSet { ProjectId = _scenario.Project.Id, Name = "June", CreatedAt = Scenario.Night });
        await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        var tools = _dashboard.Render<CaptureSetTools>(page => page
            .Add(it => it.CaptureSetId, _scenario.Set.Id).Add(it => it.ProjectId, _scenario.Project.Id).Add(it => it.Name, "All nights"));
        await tools.PressAsync(() => tools.Button("Rename"));

        await tools.InvokeAsync(() => tools.Field("Name of the set").Input("June"));
        await tools.PressAsync(() => tools.FindAll("button").Last(button => button.Name() == "Rename"));

        tools.WaitForAssertion(() => Assert.Contains("June", tools.Find("[role=alert]").TextContent, StringComparison.Ordinal));
    }
}
