using System.Text;
using System.Text.Json.Nodes;
using Antenna.Core.Predictions;
using Antenna.Data.Import;
using Antenna.Data.Import.Pipeline;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.Data.Tests.Import;

/// <summary>
/// Everything that is wrong with a file ends in a message with its place, and leaves a database that holds something
/// already as it was.
/// </summary>
public sealed class RefusedResultsTests : IClassFixture<FilledProject>, IDisposable
{
    private readonly FilledProject _filled;
    private readonly ResultsFile _file = new();

    public RefusedResultsTests(FilledProject filled)
    {
        _filled = filled;

        // All of it is new to the project, but for what is wrong with it.
        _file.Add(ResultsFile.Logits(1, 2, 3), x: 100);
        _file.Add(ResultsFile.Logits(3, 2, 1), x: 200);
    }

    public void Dispose() => _file.Dispose();

    public static TheoryData<string, string, string, string> Shapes => new()
    {
        { "$.algorithms", "null", "$.detections[0].algorithm", "names the algorithm 'boxes', which the file does not describe" },
        { "$.algorithms", "[]", "$.algorithms", "expected an object" },
        { "$.algorithms.moths", "5", "$.algorithms.moths", "found a number; expected an algorithm" },
        { "$.algorithms.moths.category_map", "null", "$.detections[0].classifications[0]", "has no category_map" },
        { "$.algorithms.moths.category_map.data[1].index", "2", "$.algorithms.moths.category_map.data[2]", "second class of index 2" },
        { "$.algorithms.moths.category_map.data[2].index", "3", "$.algorithms.moths.category_map", "no class of index 2 but one of 3" },
        { "$.algorithms.moths.category_map.data[2].label", "null", "$.algorithms.moths.category_map.data[2]", "has no label" },
        { "$.algorithms.moths.version", "\"two\"", "$.algorithms.moths.version", "expected a whole number" },
        { "$.algorithms.moths.key", "\"boxes\"", "$.algorithms.boxes", "second algorithm of the key 'boxes'" },
        { "$.source_images", "[]", "$.source_images", "there is nothing to import" },
        { "$.source_images", "{}", "$.source_images", "expected an array" },
        { "$.source_images[1].id", "null", "$.source_images[1]", "has no id" },
        { "$.source_images[1].id", "\"1\"", "$.source_images[1]", "the id '1' was given before" },
        { "$.source_images[1].url", "null", "$.source_images[1]", "has no url" },
        { "$.source_images[1].url", "\"../../etc/passwd\"", "$.source_images[1].url", "leads out of the folder" },
        { "$.source_images[1].url", "\"/etc/passwd\"", "$.source_images[1].url", "leads out of the folder" },
        { "$.source_images[1].url", "\"file:///etc/passwd\"", "$.source_images[1].url", "leads out of the folder" },
        { "$.source_images[1].url", $"\"{new string('x', 2_001)}\"", "$.source_images[1].url", "is 2,001 bytes long; expected a name, key or path of at most 2,000." },
        { "$.algorithms.moths.key", $"\"{new string('é', 1_001)}\"", "$.algorithms.moths.key", "is 2,002 bytes long" },
        { "$.algorithms.moths.name", $"\"{new string('x', 2_001)}\"", "$.algorithms.moths.name", "is 2,001 bytes long" },
        { "$.algorithms.moths.name", $"\"{new string('x', 30_000)}\"", "$.algorithms.moths.name", "is far longer than a name" },
        { "$.algorithms.moths.category_map.data[1].label", $"\"{new string('x', 2_001)}\"", "$.algorithms.moths.category_map.data[1].label", "is 2,001 bytes long" },
        { "$.detections[1].classifications[0].classification", $"\"{new string('x', 2_001)}\"", "$.detections[1].classifications[0].classification", "is 2,001 bytes long" },
        { "$.detections", "7", "$.detections", "expected an array" },
        { "$.detections[1]", "[]", "$.detections[1]", "found an array; expected a detection" },
        { "$.detections[1].source_image_id", "null", "$.detections[1]", "has no source_image_id" },
        { "$.detections[1].source_image_id", "\"99\"", "$.detections[1].source_image_id", "names the source image '99'" },
        { "$.detections[1].algorithm", "null", "$.detections[1]", "has no algorithm" },
        { "$.detections[1].algorithm.key", "\"nobody\"", "$.detections[1].algorithm", "names the algorithm 'nobody'" },
        { "$.detections[1].bbox", "[1, 2, 3, 4]", "$.detections[1].bbox", "found an array; expected a box" },
        { "$.detections[1].bbox.x2", "\"wide\"", "$.detections[1].bbox.x2", "found a text; expected a box" },
        { "$.detections[1].bbox.y1", "null", "$.detections[1].bbox.y1", "found null; expected a box" },
        { "$.detections[1].bbox", """{"x1": 1, "y1": 2, "x2": 3}""", "$.detections[1].bbox", "is no whole box" },
        { "$.detections[1].crop_image_url", "\"..\\\\x.jpg\"", "$.detections[1].crop_image_url", "leads out of the folder" },
        { "$.detections[1].classifications", "{}", "$.detections[1].classifications", "expected an array of classifications" },
        { "$.detections[1].classifications[0].algorithm", "null", "$.detections[1].classifications[0]", "has no algorithm" },
        { "$.detections[1].classifications[0].algorithm.key", "\"boxes\"", "$.detections[1].classifications[0]", "has no category_map" },
        { "$.detections[1].classifications[0].timestamp", "null", "$.detections[1].classifications[0]", "has no timestamp" },
        { "$.detections[1].classifications[0].timestamp", "\"yesterday\"", "$.detections[1].classifications[0].timestamp", "'yesterday' is no time" },
        { "$.detections[1].classifications[0].logits", "5", "$.detections[1].classifications[0].logits", "expected an array of logits" },
        { "$.detections[1].classifications[0].logits[1]", "\"many\"", "$.detections[1].classifications[0].logits[1]", "found a text; expected a number" },
        { "$.detections[1].classifications[0].terminal", "\"no\"", "$.detections[1].classifications[0].terminal", "expected true or false" },
        { "$.detections[1].classifications[0].classification", "\"a\\u0000b\"", "$.detections[1].classifications[0].classification", "control character (U+0000) after 'a'" },
        { "$.detections[1].classifications[0].classification", "\"Noctua\\u202e pronuba\"", "$.detections[1].classifications[0].classification", "control character (U+202E) after 'Noctua'" },
        { "$.algorithms.moths.category_map.data[2].label", "\"Noctua\\u001b[31m\"", "$.algorithms.moths.category_map.data[2].label", "control character (U+001B) after 'Noctua'" },
        { "$.algorithms.moths.name", "\"moths\\u2066\"", "$.algorithms.moths.name", "control character (U+2066) after 'moths'" },
        { "$.algorithms.moths.key", "\"moths\\u009b\"", "$.algorithms.moths.key", "control character (U+009B) after 'moths'" },
        { "$.source_images[1].id", "\"1\\u0007\"", "$.source_images[1].id", "control character (U+0007) after '1'" },
        { "$.source_images[1].url", "\"a\\u200f.jpg\"", "$.source_images[1].url", "control character (U+200F) after 'a'" },
        { "$.detections[1].crop_image_url", "\"a\\n.jpg\"", "$.detections[1].crop_image_url", "control character (U+000A) after 'a'" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task A_file_of_another_shape_is_refused_with_the_path(string where, string value, string path, string words)
    {
        var text = Replace(_file.Json, where, value);

        var place = await RefusedAsync(text, words);

        Assert.Equal(path, place.JsonPath);
    }

    [Fact]
    public async Task What_a_refused_import_added_to_what_all_projects_share_is_removed_again()
    {
        _file.MothClassifier["version"] = 9;
        _file.MothClassifier["category_map"]!["data"]![0]!["label"] = "Actias selene";
        _file.Detections[1]!["source_image_id"] = "99";

        await RefusedAsync(_file.Json.ToJsonString(), "names the source image '99'");
    }

    [Theory]
    [InlineData("algorithms")]
    [InlineData("source_images")]
    [InlineData("detections")]
    public async Task A_file_without_a_member_is_refused(string member)
    {
        _file.Json.Remove(member);

        await RefusedAsync(_file.Json.ToJsonString(), $"has no {member}");
    }

    [Fact]
    public async Task The_place_of_what_is_wrong_is_its_line_and_column()
    {
        const string json = "{ \"source_images\": [],\n  \"algorithms\": {\n \"moths\": { \"key\": 12 } },\n \"detections\": [] }";

        var place = await RefusedAsync(json, "found a number; expected the algorithm's key");

        Assert.Equal((3, 20, "$.algorithms.moths.key"), (place.Line, place.Column, place.JsonPath));
    }

    [Theory]
    [InlineData(0.999)]
    [InlineData(0.9)]
    [InlineData(0.5)]
    [InlineData(0.1)]
    public async Task A_file_that_was_cut_off_is_refused(double part)
    {
        var text = _file.Json.ToJsonString();

        await RefusedAsync(text[..(int)(text.Length * part)], "cut off");
    }

    [Fact]
    public async Task What_is_no_JSON_is_refused_where_it_ends_to_be()
    {
        var text = _file.Json.ToJsonString().Replace("\"x1\":200", "\"x1\":200;", StringComparison.Ordinal);

        var place = await RefusedAsync(text, "is not JSON");

        Assert.Equal("$.detections[1].bbox.x1", place.JsonPath);
        Assert.Equal(text.IndexOf(';', StringComparison.Ordinal) + 1, place.Column);
    }

    [Fact]
    public async Task A_bare_NaN_is_refused_with_what_to_write_instead() =>
        await RefusedAsync(_file.Json.ToJsonString().Replace("[3,2,1]", "[3,NaN,1]", StringComparison.Ordinal), "write null, \"NaN\"");

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("[]", "expected an object")]
    [InlineData("null", "expected an object")]
    [InlineData("   ", "is empty")]
    [InlineData("{", "cut off")]
    [InlineData("{}", "has no algorithms")]
    [InlineData("{\"detections\": [], \"detections\": []}", "is there twice")]
    public async Task A_file_of_something_else_is_refused(string text, string words) => await RefusedAsync(text, words);

    [Fact]
    public async Task Anything_after_the_end_is_refused() => await RefusedAsync(_file.Json.ToJsonString() + "{}", "is not JSON");

    [Fact]
    public async Task A_file_that_is_not_UTF_8_is_refused_with_the_place()
    {
        _file.Json["detections"]![1]!["classifications"]![0]!["classification"] = "Papillon d'été";
        var options = new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

        var place = await RefusedAsync(Encoding.Latin1.GetBytes(_file.Json.ToJsonString(options)), "is not UTF-8");

        Assert.Equal("$.detections[1].classifications[0].classification", place.JsonPath);
    }

    [Fact]
    public async Task Half_of_a_surrogate_pair_is_refused() => await RefusedAsync(
        _file.Json.ToJsonString().Replace("\"source_image_id\":\"1\"", "\"source_image_id\":\"\\ud800\"", StringComparison.Ordinal),
        "half of a surrogate pair");

    [Fact]
    public async Task A_byte_order_mark_does_no_harm()
    {
        await File.WriteAllBytesAsync(_file.Path, [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(_file.Json.ToJsonString())], Token);

        Assert.Equal(2, (await RunAsync(_file.Path, ImportMode.CheckOnly)).Count("detections").New);
    }

    [Theory]
    [InlineData("id,path\n1,../x.jpg\n", 2, 2, "leads out of the folder")]
    [InlineData("id,width\n,5\n", 2, 1, "has no id")]
    [InlineData("id,width\n1,5\n1,6\n", 3, null, "the id '1' was given before (captures.csv, line 2)")]
    [InlineData("id,width\n1\n", 2, null, "has 1 fields but 2 were expected")]
    [InlineData("id,width\n1,\"5\n2,6\n", 2, null, "never closed")]
    [InlineData("path,width\na,5\n", 1, null, "no column for id")]
    [InlineData("id,width,Width\n1,5,6\n", 1, 3, "a second column 'Width'")]
    [InlineData("", null, null, "is empty")]
    public async Task A_malformed_table_of_captures_is_refused_with_its_line(string csv, int? line, int? column, string words)
    {
        _file.SaveCaptures(csv);

        var place = await RefusedAsync(_file.Json.ToJsonString(), words);

        Assert.Equal(("captures.csv", line, column), (place.File, place.Line, place.Column));
    }

    [Fact]
    public async Task Files_that_are_not_there_are_refused()
    {
        var refusal = await Assert.ThrowsAsync<ImportRefusedException>(() => RunAsync(Path.Combine(_file.Folder, "nowhere", "results.json")));
        Assert.Contains("there is no such file", refusal.Message, StringComparison.Ordinal);
        var folder = await Assert.ThrowsAsync<ImportRefusedException>(() => RunAsync(_file.Folder));
        Assert.Contains("is a folder", folder.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_that_is_canceled_half_way_leaves_nothing()
    {
        for (var x = 0; x < 2_500; x++)
            _file.Add(ResultsFile.Logits(3, 2, 1), x: 1_000 + x);
        using var cancellation = new CancellationTokenSource();
        var progress = new ImmediateProgress<ImportProgress>(report =>
        {
            if (report is { Phase: ImportPhase.ImportDetections, Rows: >= 2_000 })
                cancellation.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _filled.Project.ImportAsync(_file, progress: progress, token: cancellation.Token));

        await UnchangedAsync();
    }

    [Fact]
    public async Task A_file_that_is_changed_while_it_is_imported_is_refused_and_leaves_nothing()
    {
        for (var x = 0; x < 2_500; x++)
            _file.Add(ResultsFile.Logits(3, 2, 1), x: 1_000 + x);
        var progress = new ImmediateProgress<ImportProgress>(report =>
        {
            if (report is { Phase: ImportPhase.ImportDetections, Rows: 1_000 })
                SpoilEnd(_file.Path);
        });

        var refusal = await Assert.ThrowsAsync<ImportRefusedException>(() => _filled.Project.ImportAsync(_file, progress: progress));

        Assert.Contains("the file was changed while it was imported", refusal.Message, StringComparison.Ordinal);
        await UnchangedAsync();

        static void SpoilEnd(string path)
        {
            var content = File.ReadAllBytes(path);
            content[content.AsSpan().LastIndexOf("60.5"u8)] = (byte)'x';
            File.WriteAllBytes(path, content);
        }
    }

    private Task<ImportPlace> RefusedAsync(string text, string words) => RefusedAsync(Encoding.UTF8.GetBytes(text), words);

    private async Task<ImportPlace> RefusedAsync(byte[] content, string words)
    {
        await File.WriteAllBytesAsync(_file.Path, content, Token);
        var refusal = await Assert.ThrowsAsync<ImportRefusedException>(() => RunAsync(_file.Path));
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
        await UnchangedAsync();
        return Assert.Single(refusal.Problems).Place!;
    }

    private Task<PipelineResultsReport> RunAsync(string path, ImportMode mode = ImportMode.Write) =>
        new PipelineResultsImport(_filled.Project.Database.DataSource, NotATaxonLabels.Default, TimeProvider.System)
            .RunAsync(new(path, "Another project", "July") { Mode = mode }, null, Token);

    private async Task UnchangedAsync() =>
        DatabaseContent.AssertEqual(_filled.Content, await DatabaseContent.ReadEverythingAsync(_filled.Project.Database.DataSource));

    /// <summary>The JSON with another value at a path.</summary>
    private static string Replace(JsonObject json, string path, string value)
    {
        var copy = json.DeepClone();
        var at = copy;
        var steps = path[2..].Replace("[", ".[", StringComparison.Ordinal).Split('.');
        foreach (var step in steps[..^1])
            at = step[0] == '[' ? at![int.Parse(step[1..^1], null)] : at![step];
        if (steps[^1][0] == '[')
            at![int.Parse(steps[^1][1..^1], null)] = JsonNode.Parse(value);
        else
            at![steps[^1]] = JsonNode.Parse(value);
        return copy.ToJsonString();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
