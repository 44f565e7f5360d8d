using System.Data.Common;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Antenna.Core.Predictions;
using Antenna.Dashboard.Api;
using Antenna.Dashboard.SignIn;
using Antenna.Data;
using Antenna.Data.Model;
using Antenna.Data.Runs;
using Antenna.PostProcessing;
using Antenna.PostProcessing.Runs;
using Antenna.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Antenna.Dashboard.Tests.Api;

/// <summary>
/// The API alone, in the test's process, over a database of its own: its statements are counted, and each run is executed when the
/// test wants it.
/// </summary>
public sealed class ApiServer(PostgresCluster cluster) : IAsyncLifetime
{
    private readonly string _keys = Directory.CreateTempSubdirectory("antenna-test-").FullName;
    private WebApplication? _app;

    public TestDatabase Database { get; } = new(cluster);

    /// <summary>What the API asked of the database.</summary>
    public CountedStatements Counted { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Database.InitializeAsync();
        Counted = new(Database.ConnectionString);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var settings = new SignInSettings("Test Curator", RequiresToken: false, _keys, Token: null);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(Counted.DataSource);
        builder.Services.AddSingleton<DbDataSource>(Counted.DataSource);
        builder.Services.AddDbContextFactory<AntennaDbContext>(options => Data.Database.AntennaDatabase.Configure(options, pg => pg.UseNpgsql(Counted.DataSource)));
        builder.Services.AddSingleton(NotATaxonLabels.Default);
        builder.Services.AddAntennaData();
        builder.Services.AddPostProcessing(RunExecutionRole.ScheduleOnly, SchedulerTiming.Default);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<ICurrentPerson, LocalCurator>();
        builder.Services.AddBrowserSignIn(settings);
        builder.Services.AddApi();

        // Nothing happens behind a test's back: what looks for work now and then would be counted.
        builder.Services.RemoveAll<IHostedService>();
        _app = builder.Build();
        _app.UseApiAccess();
        _app.UseAuthentication();
        _app.UseAuthorization();
        _app.MapApi();
        await _app.StartAsync(TestContext.Current.CancellationToken);
        Client = new() { BaseAddress = new($"{_app.Urls.First()}/api/v2/") };
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
        if (Counted is not null)
            await Counted.DisposeAsync();
        await Database.DisposeAsync();
        Directory.Delete(_keys, recursive: true);
    }

    /// <summary>A service of the product.</summary>
    public T Product<T>()
        where T : notnull => _app!.Services.GetRequiredService<T>();

    /// <summary>Executes a run that was launched, to its end.</summary>
    public async Task ExecuteAsync(long runId)
    {
        await Product<RunExecutor>().StartAsync(runId, Token);
        await using var connection = await Database.DataSource.OpenConnectionAsync(Token);
        foreach (var part in await RunPartRecords.UnfinishedAsync(connection, runId, Token))
            await Product<RunExecutor>().ExecutePartAsync(runId, part, Token);
    }

    /// <summary>What is at an address, which is there.</summary>
    public Task<JsonElement> GetAsync(string address) => GetAsync(address, HttpStatusCode.OK);

    /// <summary>What is answered for an address, with a status.</summary>
    public async Task<JsonElement> GetAsync(string address, HttpStatusCode status)
    {
        using var response = await Client.GetAsync(new Uri(address, UriKind.RelativeOrAbsolute), Token);
        return await ReadAsync(response, status);
    }

    /// <summary>What is answered to something that is sent.</summary>
    public async Task<JsonElement> PostAsync(string address, object body, HttpStatusCode status)
    {
        using var response = await Client.PostAsJsonAsync(new Uri(address, UriKind.Relative), body, Token);
        return await ReadAsync(response, status);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        var text = await response.Content.ReadAsStringAsync(Token);
        Assert.True(response.StatusCode == status, $"{response.StatusCode}: {text}");
        if ((int)status >= 400)
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
