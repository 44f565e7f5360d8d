using System.Globalization;
using Antenna.Data.Model;

namespace Antenna.Data.Tables;

/// <summary>
/// The <c>observationTags</c> of a Camtrap DP package, pairs of a key and a value: how they are written, and what is read of them again.
/// </summary>
internal static class ObservationTags
{
    // The standard has boxes only as fractions of their picture, whose size need not be known.
    private const string BoxInPixels = "boxPx";

    // Keys of tags that say where a machine's answer comes from.
    public const string MaskedTo = "maskedTo";
    public const string Run = "run";
    public const string Mode = "mode";
    public const string OffListMass = "offListMass";
    public const string Before = "before";

    private static readonly HashSet<string> Own = [BoxInPixels, MaskedTo, Run, Mode, OffListMass, Before];

    /// <summary>The pairs that have a value; null where there are none.</summary>
    public static string? Join(IEnumerable<(string Key, string? Value)> tags)
    {
        var given = tags.Where(tag => tag.Value is not null).Select(tag => $"{tag.Key}:{tag.Value!.Replace('|', '/')}").ToList();
        return given.Count == 0 ? null : string.Join(" | ", given);
    }

    /// <summary>A box that has no other place in the table.</summary>
    public static (string Key, string? Value) Of(Box? box) =>
        (BoxInPixels, box is var (x1, y1, x2, y2) ? string.Create(CultureInfo.InvariantCulture, $"{x1:R},{y1:R},{x2:R},{y2:R}") : null);

    /// <summary>Whether this product writes tags of these keys: then all of them is said elsewhere too, or read again.</summary>
    public static bool AreOwn(string tags) => Split(tags).All(tag => Own.Contains(tag[..Math.Max(0, tag.IndexOf(':', StringComparison.Ordinal))]));

    /// <summary>The box among tags; null where there is none, or none that covers anything.</summary>
    public static Box? BoxOf(string? tags)
    {
        const string begin = $"{BoxInPixels}:";
        foreach (var tag in Split(tags ?? ""))
        {
            if (!tag.StartsWith(begin, StringComparison.Ordinal))
                continue;
            double[] sides = [.. tag[begin.Length..].Split(',').Select(side => double.TryParse(side, NumberStyles.Float, CultureInfo.InvariantCulture, out var px) ? px : double.NaN)];
            if (sides is [var x1, var y1, var x2, var y2] && Array.TrueForAll(sides, double.IsFinite) && new Box(x1, y1, x2, y2) is { IsEmpty: false } box)
                return box;
        }

        return null;
    }

    private static string[] Split(string tags) => tags.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
