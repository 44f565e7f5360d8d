using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Antenna.Dashboard.Tests.Hosting;

/// <summary>Requests that pages of other sites could bring a browser to make, and such as no browser makes.</summary>
public sealed class RefusedRequestTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Theory]
    [InlineData("http://moths.example", HttpStatusCode.Forbidden)]
    [InlineData("http://127.0.0.1", HttpStatusCode.Forbidden)]
    [InlineData("https://{own}", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("http://{own}", HttpStatusCode.OK)]
    [InlineData(null, HttpStatusCode.OK)]
    public async Task Circuits_are_for_pages_of_this_server(string? origin, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "_blazor/negotiate?negotiateVersion=1");
        if (origin is not null)
            request.Headers.Add("Origin", origin.Replace("{own}", server.Client.BaseAddress!.Authority, StringComparison.Ordinal));

        using var response = await server.Client.SendAsync(request, Token);

        Assert.Equal(expected, response.StatusCode);
    }

    /// <summary>A browser opens a web socket to any host, and says only in this header for whom.</summary>
    [Fact]
    public async Task A_web_socket_for_a_page_of_another_site_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "_blazor")
        {
            Headers =
            {
                { "Connection", "Upgrade" },
                { "Upgrade", "websocket" },
                { "Sec-WebSocket-Version", "13" },
                { "Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==" },
                { "Origin", "http://moths.example" },
            },
        };

        using var response = await server.Client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    /// <summary>A page of another site whose name leads to this computer, in a browser that takes it for the same origin.</summary>
    [Theory]
    [InlineData("HTTP/1.1", "Host: moths.example\r\n", "400")]
    [InlineData("HTTP/1.1", "Host:\r\n", "400")]
    [InlineData("HTTP/1.1", "", "400")]
    [InlineData("HTTP/1.0", "", "400")]
    [InlineData("HTTP/1.1", "Host: localhost\r\n", "200")]
    [InlineData("HTTP/1.1", "Host: 127.0.0.1:5210\r\n", "200")]
    [InlineData("HTTP/1.1", "Host: [::1]:5210\r\n", "200")]
    public async Task Only_names_of_this_computer_are_answered_to(string version, string host, string status)
    {
        var address = server.Client.BaseAddress!;
        using var connection = new TcpClient();
        await connection.ConnectAsync(address.Host, address.Port, Token);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET /styles/antenna.css {version}\r\n{host}Connection: close\r\n\r\n"), Token);
        using var reader = new StreamReader(stream, Encoding.ASCII);

        Assert.Equal(status, (await reader.ReadLineAsync(Token))!.Split(' ')[1]);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("0")]
    [InlineData("-64")]
    [InlineData("64.5")]
    [InlineData("99999999999999999999")]
    public async Task A_size_that_is_none_is_refused(string size)
    {
        foreach (var kind in new[] { "captures", "detections" })
        {
            using var response = await server.GetAsync($"pictures/{kind}/1?size={size}");

            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
