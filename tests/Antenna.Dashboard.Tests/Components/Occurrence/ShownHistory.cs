using AngleSharp.Dom;
using Antenna.Dashboard.Components.Occurrence;
using Bunit;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.Occurrence;

/// <summary>The cards of identifications and predictions on an occurrence's page.</summary>
internal static class ShownHistory
{
    public static IReadOnlyList<IElement> Cards(this IRenderedComponent<OccurrencePage> page) => page.FindAll(".history article");

    /// <summary>What each card is headed by, in their order.</summary>
    public static IEnumerable<string> CardHeads(this IRenderedComponent<OccurrencePage> page) => page.Cards().Select(card => card.QuerySelector("h3")!.Words());

    /// <summary>The only card with this head.</summary>
    /// <param name="badge">A badge that it has, where several have the head.</param>
    public static IElement Card(this IRenderedComponent<OccurrencePage> page, string head, string? badge = null) => Assert.Single(
        page.Cards(), card => card.QuerySelector("h3")!.Words() == head && (badge is null || card.Badges().Contains(badge)));

    public static IEnumerable<string> Badges(this IElement card) => card.QuerySelectorAll(".badge").Select(badge => badge.Words());

    /// <summary>What can be done at a card.</summary>
    public static IEnumerable<string> Buttons(this IElement card) => card.QuerySelectorAll("button").Select(button => button.Name());

    public static string Score(this IElement card) => card.QuerySelector(".score")!.Words();

    /// <summary>Presses the first button of this name as soon as it is there.</summary>
    public static Task PressFirstAsync(this IRenderedComponent<OccurrencePage> page, string name) =>
        OccurrenceBench.ClickAsync(page, () => page.FindAll("button").First(button => button.Name() == name));
}
