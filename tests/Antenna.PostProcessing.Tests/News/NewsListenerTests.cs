using System.Threading.Channels;
using Antenna.Data.News;
using Antenna.PostProcessing.News;
using Antenna.PostProcessing.Tasks;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace Antenna.PostProcessing.Tests.News;

public sealed class NewsListenerTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private readonly RecordedLog _log = new();

    [Fact]
    public async Task An_announcement_that_this_version_does_not_know_is_logged_and_the_next_one_comes()
    {
        await using var node = await StartAsync(database.DataSource);
        var news = Subscribe(node, 7);

        await SendAsync("select pg_notify('antenna_news', 'weather 12 today')");
        await AnnounceAsync(7);

        Assert.True((await NextAsync(news)).Change!.Is(NewsSubject.Project, 7));
        Assert.Contains(_log.Lines, line => line.Message.Contains("weather 12 today", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_broken_connection_is_logged_and_reopened_and_all_subscribers_catch_up()
    {
        await using var node = await StartAsync(database.DataSource);
        var news = Subscribe(node, 8);

        await SendAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'listen %'");

        Assert.Null((await NextAsync(news)).Change);
        await AnnounceAsync(8);
        Assert.True((await NextAsync(news)).Change!.Is(NewsSubject.Project, 8));
        Assert.Contains(_log.Lines, line => line is { Level: LogLevel.Warning, Exception: not null });
    }

    /// <summary>Nothing that a connection can throw ends the listening, whatever its type.</summary>
    [Fact]
    public async Task Any_error_of_a_connection_is_logged_and_tried_again()
    {
        var isBroken = true;
        await using var unsteady = new NpgsqlDataSourceBuilder(database.ConnectionString)
            .UsePhysicalConnectionInitializer(
                _ => { },
                _ => isBroken ? Task.FromException(new InvalidOperationException("not of the database")) : Task.CompletedTask)
            .Build();
        var subscriptions = new NewsSubscriptions(_log.Factory.CreateLogger<NewsSubscriptions>());
        var news = Subscribe(subscriptions, 9);
        using var listener = new NewsListener(
            unsteady, new(TimeProvider.System), subscriptions, new(database, new PostProcessingTasks([])), TimeProvider.System, _log.Factory.CreateLogger<NewsListener>());
        await listener.StartAsync(Token);
        await _log.WaitForAsync(line => line.Exception?.GetBaseException() is InvalidOperationException);

        isBroken = false;

        Assert.Null((await NextAsync(news)).Change);
        await AnnounceAsync(9);
        Assert.True((await NextAsync(news)).Change!.Is(NewsSubject.Project, 9));
        await listener.StopAsync(Token);
    }

    [Fact]
    public async Task A_subscriber_that_fails_keeps_no_other_from_the_news()
    {
        await using var node = await StartAsync(database.DataSource);
        using var failing = node.Service<NewsSubscriptions>().Subscribe(_ => true, _ => throw new InvalidOperationException("cannot take it"));
        using var asking = node.Service<NewsSubscriptions>().Subscribe(_ => throw new InvalidOperationException("cannot say"), _ => { });
        var news = Subscribe(node, 10);

        await AnnounceAsync(10);

        Assert.True((await NextAsync(news)).Change!.Is(NewsSubject.Project, 10));
        Assert.Contains(_log.Lines, line => line is { Level: LogLevel.Error, Exception.Message: "cannot take it" });
        Assert.Contains(_log.Lines, line => line is { Level: LogLevel.Error, Exception.Message: "cannot say" });
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A node that listens already.</summary>
    private async Task<NodeInProcess> StartAsync(NpgsqlDataSource dataSource)
    {
        var node = await NodeInProcess.StartAsync(dataSource, RunExecutionRole.ScheduleOnly, services => services.AddSingleton(_log.Factory));
        await _log.WaitForAsync(line => line.Message.StartsWith("Listening for changes", StringComparison.Ordinal));
        return node;
    }

    private static ChannelReader<NewsItem> Subscribe(NodeInProcess node, long projectId) => Subscribe(node.Service<NewsSubscriptions>(), projectId);

    private static ChannelReader<NewsItem> Subscribe(NewsSubscriptions subscriptions, long projectId)
    {
        var news = Channel.CreateUnbounded<NewsItem>();
        subscriptions.Subscribe(change => change.Is(NewsSubject.Project, projectId), item => news.Writer.TryWrite(item));
        return news.Reader;
    }

    private static async Task<NewsItem> NextAsync(ChannelReader<NewsItem> news) => await news.ReadAsync(Token);

    private async Task AnnounceAsync(long projectId)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Token);
        await Announcements.ProjectAsync(connection, projectId, Token);
    }

    private async Task SendAsync(string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }
}
