using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Antenna.Data.Import.Pipeline;

/// <summary>
/// Goes over a results file for the first time. Its members may stand in any order, and a detection means nothing before
/// the images and algorithms that it names are known; that the file is whole and is JSON is known then too.
/// </summary>
/// <param name="staging">Takes the source images.</param>
/// <param name="images">Reads them.</param>
/// <param name="findings">Receives reports of what is odd.</param>
/// <param name="progress">Receives how much of the file is read, and how many detections.</param>
internal sealed class PipelineOutlineReader(
    CaptureStaging staging, SourceImages images, ImportFindings findings, Action<double, long> progress)
{
    private const int ErrorsShown = 300;

    // All of them are in memory while the detections are read.
    private const int MostAlgorithms = 1_000;
    private static readonly string[] RequiredMembers = ["algorithms", "source_images", "detections"];
    private static readonly string[] KnownMembers = [.. RequiredMembers, "errors"];

    private readonly OrderedDictionary<string, PipelineAlgorithm> _algorithms = new(StringComparer.Ordinal);
    private long _classes;
    private long _sourceImages;
    private long _detections;

    public async Task<PipelineOutline> ReadAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = await JsonFileReader.OpenAsync(path, isSound: false, cancellationToken);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (await file.NextMemberAsync(cancellationToken) is { } member)
        {
            if (KnownMembers.Contains(member) && !seen.Add(member))
                throw new ImportRefusedException(new(file.Name, JsonPath: $"$.{member}"), "is there twice; expected it once.");
            await ReadMemberAsync(file, member, cancellationToken);
        }

        if (RequiredMembers.FirstOrDefault(member => !seen.Contains(member)) is { } missing)
            throw new ImportRefusedException(
                new(file.Name, JsonPath: "$"), $"has no {missing}; expected pipeline results with {string.Join(", ", RequiredMembers)}.");
        if (_sourceImages == 0)
            throw new ImportRefusedException(new(file.Name, JsonPath: "$.source_images"), "is empty: there is nothing to import.");
        return new([.. _algorithms.Values], _sourceImages, _detections);
    }

    private async ValueTask ReadMemberAsync(JsonFileReader file, string member, CancellationToken cancellationToken)
    {
        switch (member)
        {
            case "algorithms":
                if (!await file.EnterAsync(JsonTokenType.StartObject, cancellationToken))
                    return;
                while (await file.NextPropertyAsync(cancellationToken) is { } key)
                    AddAlgorithm(file, key);
                return;
            case "source_images":
                if (await file.EnterAsync(JsonTokenType.StartArray, cancellationToken))
                    _sourceImages = await staging.StageAsync(file, images, cancellationToken);
                return;
            case "detections":
                if (!await file.EnterAsync(JsonTokenType.StartArray, cancellationToken))
                    return;
                while (await file.NextElementAsync(cancellationToken))
                    progress(file.Done, ++_detections);
                return;
            case "errors":
                await file.ReadValueAsync(cancellationToken);
                ReportErrors(file);
                return;
            default:
                await file.SkipAsync(cancellationToken);
                return;
        }
    }

    private void AddAlgorithm(JsonFileReader file, string property)
    {
        try
        {
            var algorithm = PipelineAlgorithmParser.Parse(file.Value, property, file.ValuePlace, findings);
            _classes += algorithm.Classes.Count;
            if (_algorithms.Count >= MostAlgorithms || _classes > PipelineAlgorithmParser.MostClasses)
                throw new JsonShapeException(
                    0,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"is too much: at most {MostAlgorithms:N0} algorithms of {PipelineAlgorithmParser.MostClasses:N0} classes together can be imported from one file."));
            if (!_algorithms.TryAdd(algorithm.Key, algorithm))
                throw new JsonShapeException(0, $"is a second algorithm of the key {ShortText.Quote(algorithm.Key)}; expected a key of its own for each.");
        }
        catch (JsonShapeException problem)
        {
            throw file.Refusal(problem);
        }
    }

    /// <summary>What the pipeline itself says went wrong: a text, a list of texts, or an object.</summary>
    private void ReportErrors(JsonFileReader file)
    {
        var text = Encoding.UTF8.GetString(file.Value[..Math.Min(file.Value.Length, ErrorsShown * 4)]);
        if (text is not ("null" or "\"\"" or "[]" or "{}"))
            findings.Warn(
                "The pipeline reported errors of its own: results may be missing.",
                file.ValuePlace, ShortText.Of(text, ErrorsShown));
    }
}
