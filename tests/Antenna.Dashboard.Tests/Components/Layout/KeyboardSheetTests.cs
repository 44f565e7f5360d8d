using Antenna.Dashboard.Components.Layout;
using Antenna.Testing;
using Bunit;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.Layout;

public sealed class KeyboardSheetTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task The_sheet_lists_the_keys_that_the_page_has_and_those_of_every_page()
    {
        await using var dashboard = new DashboardContext(database);
        var keys = dashboard.JSInterop.SetupModule("./scripts/keys.js");
        keys.Mode = JSRuntimeMode.Loose;
        keys.Setup<bool>("areOn").SetResult(true);
        keys.Setup<KeyboardSheet.Shortcut[]>("list").SetResult(
            [new("2", "Occurrences", Everywhere: true), new("N", "Next", Everywhere: false), new("Control+Z", "Undo", Everywhere: false), new("+", "Add", Everywhere: false)]);
        var sheet = dashboard.Render<KeyboardSheet>();

        await sheet.Find("button[aria-keyshortcuts]").ClickAsync();

        Assert.Equal(["On this page", "Everywhere"], sheet.FindAll("h3").Select(each => each.TextContent));
        Assert.Equal(["N", "Ctrl Z", "+", "2"], sheet.FindAll("dt").Select(each => string.Join(' ', each.QuerySelectorAll("kbd").Select(key => key.TextContent))));
        Assert.Equal(["Next", "Undo", "Add", "Occurrences"], sheet.FindAll("dd").Select(each => each.TextContent));
        Assert.True(sheet.Find("input[type=checkbox]").HasAttribute("checked"));

        await sheet.Find("input[type=checkbox]").ChangeAsync(new() { Value = false });

        Assert.Equal(false, Assert.Single(keys.VerifyInvoke("turn").Arguments));
    }
}
