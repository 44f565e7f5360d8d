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

    /// <summary>The file that was chosen; null where none was.</summary>
    public ChosenFile? File { get; set; }

    /// <summary>How that file is to be read.</summary>
    public TableReading Reading { get; set; } = TableReading.Detected;

    /// <summary>The suggestions accepted for that file and not imported yet, by <see cref="AcceptedSuggestion.Key"/>.</summary>
    public Dictionary<string, AcceptedSuggestion> Accepted { get; init; } = [];
}

/// <summary>A file as a browser describes it, to tell whether another one is the same.</summary>
/// <param name="Size">Bytes.</param>
public sealed record ChosenFile(string Name, long Size, DateTimeOffset LastModified);
