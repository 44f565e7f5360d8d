using System.Globalization;
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

    /// <summary>The row of a table's body whose own head has this name.</summary>
    public static IElement Row<T>(this IRenderedComponent<T> page, string name)
        where T : IComponent => page.FindAll("tbody tr").Single(row => row.QuerySelector("th") is { } head && Name(head) == name);

    /// <summary>The cell of a row under the head with this name.</summary>
    /// <param name="group">The head above that head, where several have its name.</param>
    public static IElement Cell(this IElement row, string head, string? group = null) => row.Cells(head, group)[0];

    /// <summary>What the cells of a row under the head with this name read.</summary>
    /// <param name="group">The head above that head, where several have its name.</param>
    public static string CellText(this IElement row, string head, string? group = null) =>
        string.Join(' ', row.Cells(head, group).Select(cell => Words(cell.TextContent)).Where(text => text.Length > 0));

    /// <summary>What the cells of a row under each of these heads read.</summary>
    public static IEnumerable<string> CellTexts(this IElement row, params IEnumerable<string> heads) => heads.Select(head => row.CellText(head));

    /// <summary>By what a screen reader calls an element.</summary>
    public static string Name(this IElement element) => element.GetAttribute("aria-label") switch
    {
        { } label => label,
        null when element.LocalName is "input" => Words(element.Closest("label")?.TextContent ?? ""),
        _ => Words(element.TextContent),
    };

    private static List<IElement> Cells(this IElement row, string head, string? group)
    {
        var headRows = row.Closest("table")!.QuerySelectorAll("thead tr").Select(Columns).ToList();
        (IElement Cell, int From, int To)? above = group is null ? null : Find(headRows[0], group);
        var found = Find([.. headRows[^1].Where(each => above is null || Overlap(each, above.Value))], head);
        return [.. Columns(row).Where(cell => Overlap(cell, found)).Select(cell => cell.Cell)];
    }

    private static (IElement Cell, int From, int To) Find(List<(IElement Cell, int From, int To)> heads, string name) =>
        heads.FirstOrDefault(each => IsOf(each.Cell, name)) is { Cell: not null } found
            ? found
            : throw new ArgumentException($"No column is called '{name}'; there are {string.Join(", ", heads.Select(each => Name(each.Cell)))}.", nameof(name));

    /// <summary>The cells of a row, each with the columns that it spans.</summary>
    private static List<(IElement Cell, int From, int To)> Columns(IElement row)
    {
        var (columns, from) = (new List<(IElement Cell, int From, int To)>(), 0);
        foreach (var cell in row.Children)
        {
            var to = from + int.Parse(cell.GetAttribute("colspan") ?? "1", CultureInfo.InvariantCulture);
            columns.Add((cell, from, to));
            from = to;
        }

        return columns;
    }

    private static bool Overlap((IElement Cell, int From, int To) one, (IElement Cell, int From, int To) other) => one.From < other.To && other.From < one.To;

    /// <summary>A head that sorts has an arrow after its name.</summary>
    private static bool IsOf(IElement head, string name) =>
        Name(head) is var read && (read == name || head.QuerySelector("a") is not null && read.StartsWith($"{name} ", StringComparison.Ordinal));

    private static string Words(string text) => string.Join(' ', text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
}
