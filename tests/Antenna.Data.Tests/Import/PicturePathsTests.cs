using Antenna.Data.Import;
using Xunit;

namespace Antenna.Data.Tests.Import;

public class PicturePathsTests
{
    private static readonly PicturePaths Paths = new("/pictures/june/");

    [Theory]
    [InlineData("captures/one.jpg", "captures/one.jpg")]
    [InlineData("./captures//one.jpg", "captures/one.jpg")]
    [InlineData(@"captures\one.jpg", "captures/one.jpg")]
    [InlineData("/pictures/june/captures/one.jpg", "captures/one.jpg")]
    [InlineData("captures/22:15:30.jpg", "captures/22:15:30.jpg")]
    [InlineData("captures/..one.jpg", "captures/..one.jpg")]
    [InlineData("https://example.org/a/../one.jpg?size=2", "https://example.org/a/../one.jpg?size=2")]
    [InlineData("https://robin:pass@example.org/one.jpg", "https://example.org/one.jpg")]
    [InlineData("https://robin@example.org:8443/one@two.jpg", "https://example.org:8443/one@two.jpg")]
    [InlineData("HTTP://a@b@example.org?c@d", "HTTP://example.org?c@d")]
    public void A_picture_has_one_path_however_it_is_written(string written, string kept) =>
        Assert.Equal(kept, Paths.Normalize(written, out _));

    [Theory]
    [InlineData("../one.jpg")]
    [InlineData("captures/../../one.jpg")]
    [InlineData(@"captures\..\..\one.jpg")]
    [InlineData("/pictures/june/../july/one.jpg")]
    [InlineData("/pictures/june2/one.jpg")]
    [InlineData("/etc/passwd")]
    [InlineData(@"\\server\share\one.jpg")]
    [InlineData(@"C:\one.jpg")]
    [InlineData("C:one.jpg")]
    [InlineData("file:///etc/passwd")]
    [InlineData("s3://bucket/one.jpg")]
    [InlineData(@"https://example.org\@moths.example/one.jpg")]
    [InlineData("https://")]
    [InlineData("https://robin@/one.jpg")]
    [InlineData("http://exa mple.org/one.jpg")]
    [InlineData("/pictures/june/")]
    [InlineData(".")]
    public void A_path_that_leads_out_of_the_folder_or_nowhere_is_refused(string written)
    {
        Assert.Null(Paths.Normalize(written, out var problem));
        Assert.Contains("expected", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_of_one_import_lie_on_few_hosts()
    {
        var paths = new PicturePaths("/pictures");
        for (var host = 0; host < 100; host++)
            Assert.NotNull(paths.Normalize($"https://{host}.example/one.jpg", out _));

        Assert.NotNull(paths.Normalize("https://7.example/two.jpg", out _));
        Assert.Null(paths.Normalize("https://100.example/one.jpg", out var problem));
        Assert.Contains("100 that the pictures of one import may lie on", problem, StringComparison.Ordinal);
    }
}
