using System.Net;
using System.Net.Http.Headers;
using SkiaSharp;
using Xunit;

namespace Antenna.Dashboard.Tests.Pictures;

/// <summary>Pictures that the browser or the server has already.</summary>
public sealed class KeptPictureTests(PictureServer server) : IClassFixture<PictureServer>
{
    [Fact]
    public async Task A_browser_keeps_a_picture_for_itself_and_revalidates_it_later()
    {
        server.Write("kept.jpg", DrawnPicture.Jpeg(100, 100));
        var address = await server.CropAsync("kept.jpg");
        using var first = await server.GetAsync(address);
        var made = server.Renditions.Made;

        using var again = await RequestAsync(address, first.Headers.ETag!);

        Assert.Equal("max-age=600, private", first.Headers.CacheControl?.ToString());
        Assert.False(first.Headers.ETag!.IsWeak);
        Assert.NotNull(first.Content.Headers.LastModified);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(first.Headers.ETag, again.Headers.ETag);
        Assert.Equal(made, server.Renditions.Made);
    }

    [Fact]
    public async Task A_drawing_that_the_browser_has_is_not_sent_again()
    {
        server.Write("again.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray());
        var address = await server.CropAsync("again.svg");
        using var first = await server.GetAsync(address);

        using var again = await RequestAsync(address, first.Headers.ETag!);

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task A_file_that_was_replaced_is_another_picture()
    {
        server.Write("replaced.jpg", DrawnPicture.Jpeg(100, 100));
        var address = await server.CropAsync("replaced.jpg");
        using var first = await server.GetAsync(address);
        server.Write("replaced.jpg", DrawnPicture.Jpeg(120, 90));

        using var again = await RequestAsync(address, first.Headers.ETag!);
        using var picture = await PictureServer.DecodeAsync(again);

        Assert.Equal(new SKSizeI(120, 90), picture.Info.Size);
    }

    [Fact]
    public async Task A_picture_is_made_once_in_each_size()
    {
        server.Write("once.jpg", DrawnPicture.Jpeg(400, 400));
        var address = await server.CropAsync("once.jpg");
        var before = server.Renditions.Made;

        foreach (var size in new[] { 64, 60, 64, 128, 128, 64 })
            using (await server.PictureAsync($"{address}?size={size}"))
                continue;

        Assert.Equal(2, server.Renditions.Made - before);
    }

    [Fact]
    public async Task Many_who_ask_at_once_get_the_one_that_is_made()
    {
        server.Write("popular.jpg", DrawnPicture.Jpeg(3000, 2000));
        var address = await server.CropAsync("popular.jpg");
        var before = server.Renditions.Made;

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => server.GetAsync(address + "?size=256")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(1, server.Renditions.Made - before);
        foreach (var answer in answers)
            answer.Dispose();
    }

    private async Task<HttpResponseMessage> RequestAsync(string address, EntityTagHeaderValue known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { IfNoneMatch = { known } } };
        return await server.Client.SendAsync(request, Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
