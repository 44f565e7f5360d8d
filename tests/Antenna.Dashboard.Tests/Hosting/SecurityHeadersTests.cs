using System.Net;
using Antenna.Dashboard.Hosting;
using Antenna.Data.Model;
using Antenna.Data.Pictures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Antenna.Dashboard.Tests.Hosting;

public sealed class SecurityHeadersTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Theory]
    [InlineData("", HttpStatusCode.OK)]
    [InlineData("runs?state=failed", HttpStatusCode.OK)]
    [InlineData("styles/antenna.css", HttpStatusCode.OK)]
    [InlineData("_framework/blazor.web.js", HttpStatusCode.OK)]
    [InlineData("_content/MudBlazor/MudBlazor.min.css", HttpStatusCode.OK)]
    [InlineData("no-such-page", HttpStatusCode.NotFound)]
    [InlineData("styles/no-such.css", HttpStatusCode.NotFound)]
    [InlineData("_blazor/negotiate", HttpStatusCode.MethodNotAllowed)]
    public async Task Pages_static_files_and_errors_tell_browsers_what_they_never_do(string address, HttpStatusCode status)
    {
        using var response = await server.GetAsync(address);

        Assert.Equal(status, response.StatusCode);
        AssertHeaders(response);
    }

    [Fact]
    public async Task A_server_that_fails_over_a_request_reports_it_with_the_same_headers_and_nothing_of_how()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.UseSecurityHeaders();
        app.UseServerErrors();
        app.MapGet("/fails", string (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "public";
            throw new InvalidOperationException("the secret");
        });
        await app.StartAsync(Token);
        using var client = new HttpClient { BaseAddress = new(app.Urls.Single()) };

        using var response = await client.GetAsync(new Uri("fails", UriKind.Relative), Token);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        AssertHeaders(response);
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.Equal(
            "The server met an error that it did not expect. Its log says which; please report it.", await response.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task A_header_that_an_endpoint_sets_itself_counts()
    {
        using var response = await server.GetAsync("pictures/captures/1");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
    }

    [Fact]
    public async Task A_page_may_show_pictures_of_the_hosts_that_people_allowed_and_of_no_others()
    {
        await using (var context = server.Database.CreateDbContext())
        {
            var project = new Project { Name = "Pictures elsewhere" };
            context.Add(project);
            await context.SaveChangesAsync(Token);
            context.AddRange(
                new PictureHost { ProjectId = project.Id, Host = "moths.example", AllowedAt = DateTime.UtcNow },
                new PictureHost { ProjectId = project.Id, Host = "blocked.example" });
            await context.SaveChangesAsync(Token);
        }

        foreach (var address in new[] { "", "no-such-page" })
        {
            using var page = await server.GetAsync(address);
            Assert.Equal(ContentPolicy.Of(["moths.example"]), Assert.Single(page.Headers.GetValues("Content-Security-Policy")));
        }

        var hosts = new PictureHosts(server.Database, TimeProvider.System);
        await hosts.WithdrawAsync((await hosts.ListAsync(null, most: 1, Token))[0].ProjectId, "moths.example", Token);
        using (var withdrawn = await server.GetAsync(""))
            Assert.Equal(ContentPolicy.Of([]), Assert.Single(withdrawn.Headers.GetValues("Content-Security-Policy")));

        await using (var context = server.Database.CreateDbContext())
            await context.Projects.ExecuteDeleteAsync(Token);
        using var after = await server.GetAsync("");
        Assert.Equal(ContentPolicy.Of([]), Assert.Single(after.Headers.GetValues("Content-Security-Policy")));
    }

    [Fact]
    public async Task No_header_names_the_server()
    {
        foreach (var address in new[] { "", "styles/antenna.css", "no-such-page", "pictures/captures/1" })
        {
            using var response = await server.GetAsync(address);

            Assert.False(response.Headers.Contains("Server"));
            Assert.False(response.Headers.Contains("X-Powered-By"));
        }
    }

    [Fact]
    public void The_policy_allows_what_Blazor_needs_and_nothing_from_elsewhere()
    {
        var policy = ContentPolicy.Of(["moths.example", "cdn.example:8443"]).Split("; ").ToDictionary(rule => rule.Split(' ')[0], rule => rule.Split(' ')[1..]);

        Assert.Equal(["'self'"], policy["default-src"]);
        Assert.Equal(["'self'"], policy["script-src"]);
        Assert.Equal(["'self'"], policy["connect-src"]);
        Assert.Equal(["'self'", "data:", "moths.example", "cdn.example:8443"], policy["img-src"]);
        Assert.Equal(["'none'"], policy["object-src"]);
        Assert.Equal(["'none'"], policy["frame-src"]);
        Assert.Equal(["'self'"], policy["base-uri"]);
        Assert.Equal(["'none'"], policy["frame-ancestors"]);
        Assert.Equal("DENY", SecurityHeaders.All["X-Frame-Options"]);
    }

    private static void AssertHeaders(HttpResponseMessage response)
    {
        foreach (var (name, value) in SecurityHeaders.All)
        {
            Assert.True(response.Headers.TryGetValues(name, out var values), $"There is no {name}.");
            Assert.Equal(value, Assert.Single(values));
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
