using Antenna.Dashboard.Pictures;
using SkiaSharp;
using Xunit;

namespace Antenna.Dashboard.Tests.Pictures;

/// <summary>A PNG that is decoded row by row looks as SkiaSharp, which decodes it as a whole, makes it look.</summary>
public sealed class PngRowsTests
{
    private const int Width = 61;
    private const int Height = 43;

    private static readonly SKRectI Region = new(9, 7, 50, 38);

    /// <summary>Depth and kind of colour; every pair that there is.</summary>
    public static TheoryData<byte, byte, bool> Kinds()
    {
        var kinds = new TheoryData<byte, byte, bool>();
        foreach (var (colour, depths) in new (byte, byte[])[] { (0, [1, 2, 4, 8, 16]), (2, [8, 16]), (3, [1, 2, 4, 8]), (4, [8, 16]), (6, [8, 16]) })
        {
            foreach (var depth in depths)
            {
                kinds.Add(depth, colour, false);
                if (colour < 4)
                    kinds.Add(depth, colour, true);
            }
        }

        return kinds;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_sample_makes_the_same_pixels(byte depth, byte colour, bool transparent)
    {
        var png = Png(depth, colour, transparent);
        using var expected = SKBitmap.Decode(png, new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Premul));

        using var decoded = PngRows.Decode(new MemoryStream(png), Region, scale: 1, colours: null, TestContext.Current.CancellationToken);

        Assert.NotNull(decoded);
        Assert.True(decoded.IsComplete);
        Assert.Equal(SKRect.Create(Region.Left, Region.Top, Region.Width, Region.Height), decoded.Covers);
        for (var y = 0; y < Region.Height; y++)
        {
            for (var x = 0; x < Region.Width; x++)
                AssertNear(expected, Region.Left + x, Region.Top + y, decoded.Pixels, x, y);
        }
    }

    [Fact]
    public void A_smaller_picture_is_made_of_the_means_of_blocks()
    {
        var png = DrawnPicture.PngOf(10, 10, depth: 8, colour: 0, (y, row) =>
        {
            for (var x = 0; x < 10; x++)
                row[x] = (byte)((10 * y) + x);
        });

        using var decoded = PngRows.Decode(new MemoryStream(png), new(0, 0, 10, 10), scale: 0.25f, colours: null, TestContext.Current.CancellationToken);

        Assert.NotNull(decoded);
        Assert.Equal(new SKSizeI(3, 3), decoded.Pixels.Info.Size);
        Assert.Equal(SKRect.Create(12, 12), decoded.Covers);
        Assert.Equal([17, 21, 24], Enumerable.Range(0, 3).Select(x => (int)decoded.Pixels.GetPixel(x, 0).Red));
        Assert.Equal(94, decoded.Pixels.GetPixel(2, 2).Red);
    }

    [Theory]
    [InlineData(0.6, true)]
    [InlineData(0.1, false)]
    public void Of_a_file_that_ends_early_the_rows_are_decoded_that_it_has(double share, bool hasRows)
    {
        var png = Noise(8, 2);

        using var decoded = PngRows.Decode(new MemoryStream(png[..(int)(png.Length * share)]), Region, scale: 1, colours: null, TestContext.Current.CancellationToken);

        Assert.Equal(hasRows, decoded is not null);
        if (decoded is not null)
        {
            Assert.False(decoded.IsComplete);
            Assert.InRange(decoded.Pixels.Height, 1, Region.Height - 1);
        }
    }

    [Fact]
    public void Rows_below_the_part_are_not_read()
    {
        var png = Noise(8, 2);

        using var decoded = PngRows.Decode(new MemoryStream(png[..(png.Length / 2)]), new(0, 0, 20, 10), scale: 1, colours: null, TestContext.Current.CancellationToken);

        Assert.True(decoded!.IsComplete);
    }

    private static byte[] Png(byte depth, byte colour, bool transparent) => (colour, transparent) switch
    {
        (3, true) => Noise(depth, colour, ("PLTE", Palette(depth)), ("tRNS", depth == 1 ? [0, 100] : [0, 100, 255])),
        (3, _) => Noise(depth, colour, ("PLTE", Palette(depth))),
        (0, true) => Noise(depth, colour, ("tRNS", depth == 16 ? [0x11, 0x11] : [0, 1])),
        (2, true) => Noise(depth, colour, ("tRNS", depth == 16 ? [0x11, 0x11, 0x11, 0x11, 0x11, 0x11] : [0, 0x11, 0, 0x11, 0, 0x11])),
        _ => Noise(depth, colour),
    };

    private static byte[] Palette(byte depth) => [.. Enumerable.Range(0, 3 << depth).Select(index => (byte)(index * 37))];

    /// <summary>Of few values, so that the transparent one is among them.</summary>
    private static byte[] Noise(byte depth, byte colour, params (string, byte[])[] extra)
    {
        var random = new Random(11);
        return DrawnPicture.PngOf(Width, Height, depth, colour, (_, row) =>
        {
            for (var i = 0; i < row.Length; i++)
                row[i] = depth < 8 ? (byte)random.Next(256) : random.Next(3) == 0 ? (byte)(random.Next(16) * 17) : (byte)(i % 3 == 0 ? 1 : 0x11);
        }, filtered: true, interlaced: false, extra);
    }

    private static void AssertNear(SKBitmap expected, int x, int y, SKBitmap decoded, int decodedX, int decodedY)
    {
        var (one, other) = (expected.GetPixel(x, y), decoded.GetPixel(decodedX, decodedY));
        var distance = new[] { one.Red - other.Red, one.Green - other.Green, one.Blue - other.Blue, one.Alpha - other.Alpha }.Max(Math.Abs);

        // What is nearly transparent has few values, which are rounded when the alpha is taken out again.
        Assert.True(distance <= (one.Alpha is > 0 and < 128 ? 6 : 2), $"At {x}, {y}: {one} and {other}.");
    }
}
