using System.Globalization;
using System.Text.Json;
using Antenna.Core.Predictions;
using Antenna.Dashboard.Demo.Drawing;

namespace Antenna.Dashboard.Demo;

/// <summary>Writes what a processing service would have returned of the demo's captures.</summary>
internal sealed class DemoResults(DemoAssets assets, DemoNights nights)
{
    private const string Detector = "demo-detector";

    /// <summary>The station whose captures the regional classifier was tried on as well.</summary>
    private static readonly DemoStation BothClassifiersAt = DemoNights.Stations[2];

    private static readonly DateTime ProcessedAt = new(2026, 9, 3, 9, 0, 0);

    private readonly DemoClassifier _wide = DemoClassifier.Wide(assets);
    private readonly DemoClassifier _regional = DemoClassifier.Regional(assets);
    private int _processed;

    /// <summary>The class that a classifier gave an animal's detection.</summary>
    public DemoSpecies? Named(DemoAnimal animal, DemoDetection detection) => _wide.Classes[Winner(_wide.Classify(animal, detection))];

    public async Task WriteAsync(Stream file, CancellationToken cancellationToken)
    {
        await using var json = new Utf8JsonWriter(file);
        json.WriteStartObject();
        json.WriteString("pipeline", "demo");
        WriteAlgorithms(json);
        json.WriteStartArray("source_images");
        foreach (var capture in nights.AllCaptures)
        {
            json.WriteStartObject();
            json.WriteString("id", Id(capture));
            json.WriteString("url", capture.Path);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("detections");
        foreach (var animal in nights.Animals)
        {
            foreach (var detection in animal.Detections)
                Write(json, animal, detection);
            await json.FlushAsync(cancellationToken);
        }

        foreach (var capture in nights.AllCaptures.Where(capture => nights.BoxesOn(capture).Count == 0))
            WriteNothing(json, capture);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteAlgorithms(Utf8JsonWriter json)
    {
        json.WriteStartObject("algorithms");
        json.WriteStartObject(Detector);
        json.WriteString("key", Detector);
        json.WriteString("name", "Sheet detector");
        json.WriteNumber("version", 1);
        json.WriteString("task_type", "localization");
        json.WriteEndObject();
        foreach (var classifier in new[] { _wide, _regional })
        {
            json.WriteStartObject(classifier.Key);
            json.WriteString("key", classifier.Key);
            json.WriteString("name", classifier.Name);
            json.WriteNumber("version", 1);
            json.WriteString("task_type", "classification");
            json.WriteStartObject("category_map");
            json.WriteStartArray("data");
            foreach (var (index, species) in classifier.Classes.Index())
            {
                json.WriteStartObject();
                json.WriteNumber("index", index);
                json.WriteString("label", Label(species));
                json.WriteString("taxon_rank", species is null ? "NON-TAXON" : "SPECIES");
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json, DemoAnimal animal, DemoDetection detection)
    {
        json.WriteStartObject();
        json.WriteString("source_image_id", Id(detection.Capture));
        json.WriteStartObject("bbox");
        json.WriteNumber("x1", detection.Box.X1);
        json.WriteNumber("y1", detection.Box.Y1);
        json.WriteNumber("x2", detection.Box.X2);
        json.WriteNumber("y2", detection.Box.Y2);
        json.WriteEndObject();
        WriteAlgorithm(json, Detector);
        json.WriteString("crop_image_url", detection.CropPath);
        json.WriteStartArray("classifications");
        Write(json, _wide, animal, detection, ProcessedAt.AddSeconds(_processed++));
        if (detection.Capture.Station == BothClassifiersAt)
            Write(json, _regional, animal, detection, ProcessedAt.AddDays(2).AddSeconds(_processed));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, DemoClassifier classifier, DemoAnimal animal, DemoDetection detection, DateTime at)
    {
        var logits = classifier.Classify(animal, detection);

        // Some services lose the logits of some of their results, and only scores are left.
        var withoutLogits = new DemoRandom($"logits of {detection.CropPath}").Chance(0.012);
        json.WriteStartObject();
        json.WriteString("classification", Label(classifier.Classes[Winner(logits)]));
        json.WriteStartArray(withoutLogits ? "scores" : "logits");
        foreach (var value in withoutLogits ? Scores(logits) : logits.Select(logit => (double)logit))
            json.WriteRawValue(value.ToString(withoutLogits ? "0.0000000" : "0.0000", CultureInfo.InvariantCulture));
        json.WriteEndArray();
        WriteAlgorithm(json, classifier.Key);
        json.WriteBoolean("terminal", true);
        json.WriteString("timestamp", at.ToString("s", CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    /// <summary>A capture that the detector found nothing on.</summary>
    private static void WriteNothing(Utf8JsonWriter json, DemoCapture capture)
    {
        json.WriteStartObject();
        json.WriteString("source_image_id", Id(capture));
        json.WriteNull("bbox");
        WriteAlgorithm(json, Detector);
        json.WriteStartArray("classifications");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteAlgorithm(Utf8JsonWriter json, string key)
    {
        json.WriteStartObject("algorithm");
        json.WriteString("key", key);
        json.WriteEndObject();
    }

    public static string Id(DemoCapture capture) => capture.Id.ToString(CultureInfo.InvariantCulture);

    private static string Label(DemoSpecies? species) => species?.Name ?? DemoClassifier.Background;

    private static int Winner(float[] logits) => Array.IndexOf(logits, logits.Max());

    private static double[] Scores(float[] logits)
    {
        var scores = new double[logits.Length];
        MaskedPrediction.Scores(logits, KeptSet.Everything(logits.Length), ScoreMode.Absolute, scores);
        return scores;
    }
}
