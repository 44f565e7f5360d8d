using System.Globalization;

namespace Antenna.Dashboard.Components.SizeFilter;

/// <summary>How sizes are written: as percentages of the capture, without exponents, for many are far below one.</summary>
internal static class SizeTexts
{
    private const int SignificantDigits = 3;

    /// <summary>A threshold or an edge, exactly: 0.08 %.</summary>
    public static string Exact(double fraction) => Write((decimal)fraction * 100);

    /// <summary>A measured size, cut after three digits: what is under a threshold never looks as if it reached it.</summary>
    public static string Measured(double fraction)
    {
        if (fraction < 1e-10)
            return $"under {Write(1e-8m)}";
        var percent = (decimal)fraction * 100;
        var unit = 1m;
        while (percent / unit < 1)
            unit /= 10;
        while (percent / unit >= 10)
            unit *= 10;
        for (var digit = 1; digit < SignificantDigits; digit++)
            unit /= 10;
        return Write(Math.Floor(percent / unit) * unit);
    }

    private static string Write(decimal percent) => string.Create(CultureInfo.InvariantCulture, $"{percent:0.############} %");
}
