using System.Globalization;
using Antenna.Core.Settings;

namespace Antenna.Core.Detections;

/// <summary>From which size on a detection can be identified.</summary>
public sealed record SizeFilterSettings
{
    /// <summary>The field that a problem of <see cref="Fraction"/> names.</summary>
    public const string ThresholdField = "threshold";

    public const double DefaultFraction = 0.0008;

    public static SizeFilterSettings Default { get; } = new();

    /// <summary>The part of its capture that a box has to cover, above 0 and below 1.</summary>
    public double Fraction { get; init; } = DefaultFraction;

    /// <summary>All that is wrong, by field; empty where nothing is.</summary>
    public IReadOnlyList<InvalidSetting> Problems() => Fraction is > 0 and < 1
        ? []
        : [new(ThresholdField, $"{Text} is no fraction of a capture: give a number above 0 and below 1, such as {Write(DefaultFraction)}.")];

    /// <summary>The fraction as settings are written, whatever the culture; it is read back as the same number.</summary>
    public string Text => Write(Fraction);

    /// <summary>Reads a fraction as people write it.</summary>
    /// <param name="text">Null or blank for the default.</param>
    /// <param name="settings">The settings, exactly where the answer is empty.</param>
    /// <returns>All that is wrong, by field.</returns>
    public static IReadOnlyList<InvalidSetting> TryRead(string? text, out SizeFilterSettings? settings)
    {
        settings = null;
        var fraction = DefaultFraction;
        if (!string.IsNullOrWhiteSpace(text) && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out fraction))
            return [new(ThresholdField, $"\"{text}\" is not a number: give the part of a capture that a box has to cover, such as {Write(DefaultFraction)}.")];

        var read = new SizeFilterSettings { Fraction = fraction };
        var problems = read.Problems();
        settings = problems.Count == 0 ? read : null;
        return problems;
    }

    private static string Write(double fraction) => fraction.ToString("R", CultureInfo.InvariantCulture);
}
