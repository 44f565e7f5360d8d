using System.Globalization;

namespace Antenna.Dashboard.Demo.Drawing;

/// <summary>A colour of sRGB.</summary>
internal readonly record struct Colour(byte Red, byte Green, byte Blue)
{
    public static readonly Colour Black = new(0, 0, 0);
    public static readonly Colour White = new(255, 255, 255);

    /// <param name="hex">#rrggbb.</param>
    public static Colour Parse(string hex)
    {
        var number = int.Parse(hex.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return new((byte)(number >> 16), (byte)(number >> 8), (byte)number);
    }

    /// <summary>This with a share of another in it, 0 to 1.</summary>
    public Colour Mix(Colour other, double share) => new(Mix(Red, other.Red, share), Mix(Green, other.Green, share), Mix(Blue, other.Blue, share));

    /// <summary>Lighter by a share, or darker by one below 0.</summary>
    public Colour Shade(double share) => Mix(share < 0 ? Black : White, Math.Abs(share));

    public override string ToString() => $"#{Red:x2}{Green:x2}{Blue:x2}";

    private static byte Mix(byte one, byte other, double share) => (byte)(one + ((other - one) * share) + 0.5);
}
