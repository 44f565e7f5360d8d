using Antenna.Dashboard.Components.ImportJobs;
using Antenna.Data.Import.Tables;
using Antenna.Testing;
using Bunit;
using MudBlazor;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.ImportJobs;

public sealed class TableReadingFieldsTests(PostgresCluster cluster) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private DashboardContext _dashboard = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(cluster);
        _dashboard = new(_database);
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_workbook_has_a_sheet_to_choose_in_place_of_encoding_and_separator()
    {
        var chosen = TableReading.Detected;
        var fields = Show(new(null, null, ["name"], 0) { Sheets = ["Moths", "Beetles"], Sheet = "Moths" }, changed => chosen = changed);
        var sheet = fields.FindComponents<MudSelect<string>>().Single(select => select.Instance.Label == "Sheet");

        Assert.Equal(["Column of names", "Sheet"], fields.FindComponents<MudSelect<string>>().Select(select => select.Instance.Label));
        Assert.Empty(fields.FindComponents<MudSelect<char?>>());
        await fields.InvokeAsync(() => sheet.Instance.ValueChanged.InvokeAsync("Beetles"));

        Assert.Equal(new() { Sheet = "Beetles" }, chosen);
    }

    [Fact]
    public async Task A_place_of_an_archive_is_chosen_with_what_taxa_are_there()
    {
        var chosen = new TableReading { Place = "Great Britain" };
        var table = new TableShape("utf-8", '\t', ["scientificName"], 0)
        {
            Places = [new("Great Britain", [new("present", 59, true), new("migrant", 1, true), new("absent", 4, false)]), new("Andorra", [new("present", 3, true)])],
        };
        var fields = Show(table, changed => chosen = changed, chosen);
        var place = fields.FindComponent<PlacePicker>();

        Assert.Equal("Great Britain", place.Field("Place").GetAttribute("value"));
        var there = fields.FindComponents<MudCheckBox<bool>>();
        Assert.Equal([("59 present", false), ("1 migrant", false), ("4 absent", true)], there.Select(each => (each.Instance.Label!, each.Instance.Disabled)));
        await fields.InvokeAsync(() => there[1].Instance.ValueChanged.InvokeAsync(false));
        Assert.Equal(new() { Place = "Great Britain", Occurrence = new(["present"]) }, chosen);
        await fields.InvokeAsync(() => place.Instance.ValueChanged.InvokeAsync("Andorra"));

        Assert.Equal(new() { Place = "Andorra" }, chosen);
    }

    [Fact]
    public async Task Any_of_a_thousand_places_is_found_by_typing_with_what_is_there()
    {
        var popovers = _dashboard.RenderPopovers();
        var chosen = TableReading.Detected;
        var table = new TableShape("utf-8", '\t', ["scientificName"], 0)
        {
            Places = [.. Enumerable.Range(1, 1_000).Select(number => new ListedPlace($"Province {number:0000}", [new("present", 2_000 - number, true), new("absent", 1, false)]))],
        };
        var fields = Show(table, changed => chosen = changed);
        await fields.PressAsync(() => fields.Button("Show places"));
        popovers.WaitForAssertion(() => Assert.Equal(1_000, popovers.Find(".more").CountOf("place")));
        Assert.StartsWith("Province 0001", popovers.FindAll(".mud-list-item")[0].TextContent.Trim(), StringComparison.Ordinal);

        await fields.InvokeAsync(() => fields.Field("Place").InputAsync("ince 0987"));
        popovers.WaitForAssertion(() => Assert.Equal("Province 0987 1,013 present, 1 absent", Assert.Single(popovers.FindAll(".mud-list-item")).Words()));
        await popovers.InvokeAsync(() => popovers.Find(".mud-list-item").ClickAsync(new()));

        fields.WaitForAssertion(() => Assert.Equal(new() { Place = "Province 0987" }, chosen));
    }

    [Fact]
    public async Task Taxa_without_a_status_stay_listed_when_another_status_is_not()
    {
        var chosen = new TableReading { Place = "France" };
        var table = new TableShape("utf-8", '\t', ["scientificName"], 0) { Places = [new("France", [new("", 7, true), new("present", 3, true), new("migrant", 1, true)])] };
        var fields = Show(table, changed => chosen = changed, chosen);

        var there = fields.FindComponents<MudCheckBox<bool>>();
        Assert.Equal(["7 without a status", "3 present", "1 migrant"], there.Select(each => each.Instance.Label));
        await fields.InvokeAsync(() => there[2].Instance.ValueChanged.InvokeAsync(false));

        Assert.Equal(new(["present", ""]), chosen.Occurrence);
    }

    private IRenderedComponent<TableReadingFields> Show(TableShape table, Action<TableReading> changed, TableReading? reading = null) => _dashboard.Render<TableReadingFields>(parameters => parameters
        .Add(fields => fields.File, "moths.xlsx")
        .Add(fields => fields.Table, table)
        .Add(fields => fields.Reading, reading ?? TableReading.Detected)
        .Add(fields => fields.ReadingChanged, changed));
}
