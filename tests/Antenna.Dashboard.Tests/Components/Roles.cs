using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Tests.Components;

/// <summary>Finds what a person would name: by role and accessible name, wherever it stands on the page.</summary>
internal static class Roles
{
    /// <summary>The button with this name.</summary>
    public static IElement Button<T>(this IRenderedComponent<T> page, string name)
        where T : IComponent => page.FindAll("button").Single(button => Name(button) == name);

    /// <summary>The link with this name.</summary>
    public static IElement Link<T>(this IRenderedComponent<T> page, string name)
        where T : IComponent => page.FindAll("a").Single(link => Name(link) == name);

    /// <summary>The checkbox, or one of several choices, with this name.</summary>
    public static IElement Choice<T>(this IRenderedComponent<T> page, string name)
        where T : IComponent =>
        page.FindAll("input[type=checkbox], input[type=radio]").Single(input => Name(input) == name);

    /// <summary>Where the field with this label is filled in.</summary>
    public static IElement Field<T>(this IRenderedComponent<T> page, string label)
        where T : IComponent =>
        page.FindAll(".mud-input-control").Single(field => field.QuerySelector(".mud-input-label")?.TextContent == label).QuerySelector("input")!;

    /// <summary>The head of a table's column.</summary>
    public static IElement ColumnHead<T>(this IRenderedComponent<T> page, string name)
        where T : IComponent => page.FindAll("thead th").Single(head => IsOf(head, name));

    /// <summary>The cell of a row under the head with this name.</summary>
    public static IElement Cell(this IElement row, string head)
    {
        var heads = row.Closest("table")!.QuerySelectorAll("thead th").ToList();
        var column = heads.FindIndex(each => IsOf(each, head));
        return column >= 0
            ? row.Children[column]
            : throw new ArgumentException($"No column is called '{head}'; there are {string.Join(", ", heads.Select(Name))}.", nameof(head));
    }

    /// <summary>What the cell of a row under the head with this name reads.</summary>
    public static string CellText(this IElement row, string head) => Words(row.Cell(head).TextContent);

    /// <summary>By what a screen reader calls an element.</summary>
    public static string Name(this IElement element) => element.GetAttribute("aria-label") switch
    {
        { } label => label,
        null when element.LocalName is "input" => Words(element.Closest("label")?.TextContent ?? ""),
        _ => Words(element.TextContent),
    };

    /// <summary>A head that sorts has an arrow after its name.</summary>
    private static bool IsOf(IElement head, string name) =>
        Name(head) is var read && (read == name || head.QuerySelector("a") is not null && read.StartsWith($"{name} ", StringComparison.Ordinal));

    private static string Words(string text) => string.Join(' ', text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
}
