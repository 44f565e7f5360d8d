using AngleSharp.Dom;
using Antenna.Dashboard.Components.Occurrence;
using Bunit;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.Occurrence;

/// <summary>What an occurrence's page shows the mask that is tried to make of the determination.</summary>
internal static class ShownOutcome
{
    /// <summary>All that is told of it.</summary>
    public static string Outcome(this IRenderedComponent<OccurrencePage> page) => page.Find(".outcome").Words();

    /// <param name="before">The taxon now, with its score.</param>
    /// <param name="after">The taxon under the mask, with its score.</param>
    public static void AssertDeterminationBecomes(this IRenderedComponent<OccurrencePage> page, string before, string after)
    {
        var change = Change(page);
        Assert.Contains("becomes", change.QuerySelector(".label")!.Words(), StringComparison.Ordinal);
        Assert.Equal((before, after), (change.QuerySelector(".before")!.Words(), change.QuerySelector(".after")!.Words()));
    }

    public static void AssertDeterminationStays(this IRenderedComponent<OccurrencePage> page, string taxon)
    {
        var change = Change(page);
        Assert.Contains("stays", change.QuerySelector(".label")!.Words(), StringComparison.Ordinal);
        Assert.Equal(taxon, change.QuerySelector(".taxon")!.Words());
    }

    /// <param name="before">Its score now.</param>
    /// <param name="after">Its score under the mask.</param>
    public static void AssertDeterminationStays(this IRenderedComponent<OccurrencePage> page, string taxon, string before, string after)
    {
        page.AssertDeterminationStays(taxon);
        Assert.Equal((before, after), (Change(page).QuerySelector(".before")!.Words(), Change(page).QuerySelector(".after")!.Words()));
    }

    private static IElement Change(IRenderedComponent<OccurrencePage> page) => page.Find(".outcome [role=status]");
}
