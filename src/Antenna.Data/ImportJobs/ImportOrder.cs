using System.Text.Json;
using System.Text.Json.Serialization;
using Antenna.Data.Import.RunningAntenna;
using Antenna.Data.Import.Tables;
using Antenna.Data.Import.TaxaLists;
using Antenna.Data.Model;

namespace Antenna.Data.ImportJobs;

/// <summary>A project of a running Antenna, as it is requested.</summary>
/// <param name="Address">As it was typed.</param>
/// <param name="ProjectId">There.</param>
/// <param name="CaptureSetId">There; null for the whole project.</param>
public sealed record RemoteProjectOrder(string Address, long ProjectId, long? CaptureSetId = null)
{
    /// <summary>Its token, sealed, where a node is to execute the order that was not given it; gone once the import has ended.</summary>
    public string? SealedToken { get; init; }

    /// <summary>For people.</summary>
    public string Source => $"{Address}, project {ProjectId}{(CaptureSetId is { } set ? $", capture set {set}" : "")}";
}

/// <summary>The taxa list that names are imported into, as its next version.</summary>
/// <param name="Name">Of the list, which is made if its owner has none of this name.</param>
public sealed record TaxaListOrder(string Name)
{
    /// <summary>The project that owns the list, which the order names too; null for a shared list.</summary>
    public long? ProjectId { get; init; }

    /// <summary>Why there is a new version; null to name the file.</summary>
    public string? Note { get; init; }

    /// <summary>The suggestions that were accepted before.</summary>
    public IReadOnlyList<AcceptedSuggestion> Accepted { get; init; } = [];

    /// <summary>Path of a table of more of them, absolute; null for none.</summary>
    public string? AcceptedFile { get; init; }
}

/// <summary>What somebody requested to import: all that another process needs to know to do it.</summary>
public sealed record ImportOrder(ImportKind Kind)
{
    private const int LongestSource = 400;

    /// <summary>The file or folder on the server, absolute; null where files were sent.</summary>
    public string? Path { get; init; }

    /// <summary>The names of the files that were sent, the one to import first, or of the folder that was; none where a path is named.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>The table of captures beside results: a path, or the name of a file that was sent.</summary>
    public string? Captures { get; init; }

    /// <summary>How the table of captures is read.</summary>
    public TableReading CapturesReading { get; init; } = TableReading.Detected;

    /// <summary>The folder that relative paths of pictures are in, absolute; null where the pictures are not on the server.</summary>
    public string? PictureFolder { get; init; }

    /// <summary>The name of the project; null for taxa, and for a list that all projects share.</summary>
    public string? Project { get; init; }

    /// <summary>The name of the set to make of the captures; null where an import brings none.</summary>
    public string? CaptureSet { get; init; }

    /// <summary>Make taxa of labels that the taxonomy does not know and that are names.</summary>
    public bool MakeTaxa { get; init; }

    /// <summary>Who identified, where a table does not say.</summary>
    public string Person { get; init; } = "";

    /// <summary>How the table is read.</summary>
    public TableReading Reading { get; init; } = TableReading.Detected;

    /// <summary>How tables of a list are read that are read otherwise, by the names of their files.</summary>
    public IReadOnlyDictionary<string, TableReading> Readings { get; init; } = new Dictionary<string, TableReading>();

    /// <summary>The list that names are imported into; null for other imports.</summary>
    public TaxaListOrder? List { get; init; }

    /// <summary>The running Antenna to import from; null for files.</summary>
    public RemoteProjectOrder? Remote { get; init; }

    /// <summary>The token for it, where the process that executes the order was given it; it is no part of the record.</summary>
    [JsonIgnore]
    public ApiToken? Token { get; init; }

    /// <summary>What is imported, for people.</summary>
    public string Source => Import.ShortText.Of(Remote?.Source ?? Path ?? string.Join(", ", Files), LongestSource);

    public string ToJson() => JsonSerializer.Serialize(this);

    public static ImportOrder Parse(string json) => JsonSerializer.Deserialize<ImportOrder>(json)
        ?? throw new JsonException("An order of an import is null.");
}
