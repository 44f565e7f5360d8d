using Antenna.Data.Import.Tables;
using Antenna.Data.Import.TaxaLists;

namespace Antenna.Dashboard.Components.ImportJobs;

/// <summary>What a person entered to import a list, as it is kept for a circuit that takes the place of a lost one.</summary>
public sealed class ListImportDraft
{
    /// <summary>Of a new list.</summary>
    public string? Name { get; set; }

    /// <summary>The project that a new list is of; null for a list that all share.</summary>
    public long? OwnerId { get; set; }

    public string? Note { get; set; }

    /// <summary>The files that were chosen; none where none were.</summary>
    public IReadOnlyList<ChosenFile> Files { get; set; } = [];

    /// <summary>The file or folder of the server that was named.</summary>
    public string? Path { get; set; }

    /// <summary>How files are to be read, by their names; what is detected where one is not there.</summary>
    public Dictionary<string, TableReading> Readings { get; init; } = [];

    /// <summary>The suggestions accepted for those files and not imported yet, by <see cref="AcceptedSuggestion.Key"/>.</summary>
    public Dictionary<string, AcceptedSuggestion> Accepted { get; init; } = [];

    /// <summary>The report whose suggestions are among them; null where none was chosen.</summary>
    public ReviewedReport? Report { get; set; }

    /// <summary>How a file is to be read.</summary>
    public TableReading ReadingOf(string file) => Readings.GetValueOrDefault(file) ?? TableReading.Detected;

    /// <summary>Takes other files: what was said of those before, and accepted for them, does not count any more.</summary>
    /// <param name="areAgain">A person was asked to choose those of before again, for which it counts.</param>
    public void Choose(IReadOnlyList<ChosenFile> files, bool areAgain)
    {
        if (!areAgain || !files.SequenceEqual(Files))
        {
            Readings.Clear();
            Accepted.Clear();
            Report = null;
        }

        Files = files;
    }

    public void Accept(IReadOnlyList<AcceptedSuggestion> suggestions)
    {
        foreach (var suggestion in suggestions)
            Accepted[suggestion.Key] = suggestion;
    }

    /// <summary>Accepts what a report does, in place of what one of before did.</summary>
    public void Accept(string report, IReadOnlyList<AcceptedSuggestion> suggestions)
    {
        foreach (var key in Report?.Keys ?? [])
            Accepted.Remove(key);
        Accept(suggestions);
        Report = new(report, [.. suggestions.Select(suggestion => suggestion.Key).Distinct()]);
    }
}

/// <summary>A report on the names of a list that a person reviewed.</summary>
/// <param name="Keys">What it accepts, by <see cref="AcceptedSuggestion.Key"/>.</param>
public sealed record ReviewedReport(string Name, IReadOnlyList<string> Keys);

/// <summary>A file as a browser describes it, to tell whether another one is the same.</summary>
/// <param name="Size">Bytes.</param>
public sealed record ChosenFile(string Name, long Size, DateTimeOffset LastModified);
