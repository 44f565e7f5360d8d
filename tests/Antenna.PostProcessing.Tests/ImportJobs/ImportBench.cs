using System.IO.Compression;
using System.Text.Json;
using Antenna.Data.ImportJobs;
using Antenna.Data.Model;
using Antenna.Data.News;
using Antenna.Data.Projects;
using Antenna.PostProcessing.ImportJobs;
using Antenna.PostProcessing.News;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.PostProcessing.Tests.ImportJobs;

/// <summary>A database, a process that launches and follows imports and executes none, and files of results to import.</summary>
internal sealed class ImportBench : IAsyncDisposable
{
    public const string Project = "Moth garden";

    private static readonly string[] Labels = ["Actias luna", "background"];
    private static readonly double[] Logits = [2, 1];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("antenna-test-");

    private ImportBench(TestDatabase database, NodeInProcess node, Person person) => (Database, Node, Person) = (database, node, person);

    public TestDatabase Database { get; }

    public NodeInProcess Node { get; }

    public Person Person { get; }

    public static async Task<ImportBench> CreateAsync(PostgresCluster cluster)
    {
        var database = await TestDatabase.CreateAsync(cluster);
        var node = await NodeInProcess.StartAsync(database.DataSource, RunExecutionRole.ScheduleOnly);
        await using var context = database.CreateDbContext();
        return new(database, node, await People.EnsureAsync(context, "Curator", Token));
    }

    /// <summary>Results of this many animals, on a capture each.</summary>
    public string WriteResults(int animals = 3)
    {
        var path = Path.Combine(_folder.FullName, "results.json");
        File.WriteAllText(path, JsonSerializer.Serialize(new
        {
            algorithms = new
            {
                moths = new { name = "Moths", key = "moths", category_map = new { labels = Labels } },
                boxes = new { name = "Boxes", key = "boxes" },
            },
            source_images = Enumerable.Range(0, animals).Select(animal => new { id = $"{animal}", url = $"{animal}.jpg" }),
            detections = Enumerable.Range(0, animals).Select(animal => new
            {
                source_image_id = $"{animal}",
                bbox = new { x1 = 1, y1 = 1, x2 = 9, y2 = 9 },
                algorithm = new { name = "Boxes", key = "boxes" },
                timestamp = "2026-06-01T22:00:00",
                classifications = new[]
                {
                    new { classification = "Actias luna", scores = Array.Empty<double>(), logits = Logits, algorithm = new { name = "Moths", key = "moths" }, terminal = true, timestamp = "2026-06-01T22:00:00" },
                },
            }),
        }));
        return path;
    }

    /// <summary>A zip of a Camtrap DP package of three animals that nobody could name, on a picture each.</summary>
    public string WritePackage()
    {
        var path = Path.Combine(_folder.FullName, "package.zip");
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        Write("deployments.csv", ["deploymentID,latitude,longitude", "d1,44.5,-72.5"]);
        Write("media.csv", ["mediaID,deploymentID,timestamp,filePath", .. Enumerable.Range(0, 3).Select(number => $"m{number},d1,2026-06-01T22:00:0{number}Z,{number}.jpg")]);
        Write(
            "observations.csv",
            [
                "observationID,deploymentID,mediaID,observationType,classificationMethod,classifiedBy,observationComments",
                .. Enumerable.Range(0, 3).Select(number => $"o{number},d1,m{number},unknown,human,Ada,Blurred."),
            ]);
        return path;

        void Write(string name, string[] lines)
        {
            using var writer = new StreamWriter(zip.CreateEntry(name).Open());
            writer.Write(string.Join('\n', lines));
        }
    }

    public string WriteText(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Launches an import of files that are sent, and are gone where they came from.</summary>
    public Task<long> LaunchAsync(ImportKind kind, string path) => LaunchAsync(new ImportOrder(kind) { Project = Project, CaptureSet = "June" }, path);

    /// <inheritdoc cref="LaunchAsync(ImportKind, string)"/>
    public async Task<long> LaunchAsync(ImportOrder order, string path)
    {
        order = order with { Files = [Path.GetFileName(path)] };
        var id = await Node.Service<ImportLauncher>().LaunchAsync(order, [path], Person, Token);
        File.Delete(path);
        return id;
    }

    public async Task<ImportDetails> FindAsync(long id) => (await Node.Service<ImportCatalog>().FindAsync(id, Token))!;

    /// <summary>Waits until an import is in this state, by the news of it.</summary>
    public async Task<ImportDetails> FollowAsync(long id, Predicate<ImportRow> until)
    {
        using var changed = new SemaphoreSlim(0);
        using var subscription = Node.Service<NewsSubscriptions>().Subscribe(change => change.Is(NewsSubject.Import, id), _ => changed.Release());
        while (true)
        {
            var import = await FindAsync(id);
            if (until(import.Row))
                return import;
            Assert.True(await changed.WaitAsync(LongestWait.Time, Token), $"Import {id} stays as it is: {import.Row}");
        }
    }

    public Task<ImportDetails> FollowToEndAsync(long id) => FollowAsync(id, row => !row.IsUnderWay);

    /// <summary>Captures, detections, classifications and pieces of files that there are.</summary>
    public async Task<(int Captures, int Detections, int Classifications, int Pieces)> CountAsync()
    {
        await using var context = Database.CreateDbContext();
        return (
            await context.Captures.CountAsync(Token), await context.Detections.CountAsync(Token), await context.Classifications.CountAsync(Token),
            await context.ImportFilePieces.CountAsync(Token));
    }

    /// <summary>Keeps imports from writing captures, until it is disposed of.</summary>
    public Task<HeldLock> HoldCapturesAsync() => HeldLock.TakeAsync(Database.ConnectionString, "lock table captures in share row exclusive mode");

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await Database.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
