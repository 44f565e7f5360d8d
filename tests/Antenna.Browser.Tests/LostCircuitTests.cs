using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Antenna.Browser.Tests;

/// <summary>
/// A connection is lost, and the server has given the circuit up when the page comes back: what was typed or selected is
/// still there. This server gives every circuit up at once.
/// </summary>
public sealed partial class LostCircuitTests(ForgetfulDemo product, DemoFolder folder, Chromium browser) : IClassFixture<ForgetfulDemo>, IAsyncLifetime
{
    private const string CommonName = "Luna Moth";
    private const string Species = "Actias luna";

    private Visitor _visitor = null!;
    private CircuitConnections _connections = null!;

    public async ValueTask InitializeAsync()
    {
        _visitor = await browser.VisitAsync(product.Process, Look.Desk);
        _connections = await _visitor.ConnectionsAsync();
    }

    public ValueTask DisposeAsync() => _visitor.DisposeAsync();

    [Fact]
    public async Task Selected_occurrences_are_still_selected_on_every_page()
    {
        var page = await _visitor.OpenAsync("occurrences?size=25");
        var bar = SelectionBar.Of(page);
        var first = await SelectionBar.NamesAsync(page);
        var (picked, left) = (new[] { first[0], first[2] }, first[1]);
        foreach (var name in picked)
            await SelectionBar.Box(page, name).CheckAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Next" }).ClickAsync();
        await bar.ExpectSelectedAsync(here: 0, elsewhere: 2);
        var pickedNext = (await SelectionBar.NamesAsync(page))[1];
        await SelectionBar.Box(page, pickedNext).CheckAsync();
        await bar.GetByRole(AriaRole.Button, new() { Name = "Name them…" }).ClickAsync();
        await ChooseAsync(page, "What they are");

        await LoseCircuitAsync(page);

        await bar.ExpectSelectedAsync(here: 1, elsewhere: 2);
        await Expect(SelectionBar.Box(page, pickedNext)).ToBeCheckedAsync();
        await Expect(bar.GetByLabel("What they are").First).ToHaveValueAsync(Species);
        await page.GetByRole(AriaRole.Link, new() { Name = "Previous" }).ClickAsync();
        foreach (var name in picked)
            await Expect(SelectionBar.Box(page, name)).ToBeCheckedAsync();
        await Expect(SelectionBar.Box(page, left)).Not.ToBeCheckedAsync();
    }

    [Fact]
    public async Task A_name_and_a_comment_that_were_entered_can_still_be_submitted()
    {
        var page = await _visitor.OpenAsync("");
        await page.GetByRole(AriaRole.Link, new() { Name = "Mask one occurrence" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Write a comment" }).ClickAsync();
        await page.GetByLabel("Comment", new() { Exact = true }).FillAsync("wings with tails");

        // By then the server has what was typed: before that, there is nothing of it to be kept.
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Comment", Exact = true })).ToBeEnabledAsync();
        await ChooseAsync(page, "Suggest a name");

        await LoseCircuitAsync(page);

        await Expect(page.GetByLabel("Comment", new() { Exact = true })).ToHaveValueAsync("wings with tails");
        await Expect(page.GetByLabel("Suggest a name").First).ToHaveValueAsync(Species);
        await page.GetByRole(AriaRole.Button, new() { Name = "Suggest", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(Species);
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Identifications and predictions" }).GetByRole(AriaRole.Article).First)
            .ToContainTextAsync("wings with tails");
        await Expect(page.GetByLabel("Suggest a name").First).ToHaveValueAsync("");

        // What floats over a page is drawn for the circuit that is there now.
        await ChooseAsync(page, "Suggest a name");
        _visitor.AssertNoErrors();
    }

    [Fact]
    public async Task Names_that_were_pasted_for_a_draft_can_still_be_added()
    {
        var page = await _visitor.OpenAsync("");
        await page.GetByRole(AriaRole.Link, new() { Name = "Mask one occurrence" }).ClickAsync();
        var pasted = page.GetByPlaceholder("Paste them here");
        await pasted.UntilShownAsync(async () =>
        {
            var add = page.GetByRole(AriaRole.Button, new() { Name = "Add species" });
            if (await add.GetAttributeAsync("aria-expanded") != "true")
                await add.ClickAsync();
        });
        var match = page.GetByRole(AriaRole.Button, new() { Name = "Match the names" });
        await pasted.FillAsync($"{Species}\nHyalophora cecropia");
        await Expect(match).ToBeEnabledAsync();

        await LoseCircuitAsync(page);

        await Expect(pasted).ToHaveValueAsync($"{Species}\nHyalophora cecropia");
        await match.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Add them to the draft" })).ToBeVisibleAsync();
        _visitor.AssertNoErrors();
    }

    [Fact]
    public async Task What_was_entered_and_accepted_for_a_list_counts_once_its_file_is_chosen_again()
    {
        // On the disk: it is the same file when it is chosen again, by its time too.
        var path = Path.Combine(Directory.CreateDirectory(folder.New()).FullName, "silk-moths.csv");
        await File.WriteAllTextAsync(path, "name\nActias luna\nHyalophora cecropa\n", TestContext.Current.CancellationToken);
        var page = await _visitor.OpenAsync("taxa-lists/import");
        await page.GetByLabel("Its name").FillAsync("Big silk moths");
        await page.GetByLabel("Why there is a new version (optional)").FillAsync("from the field guide");
        await page.GetByLabel("Table of names").ChooseFileAsync(path, page.Locator("button:enabled").Filter(new() { HasText = "Check only" }));
        await page.GetByRole(AriaRole.Button, new() { Name = "Check only" }).ClickAsync();
        await page.GetByLabel("Accept for Hyalophora cecropa").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        var import = page.GetByRole(AriaRole.Button, new() { NameRegex = Import() });
        await Expect(import).ToHaveTextAsync("Import with 1 suggestion accepted");

        await LoseCircuitAsync(page);

        await Expect(page.GetByLabel("Its name")).ToHaveValueAsync("Big silk moths");
        await Expect(page.GetByLabel("Why there is a new version (optional)")).ToHaveValueAsync("from the field guide");
        await Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("choose silk-moths.csv again");
        await page.GetByLabel("Table of names").ChooseFileAsync(path, page.Locator("button:enabled").Filter(new() { HasText = "Check only" }));
        await page.GetByRole(AriaRole.Button, new() { Name = "Check only" }).ClickAsync();
        await Expect(import).ToHaveTextAsync("Import with 1 suggestion accepted");
        await import.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Look at it" })).ToBeVisibleAsync();
        _visitor.AssertNoErrors();
    }

    private Task LoseCircuitAsync(IPage page) => product.LoseCircuitAsync(_connections, page);

    private static async Task ChooseAsync(IPage page, string label)
    {
        var name = page.GetByLabel(label).First;
        await name.TypeUntilSuggestedAsync(CommonName, page.Locator(".mud-popover-open").Filter(new() { HasText = Species }));
        await name.PressAsync("Enter");
        await Expect(name).ToHaveValueAsync(Species);
    }

    [GeneratedRegex("^Import")]
    private static partial Regex Import();
}
