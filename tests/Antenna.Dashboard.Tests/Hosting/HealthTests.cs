using System.Net;
using Antenna.Dashboard.Tests.CommandLine;
using Antenna.Testing;
using Xunit;

namespace Antenna.Dashboard.Tests.Hosting;

/// <summary>What a load balancer learns of a node, and a stranger with it.</summary>
public sealed class HealthTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task A_node_says_without_a_cookie_that_it_lives_and_is_ready()
    {
        var stranger = server.NewClient();

        Assert.Equal((HttpStatusCode.OK, "live"), await GetAsync(stranger, "health/live"));

        // The scheduler starts when the server has, a moment after its page can be opened; and a check that a busy machine takes too long
        // for has failed.
        (HttpStatusCode Status, string Text) ready;
        do
            ready = await GetAsync(stranger, "health/ready");
        while (ready.Status is HttpStatusCode.ServiceUnavailable);
        Assert.Equal((HttpStatusCode.OK, "ready"), ready);
    }

    [Fact]
    public async Task An_answer_is_never_kept_and_has_none_of_the_pages_around_it()
    {
        var stranger = server.NewClient();

        using var head = await stranger.SendAsync(new(HttpMethod.Head, new Uri("health/live", UriKind.Relative)), Token);
        using var elsewhere = await stranger.GetAsync(new Uri("health", UriKind.Relative), Token);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.True(head.Headers.CacheControl?.NoStore);
        Assert.Equal(HttpStatusCode.Redirect, elsewhere.StatusCode);
    }

    [Fact]
    public async Task A_node_without_its_database_lives_is_not_ready_and_does_not_say_which_database()
    {
        await using var postgres = await StoppablePostgres.StartAsync();
        await using var server = new Executable(("ConnectionStrings:Antenna", postgres.ConnectionString)).Start("--urls=http://127.0.0.1:0");
        using var stranger = RunningServer.NewClient(await RunningServer.AddressAsync(server));
        await postgres.BreakAsync();

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not ready: database, schema"), await GetAsync(stranger, "health/ready"));
        Assert.Equal((HttpStatusCode.OK, "live"), await GetAsync(stranger, "health/live"));
    }

    private static async Task<(HttpStatusCode Status, string Text)> GetAsync(HttpClient client, string address)
    {
        using var response = await client.GetAsync(new Uri(address, UriKind.Relative), Token);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Token));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
