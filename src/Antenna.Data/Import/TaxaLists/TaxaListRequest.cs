using Antenna.Core.Taxonomy;
using Antenna.Data.Import.Tables;

namespace Antenna.Data.Import.TaxaLists;

/// <summary>A request to import names as the next version of a taxa list.</summary>
/// <param name="File">Path of the table, of names one a line, or of an archive; or of a folder, which is an archive or holds such files.</param>
/// <param name="List">Name of the list, made if there is none of this name.</param>
/// <param name="Author">Name of the person who imports it; recorded with the version.</param>
public sealed record TaxaListRequest(string File, string List, string Author)
{
    /// <summary>The project that owns the list; null for a shared one.</summary>
    public long? ProjectId { get; init; }

    /// <summary>Why there is a new version, in the author's words; null to name the file.</summary>
    public string? Note { get; init; }

    /// <summary>Paths of more files, whose names are of the same list.</summary>
    public IReadOnlyList<string> MoreFiles { get; init; } = [];

    /// <summary>How the files are read.</summary>
    public TableReading Reading { get; init; } = TableReading.Detected;

    /// <summary>How files are read that are read otherwise, by their names without the folder.</summary>
    public IReadOnlyDictionary<string, TableReading> Readings { get; init; } = new Dictionary<string, TableReading>();

    public ImportMode Mode { get; init; } = ImportMode.Write;

    /// <summary>What else belongs into the import's transaction.</summary>
    public ImportCompletion? OnCommit { get; init; }

    /// <summary>Suggestions that the person accepts; they are remembered for the list.</summary>
    public IReadOnlyList<AcceptedSuggestion> Accepted { get; init; } = [];

    /// <summary>Path of a table of more of them, a matching report for example; null for none.</summary>
    public string? AcceptedFile { get; init; }

    /// <summary>Is given what became of each line, in their order; null where that is not needed.</summary>
    public Func<TaxaListLine, CancellationToken, ValueTask>? OnLine { get; init; }

    /// <summary>
    /// Is given how each file is read, before its rows are: without its column of names first, for where that cannot be found.
    /// Null where that is not needed.
    /// </summary>
    public Action<TableShape>? OnTable { get; init; }

    /// <summary>Is given each line that holds no name, in their order; null where that is not needed.</summary>
    public Func<LineWithoutName, CancellationToken, ValueTask>? OnLineWithoutName { get; init; }
}

/// <summary>A line of an imported taxa list that holds no name.</summary>
/// <param name="Line">Its number in the file, from 1.</param>
/// <param name="Text">The line, shortened.</param>
public sealed record LineWithoutName(long Line, string Text, PassedLineKind Kind)
{
    /// <summary>The name of its file, where several make the list; null where one does.</summary>
    public string? File { get; init; }
}

/// <summary>A suggestion that a person accepts.</summary>
/// <param name="Name">The name as the list has it.</param>
/// <param name="TaxonId">The taxon that it is.</param>
public sealed record AcceptedSuggestion(string Name, long TaxonId)
{
    /// <summary>The kingdom that the row of the name gives, which tells homonyms apart; null where it gives none.</summary>
    public string? Kingdom { get; init; }

    /// <summary>Tells the names of a file apart that something was accepted for.</summary>
    public string Key => KeyOf(Name, Kingdom);

    /// <inheritdoc cref="Key"/>
    public static string KeyOf(string name, string? kingdom) => kingdom is null ? name : $"{name}{ListedName.KingdomSign}{kingdom}";
}
