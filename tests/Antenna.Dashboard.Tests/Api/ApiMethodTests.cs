using System.Net;
using System.Text.Json;
using Xunit;

namespace Antenna.Dashboard.Tests.Api;

/// <summary>What an address of the API answers to methods and types that it has not.</summary>
public sealed class ApiMethodTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Theory]
    [InlineData("DELETE", "occurrences/17", "GET")]
    [InlineData("PUT", "OCCURRENCES/17/", "GET")]
    [InlineData("POST", "projects/", "GET")]
    [InlineData("PATCH", "runs", "GET, POST")]
    [InlineData("GET", "runs/17/cancel", "POST")]
    [InlineData("GET", "runs/dry-run", "POST")]
    [InlineData("DELETE", "runs/17/undo", "GET, POST")]
    [InlineData("OPTIONS", "taxa/lists/17/taxa", "GET")]
    public async Task What_is_there_and_does_not_answer_a_method_says_which_it_answers(string method, string address, string allowed)
    {
        using var response = await SendAsync(method, address);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(allowed, string.Join(", ", response.Content.Headers.Allow));
        var problem = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(Token));
        Assert.Equal((405, "application/problem+json"), (problem.GetProperty("status").GetInt32(), response.Content.Headers.ContentType?.MediaType));
        Assert.Contains($"not {method}.", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("model/gltf+json")]
    public async Task What_answers_a_method_says_which_type_it_reads(string type)
    {
        using var content = new StringContent("{}", System.Text.Encoding.UTF8, type);
        using var response = await server.Client.PostAsync(new Uri("runs/17/cancel", UriKind.Relative), content, Token);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Contains("application/json", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    /// <summary>An id that is none leads nowhere, by any method.</summary>
    [Theory]
    [InlineData("DELETE", "occurrences/seventeen")]
    [InlineData("POST", "moths")]
    [InlineData("PUT", "occurrences/17/moths")]
    public async Task What_is_not_there_is_not_there_by_any_method(string method, string address)
    {
        using var response = await SendAsync(method, address);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(response.Content.Headers.Allow);
    }

    /// <summary>Sends nothing with it, as a program would that has the method wrong.</summary>
    private async Task<HttpResponseMessage> SendAsync(string method, string address)
    {
        using var request = new HttpRequestMessage(new(method), address);
        return await server.Client.SendAsync(request, Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
