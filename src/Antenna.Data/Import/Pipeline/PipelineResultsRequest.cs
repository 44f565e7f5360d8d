using Antenna.Data.Import.Tables;
using Antenna.Data.Import.Taxa;
using Npgsql;

namespace Antenna.Data.Import.Pipeline;

/// <summary>A request to import pipeline results.</summary>
/// <param name="File">Path of the JSON.</param>
/// <param name="Project">Name of the project; made where there is none.</param>
/// <param name="CaptureSet">Name of the set to make of all captures of the file.</param>
public sealed record PipelineResultsRequest(string File, string Project, string CaptureSet)
{
    /// <summary>Where a set of that name holds other captures, name this one with a number behind; else the import is refused.</summary>
    public bool NumberCaptureSet { get; init; }

    /// <summary>Path of the table of captures; null for the <c>captures.csv</c> next to the JSON, where there is one.</summary>
    public string? Captures { get; init; }

    /// <summary>How the table of captures is read.</summary>
    public TableReading CapturesReading { get; init; } = TableReading.Detected;

    /// <summary>Is given how the table of captures is read, before its rows are; null where that is not needed.</summary>
    public Action<TableShape>? OnTable { get; init; }

    /// <summary>The folder that pictures with relative paths are in; null where they are not on this server. Usually that of the JSON.</summary>
    public string? PictureFolder { get; init; } = ImportFile.FolderOf(File);

    /// <summary>Make taxa of labels that the taxonomy does not know and that are names.</summary>
    public bool MakeTaxa { get; init; }

    /// <summary>What else names taxa that are made where <see cref="MakeTaxa"/> says so.</summary>
    internal IReadOnlyList<CandidateLabel> OtherLabels { get; init; } = [];

    /// <summary>Told, once all detections are there, which occurrence each animal is that the file names.</summary>
    public AnimalsWritten? OnAnimals { get; init; }

    /// <summary>What else belongs into the import's transaction.</summary>
    public ImportCompletion? OnCommit { get; init; }

    public ImportMode Mode { get; init; } = ImportMode.Write;
}

/// <summary>Hears which occurrences the animals are that a file names, in the import's transaction.</summary>
/// <returns>Occurrences that <see cref="PipelineResultsRequest.OnCommit"/> changes, which are locked with all others, in one order.</returns>
public delegate Task<long[]> AnimalsWritten(NpgsqlConnection connection, IReadOnlyDictionary<string, long> animals, CancellationToken cancellationToken);

/// <summary>A classifier that the results are of.</summary>
/// <param name="Name">As delivered.</param>
/// <param name="Taxa">Classes that are a taxon.</param>
/// <param name="NotATaxon">Classes that are not.</param>
/// <param name="Unresolved">Classes that resolve to no taxon, and that no mask keeps.</param>
public sealed record ImportedClassifier(string Name, int Taxa, int NotATaxon, int Unresolved)
{
    /// <summary>How many of the unresolved classes are names that taxa can be made of.</summary>
    public int Names { get; init; }

    /// <summary>Some of those names.</summary>
    public IReadOnlyList<string> SomeNames { get; init; } = [];
}

/// <summary>What a standing mask makes of an import that brought results of its classifier.</summary>
/// <param name="Captures">Of which there are new results that count: the scope of the run.</param>
/// <param name="IsPaused">It is paused, and passes the import by.</param>
/// <param name="LaunchId">The run that it owes to the import; null where it is paused, and where the import only checked.</param>
public sealed record StandingMaskOutcome(
    long StandingMaskId, string TaxaList, string Classifier, long Captures, bool IsPaused, long? LaunchId)
{
    /// <summary>The run; null where there is none, or none yet.</summary>
    public long? RunId { get; init; }

    /// <summary>Why there is no run, in words that a curator can act on; null where nothing is known to stand in its way.</summary>
    public string? Refusal { get; init; }
}

/// <summary>What an import of pipeline results did. Its ids are null where it only checked.</summary>
public sealed record PipelineResultsReport : ImportReport
{
    public required long? ProjectId { get; init; }

    public required long? CaptureSetId { get; init; }

    public required IReadOnlyList<ImportedClassifier> Classifiers { get; init; }

    /// <summary>The project's standing masks of whose classifiers there are new results, and what becomes of each.</summary>
    public IReadOnlyList<StandingMaskOutcome> StandingMasks { get; init; } = [];
}
