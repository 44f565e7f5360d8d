using System.Globalization;

namespace Antenna.Data.Model;

/// <summary>A version of a taxa list as pages name it: "Vermont insects v3", or "Vermont insects v3 + 2 changes, trial".</summary>
/// <param name="Number">Null for a trial.</param>
public sealed record TaxaListVersionName(long VersionId, long TaxaListId, string Name, int? Number)
{
    /// <summary>The number of the version that a draft or a trial changes; null for what is neither.</summary>
    public int? BaseNumber { get; init; }

    /// <summary>How many names it lists otherwise than its base.</summary>
    public int Changes { get; init; }

    /// <summary>A draft that was frozen so that runs can refer to it.</summary>
    public bool IsTrial => Number is null && VersionId > 0;

    /// <summary>Which version it is: "v3", "v3 + 2 changes" or "v3 + 2 changes, trial".</summary>
    public string Version => Number is { } number
        ? string.Create(CultureInfo.InvariantCulture, $"v{number}")
        : $"{DraftText(BaseNumber, Changes)}{(IsTrial ? ", trial" : "")}";

    /// <summary>The list and which version of it.</summary>
    public string Label => $"{Name} {Version}";

    /// <summary>A version with changes: "v3 + 2 changes".</summary>
    public static string DraftText(int? baseNumber, int changes) => string.Create(
        CultureInfo.InvariantCulture, $"v{baseNumber}{changes switch { 0 => "", 1 => " + 1 change", _ => $" + {changes:N0} changes" }}");
}
