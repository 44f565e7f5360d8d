using Antenna.Data.Import;
using Antenna.Data.Import.RunningAntenna;
using Antenna.Testing;
using Antenna.Testing.RunningAntennas;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Antenna.Data.Tests.Import.RunningAntenna;

/// <summary>What is said where an address, a token or a project of a running Antenna is not the right one, and where the token goes.</summary>
public sealed class RefusedAntennaTests(PostgresCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StatusCodes.Status403Forbidden, "may not read projects/")]
    [InlineData(StatusCodes.Status404NotFound, "is not an Antenna")]
    [InlineData(StatusCodes.Status400BadRequest, "is not an Antenna")]
    [InlineData(StatusCodes.Status200OK, "is not an Antenna")] // What is no JSON.
    [InlineData(StatusCodes.Status502BadGateway, "answers 502")]
    public async Task What_a_person_has_to_do_something_about_is_said(int status, string said)
    {
        await using var bench = await AntennaBench.CreateAsync(cluster, animals: 1);
        bench.There.Fault = async (context, _) =>
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync("<html>", Token);
            return true;
        };

        var refusal = await Assert.ThrowsAsync<ImportRefusedException>(() => bench.ImportAsync());

        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_goes_to_no_other_host_that_a_redirect_names()
    {
        await using var bench = await AntennaBench.CreateAsync(cluster, animals: 1);
        await using var other = await StandInAntenna.StartAsync(Token);
        bench.There.Fault = (context, path) =>
        {
            context.Response.Redirect($"{other.Address}/api/v2/{path}");
            return Task.FromResult(true);
        };

        var refusal = await Assert.ThrowsAsync<ImportRefusedException>(() => bench.ImportAsync());

        Assert.Contains("The token was not sent there", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task A_redirect_on_the_same_host_is_followed_with_the_token()
    {
        await using var bench = await AntennaBench.CreateAsync(cluster, animals: 1);
        bench.There.Fault = (context, path) =>
        {
            if (path != "occurrences/1/")
                return Task.FromResult(false);
            context.Response.Redirect("/api/v2/occurrences/1/?moved=1");
            return Task.FromResult(true);
        };

        Assert.Equal(1, (await bench.ImportAsync()).Count("classifications").New);
    }

    [Fact]
    public async Task A_project_that_the_token_does_not_see_is_named_with_those_that_it_sees()
    {
        await using var bench = await AntennaBench.CreateAsync(cluster, animals: 1);

        var refusal = await Assert.ThrowsAsync<ImportRefusedException>(() => bench.ImportAsync(request => request with { RemoteProjectId = 8 }));

        Assert.Contains("7 (Moths of the hill)", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("antenna.example", "no address of the web")]
    [InlineData("ftp://antenna.example", "no address of the web")]
    [InlineData("file:///etc/passwd", "no address of the web")]
    [InlineData("https://me:secret@antenna.example", "user name or password")]
    [InlineData("https://antenna.example/?token=secret", "query")]
    [InlineData("", "missing")]
    public void An_address_is_one_of_the_web_without_secrets(string typed, string said)
    {
        var refusal = Assert.Throws<ImportRefusedException>(() => AntennaAddress.Parse(typed));

        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.Message.Replace("hold a secret", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://antenna.example")]
    [InlineData(" https://antenna.example/ ")]
    [InlineData("https://antenna.example/api/v2")]
    [InlineData("https://antenna.example/api/v2/")]
    public void An_address_may_be_that_of_the_start_page_or_of_the_api(string typed) =>
        Assert.Equal("https://antenna.example/api/v2/", AntennaAddress.Parse(typed).Api.AbsoluteUri);
}
