namespace Antenna.Data.Import.Tables;

/// <summary>How a person wants a table to be read; what is null is found out.</summary>
public sealed record TableReading
{
    public static readonly TableReading Detected = new();

    /// <summary>The name of an encoding, see <see cref="TextEncodings"/>.</summary>
    public string? Encoding { get; init; }

    /// <summary>What parts the fields of a line.</summary>
    public char? Separator { get; init; }

    /// <summary>The column of names, by its header or by its number from 1.</summary>
    public string? NameColumn { get; init; }

    /// <summary>The sheet of a workbook, by its name.</summary>
    public string? Sheet { get; init; }

    /// <summary>The place of a Darwin Core archive whose taxa are listed; null for all of them.</summary>
    public PlaceChoice? Place { get; init; }

    /// <summary>The occurrence statuses that are listed; null for all but those that say that a taxon does not occur.</summary>
    public IReadOnlyList<string>? OccurrenceStatuses { get; init; }
}

/// <summary>A place that a Darwin Core archive says taxa occur in.</summary>
/// <param name="Country">Its country code; null for any.</param>
/// <param name="Locality">Its locality; null for all of the country.</param>
public sealed record PlaceChoice(string? Country, string? Locality);
