using Antenna.Dashboard.Components.Choices;
using Antenna.Data.TaxaLists;
using Antenna.Testing;
using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.Choices;

/// <summary>Two hundred lists, of which a picker shows the first dozen.</summary>
public sealed class TaxaListPickerTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly IReadOnlyList<TaxaListOverview> Lists =
    [
        .. Enumerable.Range(1, 200).Select(id => List(id, $"Park {id:000}", newest: 2)),
        List(201, "Vermont insects", newest: 3),
        List(202, "Empty so far", newest: null),
    ];

    private DashboardContext _dashboard = null!;

    public ValueTask InitializeAsync()
    {
        _dashboard = new(database);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _dashboard.DisposeAsync();

    [Fact]
    public async Task Opened_it_shows_the_first_by_name_with_whose_they_are_and_how_much_is_on_them()
    {
        var popovers = _dashboard.RenderPopovers();
        var picker = Render(value: 150);
        Assert.Equal("Park 150", picker.Field("Taxa list").GetAttribute("value"));

        await picker.PressAsync(() => picker.Button("Show names: Taxa list"));

        popovers.WaitForAssertion(() => Assert.Equal(12, popovers.FindAll(".mud-list-item").Count));
        Assert.Contains(popovers.FindAll(".mud-list-item"), item => Words(item.TextContent) == "Park 001 shared, v2, 7 names");
        Assert.Contains("find the others", popovers.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tab_on_its_way_through_chooses_nothing()
    {
        var chosen = new List<long?>();
        var popovers = _dashboard.RenderPopovers();
        var picker = Render(value: 150, chosen.Add);

        await picker.InvokeAsync(() => picker.Field("Taxa list").FocusAsync(new()));
        await picker.InvokeAsync(() => picker.Field("Taxa list").KeyDownAsync(new KeyboardEventArgs { Key = "Tab" }));
        await picker.InvokeAsync(() => picker.Field("Taxa list").BlurAsync(new()));

        Assert.Empty(popovers.FindAll(".mud-list-item"));
        Assert.Empty(chosen);
    }

    [Fact]
    public async Task What_is_found_by_typing_and_chosen_is_given_by_its_id()
    {
        long? chosen = null;
        var popovers = _dashboard.RenderPopovers();
        var picker = Render(value: 150, id => chosen = id);
        await picker.InvokeAsync(() => picker.Field("Taxa list").InputAsync("INSECT"));
        popovers.WaitForAssertion(() => Assert.StartsWith("Vermont insects", Assert.Single(popovers.FindAll(".mud-list-item")).TextContent.Trim(), StringComparison.Ordinal));

        await popovers.InvokeAsync(() => popovers.Find(".mud-list-item").ClickAsync(new()));

        picker.WaitForAssertion(() => Assert.Equal(201, chosen));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_list_without_a_version_is_shown_and_chosen_only_where_that_makes_sense(bool offersEmpty)
    {
        var popovers = _dashboard.RenderPopovers();
        var picker = Render(value: null, offersEmpty: offersEmpty);
        await picker.InvokeAsync(() => picker.Field("Taxa list").InputAsync("empty"));

        popovers.WaitForAssertion(() => Assert.Equal(
            !offersEmpty, Assert.Single(popovers.FindAll(".mud-list-item")).ClassList.Contains("mud-list-item-disabled")));
    }

    [Fact]
    public void A_list_that_is_not_there_is_said_to_be_missing()
    {
        _dashboard.RenderPopovers();

        Assert.Equal("list 999 (which is not there)", Render(value: 999).Field("Taxa list").GetAttribute("value"));
    }

    private IRenderedComponent<TaxaListPicker> Render(long? value, Action<long?>? onChosen = null, bool offersEmpty = false) => _dashboard.Render<TaxaListPicker>(
        parameters => parameters
            .Add(it => it.Lists, Lists).Add(it => it.Value, value).Add(it => it.OffersEmpty, offersEmpty).Add(it => it.ValueChanged, id => onChosen?.Invoke(id)));

    private static TaxaListOverview List(long id, string name, int? newest) => new(
        id, name, null, null, DateTime.UnixEpoch,
        newest is { } number ? [new(id, number, "Curator", DateTime.UnixEpoch, null, 7, null)] : []);

    private static string Words(string text) => string.Join(' ', text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
}
