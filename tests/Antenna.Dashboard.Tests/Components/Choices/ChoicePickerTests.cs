using Antenna.Dashboard.Components.Choices;
using Antenna.Data.Choices;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.Choices;

/// <summary>Fourteen people, of whom a picker shows the first twelve.</summary>
public sealed class ChoicePickerTests(PostgresCluster cluster) : IAsyncLifetime
{
    private readonly Dictionary<string, long> _people = [];
    private TestDatabase _database = null!;
    private DashboardContext _dashboard = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _dashboard = new(_database);
        var scenario = await Scenario.CreateAsync(_database.DataSource);
        foreach (var letter in "abcdefghijklm")
            _people[$"Person {letter}"] = (await scenario.AddPersonAsync($"Person {letter}")).Id;
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Opened_it_shows_the_first_by_name_and_says_how_the_others_are_found()
    {
        var popovers = _dashboard.RenderPopovers();
        var picker = Render(value: null);
        await picker.PressAsync(() => picker.Find(".mud-input-adornment button"));

        popovers.WaitForAssertion(() => Assert.Equal(12, popovers.FindAll(".mud-list-item").Count));
        Assert.Contains("find the others", popovers.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tab_on_its_way_through_chooses_nothing()
    {
        var chosen = new List<long?>();
        var popovers = _dashboard.RenderPopovers();
        var picker = Render(value: null, chosen.Add);

        await picker.InvokeAsync(() => picker.Find("input").FocusAsync(new()));
        await picker.InvokeAsync(() => picker.Find("input").KeyDownAsync(new KeyboardEventArgs { Key = "Tab" }));
        await picker.InvokeAsync(() => picker.Find("input").BlurAsync(new()));

        Assert.Empty(popovers.FindAll(".mud-list-item"));
        Assert.Empty(chosen);
    }

    [Fact]
    public async Task What_is_found_by_typing_and_chosen_is_given_by_its_id()
    {
        long? chosen = null;
        var popovers = _dashboard.RenderPopovers();
        var picker = Render(value: null, id => chosen = id);
        await picker.InvokeAsync(() => picker.Find("input").InputAsync("son m"));
        popovers.WaitForAssertion(() => Assert.Equal("Person m", Assert.Single(popovers.FindAll(".mud-list-item")).TextContent.Trim()));
        await popovers.InvokeAsync(() => popovers.Find(".mud-list-item").ClickAsync(new()));

        picker.WaitForAssertion(() => Assert.Equal(_people["Person m"], chosen));
    }

    [Fact]
    public void What_is_set_is_named_and_what_is_not_there_is_said_to_be_missing()
    {
        _dashboard.RenderPopovers();
        var picker = Render(_people["Person k"]);
        picker.WaitForAssertion(() => Assert.Equal("Person k", picker.Find("input").GetAttribute("value")));

        picker.Render(parameters => parameters.Add(it => it.Value, 999_999));

        picker.WaitForAssertion(() => Assert.Equal("999999 (which is not there)", picker.Find("input").GetAttribute("value")));
    }

    private IRenderedComponent<ChoicePicker> Render(long? value, Action<long?>? onChosen = null) => _dashboard.Render<ChoicePicker>(parameters => parameters
        .Add(it => it.Label, "Launched by").Add(it => it.Kind, ChoiceKind.Person).Add(it => it.Value, value).Add(it => it.ValueChanged, id => onChosen?.Invoke(id)));
}
