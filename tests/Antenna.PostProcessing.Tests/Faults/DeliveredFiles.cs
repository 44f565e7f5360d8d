using System.Collections.Concurrent;
using System.Text.Json;
using Antenna.Core.Predictions;
using Antenna.Data.Import.Pipeline;
using Antenna.PostProcessing.Tests.Runs;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.PostProcessing.Tests.Faults;

/// <summary>
/// Files of pipeline results for a project, each with animals of its own that its classifier looked at, to be imported by anybody
/// and any number of times, each as a capture set.
/// </summary>
internal sealed class DeliveredFiles : IDisposable
{
    private const int Animals = 4;
    private const string Detector = "boxes";

    private readonly Scenario _scenario;
    private readonly ScenarioClassifier _classifier;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("antenna-delivered-");
    private readonly ConcurrentDictionary<int, long> _sets = [];

    public DeliveredFiles(Scenario scenario, ScenarioClassifier classifier, int files)
    {
        (_scenario, _classifier) = (scenario, classifier);
        for (var file = 0; file < files; file++)
            File.WriteAllText(PathOf(file), ContentOf(file));
    }

    /// <summary>The capture sets that were imported.</summary>
    public IReadOnlyList<long> Sets => [.. _sets.Values];

    public async Task ImportAsync(RunBench bench, int file)
    {
        var name = $"Delivered {file}";
        await new PipelineResultsImport(bench.DataSource, NotATaxonLabels.Default, TimeProvider.System)
            .RunAsync(new(PathOf(file), _scenario.Project.Name, name), null, Token);
        await using var context = bench.CreateContext();
        _sets[file] = await context.CaptureSets.Where(set => set.ProjectId == _scenario.Project.Id && set.Name == name).Select(set => set.Id).SingleAsync(Token);
    }

    /// <summary>Fails unless each animal of what was imported is there once, with the one row that was delivered, and that terminal.</summary>
    /// <returns>How many files were imported.</returns>
    public async Task<int> AssertAsDeliveredAsync(RunBench bench)
    {
        await using var context = bench.CreateContext();
        var found = await (
            from capture in context.Captures
            where capture.ProjectId == _scenario.Project.Id && capture.Path.StartsWith("delivered-")
            join detection in context.Detections on capture.Id equals detection.CaptureId
            join row in context.Classifications on detection.Id equals row.DetectionId
            orderby capture.Path
            select new { capture.Path, row.AlgorithmId, row.Terminal, row.RunId }).ToListAsync(Token);
        var expected =
            from file in _sets.Keys.Order()
            from animal in Enumerable.Range(0, Animals)
            select new { Path = PathOf(file, animal), AlgorithmId = _classifier.Id, Terminal = true, RunId = (long?)null };
        Assert.Equal(expected, found);
        return _sets.Count;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string PathOf(int file) => Path.Combine(_folder.FullName, $"{file}.json");

    private static string PathOf(int file, int animal) => $"delivered-{file}-{animal}.jpg";

    private string ContentOf(int file)
    {
        var (classifier, detector) = (Reference(_classifier.Algorithm.Key), Reference(Detector));
        return JsonSerializer.Serialize(new
        {
            pipeline = "delivered",
            algorithms = new Dictionary<string, object>
            {
                [_classifier.Algorithm.Key] = new
                {
                    name = _classifier.Algorithm.Name, key = _classifier.Algorithm.Key, version = _classifier.Algorithm.Version,
                    task_type = "classification",
                    category_map = new { data = _classifier.Map.Select((label, index) => new { index, label = label.Label, taxon_rank = "SPECIES" }) },
                },
                [Detector] = new { name = Detector, key = Detector, task_type = "localization" },
            },
            source_images = Enumerable.Range(0, Animals).Select(animal => new { id = $"{animal}", url = PathOf(file, animal) }),
            detections = Enumerable.Range(0, Animals).Select(animal => new
            {
                source_image_id = $"{animal}",
                bbox = new { x1 = 10, y1 = 10, x2 = 60, y2 = 60 },
                algorithm = detector,
                timestamp = "2026-06-01T22:00:00",
                classifications = new[]
                {
                    new
                    {
                        classification = _classifier.Map[animal % _classifier.Map.Count].Label,
                        scores = Array.Empty<double>(),
                        logits = Enumerable.Range(0, _classifier.Map.Count).Select(index => index == animal % _classifier.Map.Count ? 3.5 : index - 1.25),
                        algorithm = classifier,
                        terminal = true,
                        timestamp = "2026-06-01T22:00:00",
                    },
                },
            }),
        });
    }

    private static object Reference(string key) => new { name = key, key };

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
