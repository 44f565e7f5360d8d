using System.Globalization;
using System.Net;
using Antenna.Data.Model;
using Xunit;

namespace Antenna.Dashboard.Tests.Pictures;

/// <summary>What is no picture of an import is not served, and is seen to be missing.</summary>
public class RefusedPictureTests(PictureServer server) : IClassFixture<PictureServer>
{
    [Theory]
    [InlineData("text.jpg", "no picture at all")]
    [InlineData("results.json", "{}")]
    [InlineData("head.jpg", "\u00FF\u00D8\u00FF\u00E0")]
    public async Task A_file_that_is_no_picture(string name, string content)
    {
        server.Write(name, System.Text.Encoding.Latin1.GetBytes(content));

        var detail = await server.AssertRefusedAsync(await server.CaptureAsync(name), "not a picture");

        Assert.Contains(name, detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_file()
    {
        server.Write("empty.jpg", []);

        await server.AssertRefusedAsync(await server.CaptureAsync("empty.jpg"), "file missing");
    }

    [Fact]
    public async Task A_picture_that_ends_before_its_first_row()
    {
        var jpeg = DrawnPicture.Jpeg(400, 400);
        server.Write("short.jpg", jpeg[..(DrawnPicture.StartOfScan(jpeg) + 14)]);

        await server.AssertRefusedAsync(await server.CaptureAsync("short.jpg"), "cut off");
    }

    [Fact]
    public async Task A_box_on_the_part_of_a_capture_that_the_file_lacks()
    {
        var jpeg = DrawnPicture.Jpeg(1000, 1000);
        server.Write("upper.jpg", jpeg[..(jpeg.Length / 3)]);

        await server.AssertRefusedAsync(await server.DetectionAsync("upper.jpg", new Box(100, 900, 200, 1000)), "cut off");
    }

    [Theory]
    [InlineData(20_001, 10_000)]
    [InlineData(70_000, 10)]
    public async Task A_picture_of_more_px_than_any_camera_makes(int width, int height)
    {
        server.Write($"wide-{width}.png", DrawnPicture.Bomb(width, height));

        var detail = await server.AssertRefusedAsync(await server.CaptureAsync($"wide-{width}.png") + "?size=64", "too large");

        Assert.Contains(width.ToString("N0", CultureInfo.InvariantCulture), detail, StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[]> SmallFilesThatClaimMuch => new()
    {
        { "progressive.jpg", DrawnPicture.WithJpegFrame(DrawnPicture.Jpeg(64, 64), progressive: true, 6_000, 6_000) },
        { "black.png", DrawnPicture.Bomb(6_000, 6_000) },
        { "claim.gif", [.. "GIF89a"u8, 0x70, 0x17, 0x70, 0x17, 0, 0, 0, 0x2C, 0, 0, 0, 0, 0x70, 0x17, 0x70, 0x17, 0, 2, 2, 0x44, 1, 0, 0x3B] },
    };

    /// <summary>36 million px that can only be decoded as a whole.</summary>
    [Theory]
    [MemberData(nameof(SmallFilesThatClaimMuch))]
    public async Task A_small_file_that_would_take_hundreds_of_megabytes(string name, byte[] content)
    {
        server.Write(name, content);

        var detail = await server.AssertRefusedAsync(await server.CaptureAsync(name) + "?size=64", "too large");

        Assert.Contains("6,000 × 6,000", detail, StringComparison.Ordinal);
    }

    /// <summary>Of which no row is known before nearly all of the file is read.</summary>
    [Fact]
    public async Task An_interlaced_png_that_is_too_large_to_be_held()
    {
        server.Write("interlaced.png", DrawnPicture.LargePng(10_000, 7_000, interlaced: true));

        var detail = await server.AssertRefusedAsync(await server.CaptureAsync("interlaced.png") + "?size=64", "too large");

        Assert.Contains("without interlacing", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_drawing_of_more_than_a_few_megabytes()
    {
        server.Write("huge.svg", new byte[5 * 1024 * 1024]);

        await server.AssertRefusedAsync(await server.CaptureAsync("huge.svg"), "too large");
    }

    [Fact]
    public async Task A_box_outside_of_the_capture()
    {
        server.Write("beside.jpg", DrawnPicture.Jpeg(100, 100));

        await server.AssertRefusedAsync(await server.DetectionAsync("beside.jpg", new Box(200, 200, 300, 300)), "box outside");
    }

    [Fact]
    public async Task A_box_on_a_drawing() // Which is not ours to cut.
    {
        server.Write("sheet.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray());

        await server.AssertRefusedAsync(await server.DetectionAsync("sheet.svg", new Box(0, 0, 10, 10)), "no crop");
    }

    [Fact]
    public async Task A_box_on_a_capture_elsewhere()
    {
        var detail = await server.AssertRefusedAsync(
            await server.DetectionAsync("https://example.org/capture.jpg", new Box(0, 0, 10, 10)), "no crop");

        Assert.Contains("example.org", detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://moths.example/1.jpg", "moths.example")]
    [InlineData("https://example.org:8443/1.jpg", "example.org:8443")]
    [InlineData("https://example.org.moths.example/1.jpg", "rg.moths.example")]
    public async Task A_picture_on_a_host_that_is_not_allowed(string path, string shown)
    {
        foreach (var address in new[] { await server.CaptureAsync(path), await server.CropAsync(path) })
        {
            using var response = await server.GetAsync(address + "?size=64");

            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
            Assert.Null(response.Headers.Location);
            var drawing = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Contains("not allowed", drawing, StringComparison.Ordinal);
            Assert.Contains(shown, System.Net.WebUtility.HtmlDecode(drawing), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_capture_whose_import_named_no_folder() =>
        Assert.Contains("named no folder", await server.AssertRefusedAsync(await server.CaptureWithoutFolderAsync("media/one.jpg"), "no folder"), StringComparison.Ordinal);

    [Fact]
    public async Task A_detection_without_crop_and_box()
    {
        server.Write("nothing.jpg", DrawnPicture.Jpeg(100, 100));

        await server.AssertRefusedAsync(await server.DetectionAsync("nothing.jpg", null), "no crop");
    }

    [Fact]
    public async Task A_name_that_would_turn_the_text_around_or_end_it()
    {
        var detail = await server.AssertRefusedAsync(await server.CaptureAsync("a\u202Egpj.<b>\u0007'&.jpg"), "file missing");

        Assert.Contains("a\uFFFDgpj.<b>\uFFFD'&.jpg", detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("abc")]
    [InlineData("")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    public async Task A_size_that_is_none_is_a_bad_request(string size)
    {
        server.Write("sized.jpg", DrawnPicture.Jpeg(100, 100));

        using var capture = await server.GetAsync($"{await server.CaptureAsync("sized.jpg")}?size={size}");
        using var crop = await server.GetAsync($"{await server.CropAsync("sized.jpg")}?size={size}");

        Assert.Equal(HttpStatusCode.BadRequest, capture.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, crop.StatusCode);
    }

    [Theory]
    [InlineData("pictures/captures/987654321")]
    [InlineData("pictures/detections/987654321")]
    public Task What_was_never_imported(string address) => server.AssertRefusedAsync(address, "not found");

    [Theory]
    [InlineData("pictures/captures/one")]
    [InlineData("pictures/detections/99999999999999999999")]
    public async Task An_id_that_is_none(string address)
    {
        using var response = await server.GetAsync(address);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
