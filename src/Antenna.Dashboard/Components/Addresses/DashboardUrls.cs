using System.Globalization;
using Antenna.Data.Runs;

namespace Antenna.Dashboard.Components.Addresses;

/// <summary>
/// Builds every address of the dashboard, relative to its base. A page's whole state is in its address: reloading it,
/// sending it to a colleague and going back all show the same.
/// </summary>
public static partial class DashboardUrls
{
    public static string Runs(long? projectId) => Path("runs", null, ("project", projectId));

    public static string Runs(RunFilter filter, string? cursor = null) => Path(
        "runs",
        null,
        ("project", filter.ProjectId),
        ("state", filter.State),
        ("task", filter.Task),
        ("set", filter.CaptureSetId),
        ("occurrence", filter.OccurrenceId),
        ("list", filter.TaxaListId),
        ("list-version", filter.TaxaListVersionId),
        ("who", filter.RequestedById),
        ("cursor", cursor));

    public static string Run(long id) => Path("runs", id);

    /// <summary>An address with what is not null of its state.</summary>
    private static string Path(string page, long? id, params ReadOnlySpan<(string Name, object? Value)> state)
    {
        var path = id is null ? page : string.Create(CultureInfo.InvariantCulture, $"{page}/{id}");
        var separator = '?';
        foreach (var (name, value) in state)
        {
            if (Text(value) is not { Length: > 0 } text)
                continue;
            path += $"{separator}{name}={Uri.EscapeDataString(text)}";
            separator = '&';
        }

        return path;
    }

    private static string? Text(object? value) => value switch
    {
        null => null,
        bool yes => yes ? "yes" : "no",
        Enum constant => Word(constant),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    /// <summary>A constant as it is written in an address: first-seen.</summary>
    internal static string Word(Enum constant) => string.Concat(constant.ToString().Select((letter, at) =>
        char.IsUpper(letter) ? (at == 0 ? "" : "-") + char.ToLowerInvariant(letter) : letter.ToString()));

    /// <summary>The constant that an address names; null where it names none.</summary>
    internal static T? Constant<T>(string? word)
        where T : struct, Enum
    {
        foreach (var constant in Enum.GetValues<T>())
        {
            if (Word(constant) == word)
                return constant;
        }

        return null;
    }
}
