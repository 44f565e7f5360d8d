using System.Net;
using Antenna.Data.Model;
using Xunit;

namespace Antenna.Dashboard.Tests.Pictures;

/// <summary>What is no picture of an import is not served, and is seen to be missing.</summary>
public class RefusedPictureTests(PictureServer server) : IClassFixture<PictureServer>
{
    [Theory]
    [InlineData("missing.jpg")]
    [InlineData("../secret.jpg")]
    [InlineData("captures/../../secret.jpg")]
    [InlineData("./secret.jpg")]
    [InlineData("captures//secret.jpg")]
    [InlineData(@"..\secret.jpg")]
    [InlineData("/etc/hostname")]
    [InlineData("file:///etc/hostname")]
    [InlineData("ftp://example.org/secret.jpg")]
    [InlineData("javascript:alert(1)")]
    [InlineData("captures")]
    public async Task A_path_that_leads_nowhere_or_out_of_the_folder(string path)
    {
        Write("secret.jpg");
        Directory.CreateDirectory(Path.Combine(server.Folder, "captures"));

        await AssertMissingAsync(await server.CaptureAsync(path));
        await AssertMissingAsync(await server.CropAsync(path));
    }

    [Fact]
    public async Task The_absolute_path_of_a_file_outside()
    {
        Write("absolute.jpg");

        await AssertMissingAsync(await server.CaptureAsync(Path.Combine(server.OuterFolder, "absolute.jpg")));
    }

    [Fact]
    public async Task A_link_that_leads_out_of_the_folder()
    {
        File.CreateSymbolicLink(Path.Combine(server.Folder, "link.jpg"), Write("linked.jpg"));

        await AssertMissingAsync(await server.CaptureAsync("link.jpg"));
    }

    [Fact]
    public async Task A_folder_that_is_a_link_out_of_the_folder()
    {
        Write("elsewhere/one.jpg");
        Directory.CreateSymbolicLink(Path.Combine(server.Folder, "here"), Path.Combine(server.OuterFolder, "elsewhere"));

        await AssertMissingAsync(await server.CaptureAsync("here/one.jpg"));
    }

    [Fact]
    public async Task A_link_through_a_link_that_leads_out_of_the_folder()
    {
        Write("beyond/one.jpg");
        Directory.CreateSymbolicLink(Path.Combine(server.Folder, "first"), "second");
        Directory.CreateSymbolicLink(Path.Combine(server.Folder, "second"), "../beyond");

        await AssertMissingAsync(await server.CaptureAsync("first/one.jpg"));
    }

    [Fact]
    public async Task Links_that_lead_in_a_circle()
    {
        Directory.CreateSymbolicLink(Path.Combine(server.Folder, "round"), "about/x");
        Directory.CreateSymbolicLink(Path.Combine(server.Folder, "about"), "round/y");

        await AssertMissingAsync(await server.CaptureAsync("round/one.jpg"));
    }

    [Fact]
    public async Task A_folder_whose_name_only_begins_like_the_pictures_folder()
    {
        Write("pictures-of-others/one.jpg");
        File.CreateSymbolicLink(Path.Combine(server.Folder, "others.jpg"), Path.Combine(server.OuterFolder, "pictures-of-others/one.jpg"));

        await AssertMissingAsync(await server.CaptureAsync("others.jpg"));
    }

    [Fact]
    public async Task A_link_that_stays_inside_is_followed()
    {
        server.Write("original.jpg", DrawnPicture.Jpeg(40, 40));
        File.CreateSymbolicLink(Path.Combine(server.Folder, "inside.jpg"), "original.jpg");

        using var response = await server.GetAsync(await server.CaptureAsync("inside.jpg"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("text.jpg", "no picture at all")]
    [InlineData("empty.jpg", "")]
    [InlineData("results.json", "{}")]
    public async Task A_file_that_is_no_picture(string name, string content)
    {
        server.Write(name, System.Text.Encoding.UTF8.GetBytes(content));

        await AssertMissingAsync(await server.CaptureAsync(name));
    }

    [Fact]
    public async Task A_picture_that_is_cut_short()
    {
        server.Write("short.jpg", DrawnPicture.Jpeg(400, 400)[..800]);

        await AssertMissingAsync(await server.CaptureAsync("short.jpg"));
    }

    [Theory]
    [InlineData(12_000, 12_000)]
    [InlineData(7_000, 6_000)]
    public async Task A_small_file_that_would_become_a_huge_picture(int width, int height)
    {
        server.Write("small.png", DrawnPicture.Bomb(300, 200));
        server.Write($"bomb-{width}.png", DrawnPicture.Bomb(width, height));

        using var small = await server.GetAsync(await server.CaptureAsync("small.png"));
        Assert.Equal(HttpStatusCode.OK, small.StatusCode);
        await AssertMissingAsync(await server.CaptureAsync($"bomb-{width}.png") + "?size=64");
    }

    [Fact]
    public async Task A_drawing_of_more_than_a_few_megabytes()
    {
        server.Write("huge.svg", new byte[5 * 1024 * 1024]);

        await AssertMissingAsync(await server.CaptureAsync("huge.svg"));
    }

    [Fact]
    public async Task A_box_that_lies_beside_the_capture()
    {
        server.Write("beside.jpg", DrawnPicture.Jpeg(100, 100));

        await AssertMissingAsync(await server.DetectionAsync("beside.jpg", new Box(200, 200, 300, 300)));
    }

    [Fact]
    public async Task A_box_on_a_drawing() // Which is not ours to cut.
    {
        server.Write("sheet.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray());

        await AssertMissingAsync(await server.DetectionAsync("sheet.svg", new Box(0, 0, 10, 10)));
    }

    [Fact]
    public async Task A_box_on_a_capture_elsewhere() => await AssertMissingAsync(
        await server.DetectionAsync("https://example.org/capture.jpg", new Box(0, 0, 10, 10)));

    [Fact]
    public async Task A_detection_without_crop_and_box()
    {
        server.Write("nothing.jpg", DrawnPicture.Jpeg(100, 100));

        await AssertMissingAsync(await server.DetectionAsync("nothing.jpg", null));
    }

    [Theory]
    [InlineData("pictures/captures/987654321")]
    [InlineData("pictures/detections/987654321")]
    public Task What_was_never_imported(string address) => AssertMissingAsync(address);

    [Theory]
    [InlineData("pictures/captures/one")]
    [InlineData("pictures/detections/99999999999999999999")]
    public async Task An_id_that_is_none(string address)
    {
        using var response = await server.GetAsync(address);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private string Write(string path)
    {
        var file = Path.Combine(server.OuterFolder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, DrawnPicture.Jpeg(40, 40));
        return file;
    }

    private async Task AssertMissingAsync(string address)
    {
        using var response = await server.GetAsync(address);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Equal("image/svg+xml", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("picture not found", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
