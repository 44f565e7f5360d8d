using System.Net;
using Antenna.Data.Model;
using SkiaSharp;
using Xunit;

namespace Antenna.Dashboard.Tests.Pictures;

/// <summary>What a browser gets for a picture.</summary>
public sealed class ServedPictureTests(PictureServer server) : IClassFixture<PictureServer>
{
    [Theory]
    [InlineData("?size=1", 64)]
    [InlineData("?size=64", 64)]
    [InlineData("?size=65", 128)]
    [InlineData("?size=200", 256)]
    [InlineData("?size=512", 512)]
    [InlineData("?size=1000", 1024)]
    [InlineData("?size=2000", 2048)]
    [InlineData("?size=90000", 2048)]
    [InlineData("", 2048)]
    public async Task A_picture_fits_the_next_of_a_few_sizes(string size, int width)
    {
        server.Write("large.jpg", DrawnPicture.Jpeg(3000, 1500));

        using var picture = await server.PictureAsync(await server.CaptureAsync("large.jpg") + size);

        Assert.Equal(new SKSizeI(width, width / 2), picture.Info.Size);
    }

    [Fact]
    public async Task A_picture_is_never_larger_than_it_was()
    {
        server.Write("small.jpg", DrawnPicture.Jpeg(100, 60));

        using var picture = await server.PictureAsync(await server.CropAsync("small.jpg") + "?size=512");

        Assert.Equal(new SKSizeI(100, 60), picture.Info.Size);
    }

    [Fact]
    public async Task A_detection_shows_its_crop()
    {
        server.Write("crops/one.jpg", DrawnPicture.Jpeg(100, 100));

        using var picture = await server.PictureAsync(await server.CropAsync("crops/one.jpg") + "?size=64");

        AssertColours(picture, DrawnPicture.Red, DrawnPicture.Green, DrawnPicture.Blue, DrawnPicture.White);
    }

    [Fact]
    public async Task A_detection_without_a_crop_is_cut_from_its_capture_with_a_small_margin()
    {
        server.Write("night.jpg", DrawnPicture.Jpeg(1000, 800));

        using var picture = await server.PictureAsync(await server.DetectionAsync("night.jpg", new Box(600, 500, 700, 600)) + "?size=512");

        Assert.Equal(new SKSizeI(112, 112), picture.Info.Size);
        AssertColours(picture, DrawnPicture.White, DrawnPicture.White, DrawnPicture.White, DrawnPicture.White);
    }

    [Fact]
    public async Task A_crop_that_is_gone_is_cut_from_its_capture()
    {
        server.Write("evening.jpg", DrawnPicture.Jpeg(1000, 800));

        using var picture = await server.PictureAsync(await server.DetectionAsync("evening.jpg", new Box(450, 350, 550, 450), "crops/gone.jpg"));

        AssertColours(picture, DrawnPicture.Red, DrawnPicture.Green, DrawnPicture.Blue, DrawnPicture.White);
    }

    [Fact]
    public async Task An_animal_without_a_box_or_a_crop_shows_its_whole_capture()
    {
        server.Write("whole.jpg", DrawnPicture.Jpeg(1000, 500));

        using var picture = await server.PictureAsync(await server.DetectionAsync("whole.jpg", box: null, isOfAnimal: true) + "?size=512");

        Assert.Equal(new SKSizeI(512, 256), picture.Info.Size);
    }

    [Fact]
    public async Task A_box_at_the_edge_is_cut_as_far_as_the_capture_goes()
    {
        server.Write("edge.jpg", DrawnPicture.Jpeg(1000, 800));

        using var picture = await server.PictureAsync(await server.DetectionAsync("edge.jpg", new Box(900, 700, 1100, 900)));

        Assert.Equal(new SKSizeI(112, 112), picture.Info.Size);
    }

    [Fact]
    public async Task A_box_was_found_on_a_capture_of_the_size_that_came_with_it()
    {
        server.Write("copy.jpg", DrawnPicture.Jpeg(500, 400));

        using var picture = await server.PictureAsync(await server.DetectionAsync("copy.jpg", new Box(600, 500, 700, 600), size: (1000, 800)));

        Assert.Equal(new SKSizeI(56, 56), picture.Info.Size);
        AssertColours(picture, DrawnPicture.White, DrawnPicture.White, DrawnPicture.White, DrawnPicture.White);
    }

    /// <summary>What each of EXIF's values does to red and green above blue and white.</summary>
    public static TheoryData<SKEncodedOrigin, string> Turns => new()
    {
        { SKEncodedOrigin.TopLeft, "RGBW" },
        { SKEncodedOrigin.TopRight, "GRWB" },
        { SKEncodedOrigin.BottomRight, "WBGR" },
        { SKEncodedOrigin.BottomLeft, "BWRG" },
        { SKEncodedOrigin.LeftTop, "RBGW" },
        { SKEncodedOrigin.RightTop, "BRWG" },
        { SKEncodedOrigin.RightBottom, "WGBR" },
        { SKEncodedOrigin.LeftBottom, "GWRB" },
    };

    [Theory]
    [MemberData(nameof(Turns))]
    public async Task A_picture_is_seen_upright_whichever_way_the_camera_was_held(SKEncodedOrigin turned, string seen)
    {
        server.Write($"{turned}.jpg", DrawnPicture.Jpeg(300, 200, turned));

        using var picture = await server.PictureAsync(await server.CaptureAsync($"{turned}.jpg") + "?size=128");

        Assert.Equal(turned >= SKEncodedOrigin.LeftTop ? new SKSizeI(85, 128) : new SKSizeI(128, 85), picture.Info.Size);
        AssertColours(picture, [.. seen.Select(Colour)]);
    }

    /// <summary>The blue quarter of a picture that is stored lying and seen standing: above left then.</summary>
    [Theory]
    [InlineData(20, 20, 80, 120, 200, 300)]
    [InlineData(20, 120, 120, 180, 300, 200)]
    public async Task A_box_is_one_of_the_picture_that_has_the_delivered_size(double x1, double y1, double x2, double y2, int width, int height)
    {
        var name = $"turned-{width}.jpg";
        server.Write(name, DrawnPicture.Jpeg(300, 200, SKEncodedOrigin.RightTop));

        using var picture = await server.PictureAsync(await server.DetectionAsync(name, new Box(x1, y1, x2, y2), size: (width, height)));

        AssertColours(picture, DrawnPicture.Blue, DrawnPicture.Blue, DrawnPicture.Blue, DrawnPicture.Blue);
    }

    /// <summary>As after a copy that was interrupted: the last 20 bytes, and the last of four parts.</summary>
    [Theory]
    [InlineData("jpg", 20)]
    [InlineData("jpg", 0.25)]
    [InlineData("png", 20)]
    [InlineData("png", 0.25)]
    [InlineData("webp", 20)]
    public async Task A_picture_that_lacks_its_last_bytes_is_shown_as_far_as_it_goes(string format, double missing)
    {
        var whole = format switch
        {
            "jpg" => DrawnPicture.NoisyJpeg(800, 600),
            "png" => DrawnPicture.NoisyPng(800, 600),
            _ => DrawnPicture.Webp(800, 600),
        };
        var name = $"lacking-{missing}.{format}";
        server.Write(name, whole[..^(int)(missing < 1 ? whole.Length * missing : missing)]);

        using var picture = await server.PictureAsync(await server.CaptureAsync(name) + "?size=1024");

        Assert.Equal(new SKSizeI(800, 600), picture.Info.Size);
        Assert.Equal(255, picture.GetPixel(400, 300).Alpha);
        if (missing < 1)
            Assert.Equal(0, picture.GetPixel(400, 590).Alpha);
    }

    /// <summary>Decoders treat parts that begin at one of their blocks otherwise than others.</summary>
    [Fact]
    public async Task A_part_that_the_file_ends_in_is_shown_wherever_it_begins()
    {
        var whole = DrawnPicture.NoisyJpeg(800, 600);
        server.Write("half.jpg", whole[..(whole.Length / 2)]);

        for (var left = 200; left < 217; left++)
        {
            using var part = await server.PictureAsync(await server.DetectionAsync("half.jpg", new Box(left, 100, left + 230, 500)) + "?size=512");
            Assert.Equal((255, 0), (part.GetPixel(100, 50).Alpha, part.GetPixel(100, part.Height - 5).Alpha));
        }
    }

    /// <summary>As many as the largest sensors make; the part is at the far end, and lies across the quarters.</summary>
    [Fact]
    public async Task A_crop_is_cut_from_a_capture_of_200_million_px()
    {
        server.Write("sensor.jpg", DrawnPicture.GreyJpeg(16_000, 12_500));

        using var part = await server.PictureAsync(await server.DetectionAsync("sensor.jpg", new Box(7_900, 6_150, 8_100, 6_350)) + "?size=512");
        using var whole = await server.PictureAsync(await server.CaptureAsync("sensor.jpg") + "?size=256");

        Assert.Equal(new SKSizeI(224, 224), part.Info.Size);
        AssertColours(part, SKColors.Black, SKColors.White, SKColors.White, SKColors.White);
        Assert.Equal(new SKSizeI(256, 200), whole.Info.Size);
        AssertColours(whole, SKColors.Black, SKColors.White, SKColors.White, SKColors.White);
    }

    /// <summary>More than may be held of a picture; the part lies across the quarters.</summary>
    [Fact]
    public async Task A_crop_is_cut_from_a_png_that_is_too_large_to_be_held()
    {
        server.Write("sensor.png", DrawnPicture.LargePng(10_000, 7_000));

        using var part = await server.PictureAsync(await server.DetectionAsync("sensor.png", new Box(4_900, 3_400, 5_100, 3_600)) + "?size=512");
        using var whole = await server.PictureAsync(await server.CaptureAsync("sensor.png") + "?size=256");

        Assert.Equal(new SKSizeI(224, 224), part.Info.Size);
        AssertColours(part, SKColors.Black, SKColors.White, SKColors.White, SKColors.White);
        Assert.Equal(new SKSizeI(256, 179), whole.Info.Size);
        AssertColours(whole, SKColors.Black, SKColors.White, SKColors.White, SKColors.White);
    }

    [Theory]
    [InlineData("jpg")]
    [InlineData("png")]
    [InlineData("webp")]
    public async Task A_part_is_the_same_in_every_format(string format)
    {
        server.Write($"same.{format}", format switch
        {
            "jpg" => DrawnPicture.Jpeg(3001, 2003),
            "png" => DrawnPicture.Png(3001, 2003),
            _ => DrawnPicture.Webp(3001, 2003),
        });

        var address = await server.DetectionAsync($"same.{format}", new Box(1100, 601, 1900, 1401));
        foreach (var size in new[] { 64, 256, 1024 })
        {
            using var part = await server.PictureAsync($"{address}?size={size}");
            AssertColours(part, DrawnPicture.Red, DrawnPicture.Green, DrawnPicture.Blue, DrawnPicture.White);
        }
    }

    [Fact]
    public async Task What_is_transparent_stays_so()
    {
        server.Write("cut-out.png", DrawnPicture.TransparentPng(200, 200));

        using var response = await server.GetAsync(await server.CropAsync("cut-out.png"));
        using var picture = await PictureServer.DecodeAsync(response);

        Assert.Equal("image/webp", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(0, picture.GetPixel(150, 150).Alpha);
    }

    [Fact]
    public async Task A_drawing_is_served_as_it_is_and_may_run_nothing()
    {
        var drawing = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><script>alert(1)</script></svg>"u8.ToArray();
        server.Write("moth.svg", drawing);

        using var response = await server.GetAsync(await server.CropAsync("moth.svg") + "?size=64");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(drawing, await response.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal("image/svg+xml", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("default-src 'none'; style-src 'unsafe-inline'; sandbox", Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
    }

    [Theory]
    [InlineData("https://example.org/night/1.jpg?a=b c", "https://example.org/night/1.jpg?a=b%20c")]
    [InlineData("http://example.org/1.jpg", "http://example.org/1.jpg")]
    public async Task An_address_of_the_web_is_passed_on(string path, string location)
    {
        using var response = await server.GetAsync(await server.CaptureAsync(path));

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal(location, response.Headers.Location?.OriginalString);
    }

    /// <summary>The middles of the four quarters: above left, above right, below left, below right.</summary>
    private static void AssertColours(SKBitmap picture, params SKColor[] colours)
    {
        var (x, y) = (picture.Width / 4, picture.Height / 4);
        (int X, int Y)[] quarters = [(x, y), (3 * x, y), (x, 3 * y), (3 * x, 3 * y)];
        foreach (var (at, expected) in quarters.Zip(colours))
        {
            var seen = picture.GetPixel(at.X, at.Y);
            Assert.True(
                Math.Abs(seen.Red - expected.Red) + Math.Abs(seen.Green - expected.Green) + Math.Abs(seen.Blue - expected.Blue) < 40,
                $"{seen} at {at}, expected {expected}.");
        }
    }

    private static SKColor Colour(char letter) => letter switch
    {
        'R' => DrawnPicture.Red,
        'G' => DrawnPicture.Green,
        'B' => DrawnPicture.Blue,
        _ => DrawnPicture.White,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
