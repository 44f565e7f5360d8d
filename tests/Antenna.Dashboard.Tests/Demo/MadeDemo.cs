using Antenna.Core.Predictions;
using Antenna.Data.Demo;
using Antenna.Testing;
using Xunit;

namespace Antenna.Dashboard.Tests.Demo;

/// <summary>A database with the demo in it, which no test of a class may change.</summary>
public sealed class MadeDemo(PostgresCluster cluster) : IAsyncLifetime
{
    private readonly DemoFolder _folder = new();
    private TestDatabase? _database;

    public TestDatabase Database => _database!;

    public string Folder => _folder.Path;

    public long ProjectId { get; private set; }

    public async ValueTask InitializeAsync()
    {
        await _folder.InitializeAsync();
        _database = await TestDatabase.CreateAsync(cluster);
        var projects = new DemoProjects(Database.DataSource, Database, NotATaxonLabels.Default, TimeProvider.System);
        ProjectId = (await projects.MakeAsync(_folder.Content, TestContext.Current.CancellationToken))!.Value;
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await _folder.DisposeAsync();
    }
}
