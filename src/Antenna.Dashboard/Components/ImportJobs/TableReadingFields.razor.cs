using System.Globalization;
using Antenna.Data.Import.Tables;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.ImportJobs;

/// <summary>Shows how a table was read, and has each of that chosen where it was found out wrongly.</summary>
public sealed partial class TableReadingFields : ComponentBase
{
    /// <summary>The name of the file.</summary>
    [Parameter, EditorRequired]
    public string File { get; set; } = "";

    /// <summary>How it was read last.</summary>
    [Parameter, EditorRequired]
    public TableShape Table { get; set; } = null!;

    /// <summary>What is chosen for the next time.</summary>
    [Parameter, EditorRequired]
    public TableReading Reading { get; set; } = TableReading.Detected;

    [Parameter]
    public EventCallback<TableReading> ReadingChanged { get; set; }

    /// <summary>Which column holds names can be chosen.</summary>
    [Parameter]
    public bool HasNames { get; set; } = true;

    [Parameter]
    public bool IsBusy { get; set; }

    private Task ChooseEncodingAsync(string? name) => ReadingChanged.InvokeAsync(Reading with { Encoding = name });

    // Other columns are there where lines are parted otherwise.
    private Task ChooseSeparatorAsync(char? separator) => ReadingChanged.InvokeAsync(Reading with { Separator = separator, NameColumn = null });

    private Task ChooseColumnAsync(string? number) => ReadingChanged.InvokeAsync(Reading with { NameColumn = number });

    // Another sheet has other columns.
    private Task ChooseSheetAsync(string? name) => ReadingChanged.InvokeAsync(Reading with { Sheet = name, NameColumn = null });

    private string SheetText(string? name) => name ?? (Reading.Sheet is null ? $"the first that holds anything: {Table.Sheet}" : "the first that holds anything");

    private ListedPlace? ChosenPlace => Table.Places.FirstOrDefault(place => place.Name.Equals(Reading.Place, StringComparison.OrdinalIgnoreCase));

    private Task ChoosePlaceAsync(string? name) => ReadingChanged.InvokeAsync(Reading with { Place = name, Occurrence = null });

    private bool IsListed(ListedOccurrence occurrence) =>
        occurrence.IsListed && Reading.Occurrence?.Contains(occurrence.Status) is not false;

    private Task ChooseOccurrenceAsync(ListedPlace place, ListedOccurrence occurrence, bool listed)
    {
        var chosen = place.Occurrences.Where(each => each == occurrence ? listed : IsListed(each)).ToList();

        // All that occurs is as if nothing was chosen; nothing at all lists nothing, which cannot be meant.
        var all = chosen.Count == 0 || place.Occurrences.Where(each => each.IsListed).All(chosen.Contains);
        return ReadingChanged.InvokeAsync(Reading with { Occurrence = all ? null : new(chosen.Select(each => each.Status)) });
    }

    private string ColumnText(string? number)
    {
        if (number is not null)
            return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var chosen) && chosen <= Table.Headers.Count ? HeaderText(chosen - 1) : number;
        return (Reading.NameColumn, Table.NameColumn) switch
        {
            (null, { } found) => $"found: {HeaderText(found)}",
            (null, null) => "none found: choose one",
            _ => "find it",
        };
    }

    private string HeaderText(int index) => Table.Headers[index] is { Length: > 0 } header ? $"{Number(index)}: {header}" : $"{Number(index)}: no header";

    private string EncodingText(string? name) => name switch
    {
        not null => TextEncodings.DisplayName(TextEncodings.Parse(name)),
        null when Reading.Encoding is null => $"detected: {TextEncodings.DisplayName(TextEncodings.Parse(Table.Encoding!))}",
        _ => "detect it",
    };

    private string SeparatorText(char? separator) => separator switch
    {
        { } chosen => Separators.NameOf(chosen),
        null when Reading.Separator is null => $"detected: {(Table.Separator is { } found ? Separators.NameOf(found) : "none, one name a line")}",
        _ => "detect it",
    };

    private static string Number(int index) => (index + 1).ToString(CultureInfo.InvariantCulture);
}
