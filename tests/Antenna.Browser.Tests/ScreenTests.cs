using Microsoft.Playwright;
using Xunit;

namespace Antenna.Browser.Tests;

/// <summary>
/// Every page as people see it, in light and dark, at a desk and on a tablet: a picture of each is left in
/// <c>tests/screenshots</c>, and a program that knows what keeps people out finds nothing serious on it.
/// </summary>
public sealed class ScreenTests(MaskedDemo demo) : IClassFixture<MaskedDemo>
{
    private static readonly string Folder = Path.Combine(ProductPath.Top, "tests", "screenshots");

    /// <summary>The name of a screen, and its address; what is in braces, <see cref="MaskedDemo"/> knows.</summary>
    public static TheoryData<string, string> Screens => new()
    {
        { "start", "" },
        { "project", "projects/1?set=yes" },
        { "occurrences", "occurrences" },
        { "occurrences-gallery", "occurrences?view=gallery" },
        { "occurrences-none", "occurrences?q=99999999999999999999999" },
        { "occurrences-of-no-project", "occurrences?project=999999" },
        { "occurrence", "occurrences/{suggested}" },
        { "occurrence-absolute", "occurrences/{suggested}?mode=absolute" },
        { "occurrence-seen-often", "occurrences/{seen-often}" },
        { "occurrence-draft", "{drafted}" },
        { "occurrence-compared", "{drafted-with}answer=original&answer=mask&answer=list-1" },
        { "selection-mask", "{selection}" },
        { "occurrence-unknown", "occurrences/999999" },
        { "capture-sets", "capture-sets" },
        { "capture-set", "capture-sets/1" },
        { "capture-set-impact-cases", "capture-sets/impact/1?{mask}&count=unchanged:-" },
        { "capture-set-impact", "capture-sets/1?{mask}&draft=yes" },
        { "capture-set-unknown", "capture-sets/999999" },
        { "runs", "runs" },
        { "run", "runs/1" },
        { "run-unknown", "runs/999999" },
        { "taxa-lists", "taxa-lists" },
        { "taxa-list", "taxa-lists/1" },
        { "taxa-list-changes", "taxa-lists/1?show=changes" },
        { "taxa-list-classifiers", "taxa-lists/1?show=classifiers" },
        { "taxa-list-new", "taxa-lists/new?project=1" },
        { "taxa-list-import", "taxa-lists/import" },
        { "imports", "imports" },
        { "import-new", "imports/new" },
        { "import-antenna", "imports/antenna?from=https%3A%2F%2Fantenna.example" },
        { "import-unknown", "imports/999999" },
        { "picture-hosts", "picture-hosts" },
        { "detections", "detections" },
        { "classifications", "classifications" },
        { "classifications-of-one", "classifications?occurrence={suggested}" },
        { "not-found", "no-such-page" },
    };

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task Every_page_can_be_looked_at_in_every_light(string name, string address)
    {
        Directory.CreateDirectory(Folder);
        await Task.WhenAll(demo.Visitors.Select(async visitor =>
        {
            var page = await visitor.GoAsync(demo.Fill(address));

            // What a window's size changes is the styles' alone, so a page is loaded once in each light.
            foreach (var look in Look.All.Where(look => look.Dark == visitor.Dark))
            {
                await page.SetViewportSizeAsync(look.Width, look.Height);
                await page.WaitUntilQuietAsync();
                Assert.Equal(name == "not-found", await page.GetByRole(AriaRole.Heading, new() { Name = "There is no such page" }).IsVisibleAsync());
                await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"{name}-{look.Name}.png"), FullPage = true });
                await Accessibility.AssertAsync(page, coloursOnly: look.Dark, $"{name} at {look.Name}");
            }

            visitor.AssertNoErrors();
        }));
    }
}
