using System.Globalization;
using Antenna.Core.Predictions;
using Antenna.Data.Import;
using Antenna.Data.Import.Pipeline;
using Antenna.Testing;
using Xunit;

namespace Antenna.Data.Tests.Import;

/// <summary>Measures memory, which everything else that runs at the same time would add to.</summary>
[CollectionDefinition(nameof(LargeFileTests), DisableParallelization = true)]
public sealed class LargeFileCollection;

[Collection(nameof(LargeFileTests))]
public sealed class LargeFileTests(PostgresCluster cluster) : IDisposable
{
    private const int Classes = 5_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("antenna-large-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Memory_does_not_grow_with_the_file_and_rows_of_logits_are_no_garbage()
    {
        // Once to warm up what lives on: pools, compiled queries, the buffers of connections.
        await ImportAsync(500);

        var small = await ImportAsync(500);
        var large = await ImportAsync(2_000);

        // A row of logits is 20 kB as float32 and 45 kB as JSON.
        Assert.InRange(large.MostAlive - small.MostAlive, long.MinValue, 2_000_000);
        Assert.InRange((large.Allocated - small.Allocated) / 1_500, 0, 15_000);
    }

    private async Task<(long MostAlive, long Allocated)> ImportAsync(int detections)
    {
        await using var database = await TestDatabase.CreateAsync(cluster);
        var path = await WriteAsync(detections);
        var mostAlive = 0L;
        var progress = new ImmediateProgress<ImportProgress>(_ => mostAlive = Math.Max(mostAlive, GC.GetTotalMemory(forceFullCollection: true)));
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var report = await new PipelineResultsImport(database.DataSource, NotATaxonLabels.Default, TimeProvider.System)
            .RunAsync(new(path, "Large", "Large"), progress, TestContext.Current.CancellationToken);

        Assert.Equal(detections, report.Count("classifications").New);
        return (mostAlive, GC.GetTotalAllocatedBytes(precise: true) - before);
    }

    private async Task<string> WriteAsync(int detections)
    {
        var path = Path.Combine(_folder.FullName, $"{detections}.json");
        var random = new Random(1);
        var labels = string.Join(',', Enumerable.Range(0, Classes).Select(index => $"\"Class {index}\""));
        var logits = string.Join(',', Enumerable.Range(0, Classes).Select(_ => Number((random.NextDouble() * 20) - 10)));
        await using var file = new StreamWriter(path);
        await file.WriteAsync(
            $$$"""
            {
              "algorithms": { "boxes": {}, "wide": { "category_map": { "labels": [{{{labels}}}] } } },
              "source_images": [{ "id": 1, "url": "one.jpg" }],
              "detections": [
            """);
        for (var index = 0; index < detections; index++)
        {
            await file.WriteLineAsync(index == 0 ? "" : ",");
            await file.WriteAsync(
                $$$"""
                {
                  "source_image_id": 1, "bbox": { "x1": {{{index}}}, "y1": 0, "x2": {{{index + 10}}}, "y2": 10 }, "algorithm": { "key": "boxes" },
                  "classifications": [{ "algorithm": { "key": "wide" }, "timestamp": "2026-06-01T22:00:00", "logits": [{{{logits}}}] }]
                }
                """);
        }

        await file.WriteAsync("]}");
        return path;
    }

    private static string Number(double value) => value.ToString("F5", CultureInfo.InvariantCulture);
}
