using Antenna.Dashboard.Components.TaxaLists;
using Antenna.Data.Import.Tables;
using Antenna.Testing;
using Bunit;
using MudBlazor;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.TaxaLists;

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

    private IRenderedComponent<TableReadingFields> Show(TableShape table, Action<TableReading> changed) => _dashboard.Render<TableReadingFields>(parameters => parameters
        .Add(fields => fields.File, "moths.xlsx")
        .Add(fields => fields.Table, table)
        .Add(fields => fields.Reading, TableReading.Detected)
        .Add(fields => fields.ReadingChanged, changed));
}
