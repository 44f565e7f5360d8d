using System.Globalization;
using System.Text.Json;
using Antenna.Core.Taxonomy;

namespace Antenna.Data.Import.Pipeline;

/// <summary>Reads one of the file's <c>algorithms</c>.</summary>
internal static class PipelineAlgorithmParser
{
    /// <summary>Classes that are read; of the largest classifiers there are, one has half a million.</summary>
    public const int MostClasses = 500_000;

    /// <summary>What is wrong with an array that has more elements than there can be classes.</summary>
    public static readonly string TooManyElements = string.Create(
        CultureInfo.InvariantCulture, $"has more than {MostClasses:N0} elements, which no classifier has classes for.");

    private const string ClassShape = "a class as {index, label, taxon_rank, gbif_key}";

    /// <param name="json">The algorithm.</param>
    /// <param name="property">The name that it stands under, which is its key where it gives none itself.</param>
    /// <param name="place">Where it stands.</param>
    /// <param name="findings">Receives reports of labels that contradict the classes.</param>
    public static PipelineAlgorithm Parse(ReadOnlySpan<byte> json, string property, ImportPlace place, ImportFindings findings)
    {
        string? key = null, name = null, versionName = null;
        var version = 1;
        IReadOnlyList<PipelineClass> classes = [];
        var reader = JsonShape.Begin(json);
        JsonShape.EnterObject(reader, "an algorithm as {name, key, version, task_type, category_map}");
        while (JsonShape.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("key"u8))
                key = JsonShape.Text(ref reader, "the algorithm's key");
            else if (reader.ValueTextEquals("name"u8))
                name = JsonShape.Text(ref reader, "the algorithm's name");
            else if (reader.ValueTextEquals("version"u8))
                version = ReadVersion(ref reader);
            else if (reader.ValueTextEquals("version_name"u8))
                versionName = JsonShape.TextOrNumber(ref reader, "the version's name");
            else if (reader.ValueTextEquals("category_map"u8))
                classes = ReadCategoryMap(ref reader, place, findings);
            else
                JsonShape.Skip(ref reader);
        }

        key = string.IsNullOrWhiteSpace(key) ? UnicodeText.Compose(property) : key;
        if (IndexedText.ProblemOf(key) is { } problem)
            throw new ImportRefusedException(place, $"the algorithm's key {problem}");
        return new(key, string.IsNullOrWhiteSpace(name) ? key : name, version, versionName, classes, place);
    }

    private static int ReadVersion(ref Utf8JsonReader reader)
    {
        const string expected = "a whole number";
        var text = JsonShape.TextOrNumber(ref reader, expected);
        if (text is null)
            return 1;
        return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw JsonShapeException.Found(reader, expected);
    }

    private static IReadOnlyList<PipelineClass> ReadCategoryMap(ref Utf8JsonReader reader, ImportPlace place, ImportFindings findings)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.Null)
            return [];
        JsonShape.EnterObject(reader, "a category map as {data, labels}");
        var start = reader.TokenStartIndex;
        SortedDictionary<int, PipelineClass> classes = [];
        List<string> labels = [];
        while (JsonShape.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("data"u8))
                ReadClasses(ref reader, classes);
            else if (reader.ValueTextEquals("labels"u8))
                ReadLabels(ref reader, labels);
            else
                JsonShape.Skip(ref reader);
        }

        if (classes.Count == 0)
            return [.. labels.Select(label => new PipelineClass(label, null, null))];
        foreach (var (expected, index) in classes.Keys.Index())
        {
            if (index != expected)
                throw new JsonShapeException(start, $"has no class of index {expected} but one of {index}; expected every index from 0, each once.");
        }

        ReportContradictions([.. classes.Values], labels, place, findings);
        return [.. classes.Values];
    }

    private static void ReadClasses(ref Utf8JsonReader reader, SortedDictionary<int, PipelineClass> classes)
    {
        if (!JsonShape.EnterArray(ref reader, "an array of classes"))
            return;
        while (JsonShape.NextElement(ref reader))
        {
            JsonShape.EnterObject(reader, ClassShape);
            if (classes.Count >= MostClasses)
                throw new JsonShapeException(reader.TokenStartIndex, TooManyElements);
            ReadClass(ref reader, classes);
        }
    }

    private static void ReadClass(ref Utf8JsonReader reader, SortedDictionary<int, PipelineClass> classes)
    {
        var start = reader.TokenStartIndex;
        int? index = null;
        string? label = null, rank = null, gbifKey = null;
        while (JsonShape.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("index"u8))
                index = JsonShape.Integer(ref reader, "the class's index, a whole number");
            else if (reader.ValueTextEquals("label"u8))
                label = JsonShape.Text(ref reader, "the class's label") is { } text ? UnicodeText.Compose(text) : null;
            else if (reader.ValueTextEquals("taxon_rank"u8))
                rank = JsonShape.Text(ref reader, "a rank");
            else if (reader.ValueTextEquals("gbif_key"u8))
                gbifKey = JsonShape.TextOrNumber(ref reader, "a key") is { } key ? ExternalKey.AsGiven(key) : null;
            else
                JsonShape.Skip(ref reader);
        }

        if (index is null || label is null)
            throw new JsonShapeException(start, $"has no {(index is null ? "index" : "label")}; expected {ClassShape}.");
        if (!classes.TryAdd(index.Value, new(label, rank, gbifKey)))
            throw new JsonShapeException(start, $"is a second class of index {index}; expected every index once.");
    }

    /// <summary>Adds an element to an array that has one for each class.</summary>
    /// <exception cref="JsonShapeException">There are more than any classifier has classes.</exception>
    public static void Add<T>(List<T> elements, T element, in Utf8JsonReader reader)
    {
        if (elements.Count >= MostClasses)
            throw new JsonShapeException(reader.TokenStartIndex, TooManyElements);
        elements.Add(element);
    }

    private static void ReadLabels(ref Utf8JsonReader reader, List<string> labels)
    {
        const string expected = "an array of labels";
        if (!JsonShape.EnterArray(ref reader, expected))
            return;
        while (JsonShape.NextElement(ref reader))
            Add(labels, UnicodeText.Compose(JsonShape.TextHere(reader, expected)), reader);
    }

    private static void ReportContradictions(
        IReadOnlyList<PipelineClass> classes, List<string> labels, ImportPlace place, ImportFindings findings)
    {
        const string message = "A category map's labels differ from its data; the data count.";
        if (labels.Count == 0)
            return;
        if (labels.Count != classes.Count)
            findings.Warn(message, place, $"{CountText.Of(labels.Count, "label", "labels")}, {CountText.Of(classes.Count, "class", "classes")}");
        foreach (var (index, (label, found)) in labels.Zip(classes.Select(each => each.Label)).Index())
        {
            if (!string.Equals(label, found, StringComparison.Ordinal))
                findings.Warn(message, place, $"class {index} is {ShortText.Quote(found)}, its label {ShortText.Quote(label)}");
        }
    }
}
