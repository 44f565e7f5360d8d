using System.Net;
using Xunit;

namespace Antenna.Dashboard.Tests.Pictures;

/// <summary>Whatever a path says, and whatever links lie there, nothing outside of the folder of an import's pictures is served.</summary>
public sealed class UnsafePathTests(PictureServer server) : IClassFixture<PictureServer>
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

    private string Write(string path)
    {
        var file = Path.Combine(server.OuterFolder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, DrawnPicture.Jpeg(40, 40));
        return file;
    }

    private Task<string> AssertMissingAsync(string address) => server.AssertRefusedAsync(address, "file missing");
}
