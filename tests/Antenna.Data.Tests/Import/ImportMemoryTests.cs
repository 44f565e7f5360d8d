using System.Diagnostics;
using System.Globalization;
using Antenna.Testing;
using Xunit;

namespace Antenna.Data.Tests.Import;

/// <summary>
/// Whatever a file holds, its import takes less than 300 MB. The files are larger than the heap that the importing process may
/// have, so that nothing whose memory grows with the file gets through.
/// </summary>
[Collection(nameof(LargeFileTests))]
public sealed class ImportMemoryTests(PostgresCluster cluster) : IDisposable
{
    private const long MostMemory = 300_000_000;
    private const long FileSize = 160_000_000;
    private const long MostHeap = 128 << 20;

    private const string Json =
        """
        {"other":0,"algorithms":{"boxes":{},"moths":{"name":"Moths","category_map":{"data":[{"index":0,"label":"Actias luna"}]}}},
        "source_images":[{"id":1,"url":"one.jpg"}],
        "detections":[{"source_image_id":1,"algorithm":{"key":"boxes"},"else":0,"classifications":[]}]}
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("antenna-memory-");

    public void Dispose() => _folder.Delete(recursive: true);

    // Where in the results, what is repeated there, and what becomes of the import.
    public static TheoryData<string, string, string> Results => new()
    {
        { "$.other", " ", "imported 1 captures" },
        { "$.other", "\"text\"", "imported 1 captures" },
        { "$.detections[0].other", "\"text\"", "imported 1 captures" },
        { "$.detections[0].classifications[0].logits", "[0,", "detections[0]" },
        { "$.algorithms.moths.name", "\"text\"", "is far longer than a name" },
        { "$.algorithms.moths.category_map.data[0].label", "\"text\"", "is far longer than a name" },
        { "$.algorithms.moths.category_map.labels", "[\"\",", "is larger than 32 MiB" },
    };

    [Theory]
    [MemberData(nameof(Results))]
    public async Task Results_of_any_content_take_little_memory(string where, string filler, string outcome)
    {
        var path = Path.Combine(_folder.FullName, "results.json");
        await WriteResultsAsync(path, where, filler);

        await ImportsAsync("pipeline", path, outcome);
    }

    [Theory]
    [InlineData("taxa", "name,rank\n", "x", "line 2: is a line of more than 1,048,576 characters")]
    [InlineData("taxa", "", "name,", "line 1")]
    [InlineData("list", "name\n", "x", "line 2")]
    [InlineData("identifications", "crop,scientific_name,comment\na.jpg,Actias luna,", "x", "line 2")]
    public async Task Tables_of_any_content_take_little_memory(string kind, string start, string filler, string outcome)
    {
        var path = Path.Combine(_folder.FullName, "table.csv");
        await WriteAsync(path, start, filler, "");

        await ImportsAsync(kind, path, outcome);
    }

    [Theory]
    [InlineData("id,deployment\n1,\"", "x")]
    [InlineData("", "id,")]
    public async Task Tables_of_captures_of_any_content_take_little_memory(string start, string filler)
    {
        var path = Path.Combine(_folder.FullName, "results.json");
        await File.WriteAllTextAsync(path, Json, Token);
        await WriteAsync(Path.Combine(_folder.FullName, "captures.csv"), start, filler, "");

        await ImportsAsync("pipeline", path, "captures.csv, line");
    }

    private async Task ImportsAsync(string kind, string path, string outcome)
    {
        await using var database = await TestDatabase.CreateAsync(cluster);
        await using (var context = database.CreateDbContext())
        {
            context.Add(new Antenna.Data.Model.Project { Name = "Large", CreatedAt = DateTime.UnixEpoch });
            await context.SaveChangesAsync(Token);
        }

        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "Antenna.Data.Tests.Importer.dll"), database.ConnectionString, kind, path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,

            // Fails rather than to take more; what is measured includes what is no heap.
            Environment = { ["DOTNET_GCHeapHardLimit"] = MostHeap.ToString("X", CultureInfo.InvariantCulture) },
        })!;
        var error = process.StandardError.ReadToEndAsync(Token);
        var memory = await process.StandardOutput.ReadLineAsync(Token);
        var answer = await process.StandardOutput.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);

        Assert.Equal("", await error);
        Assert.Contains(outcome, answer, StringComparison.Ordinal);
        Assert.InRange(long.Parse(memory!, CultureInfo.InvariantCulture), 1, MostMemory);
        Assert.InRange(answer.Length, 1, 10_000);
    }

    private static Task WriteResultsAsync(string path, string where, string filler)
    {
        var text = where switch
        {
            "$.other" => Json.Replace("\"other\":0", "\"other\":§", StringComparison.Ordinal),
            "$.detections[0].other" => Json.Replace("\"else\":0", "\"else\":§", StringComparison.Ordinal),
            "$.detections[0].classifications[0].logits" => Json.Replace("\"classifications\":[]", "\"classifications\":[{\"logits\":§", StringComparison.Ordinal),
            "$.algorithms.moths.name" => Json.Replace("\"name\":\"Moths\"", "\"name\":§", StringComparison.Ordinal),
            "$.algorithms.moths.category_map.data[0].label" => Json.Replace("\"label\":\"Actias luna\"", "\"label\":§", StringComparison.Ordinal),
            _ => Json.Replace("\"data\":[", "\"labels\":§, \"data\":[", StringComparison.Ordinal),
        };
        var (start, end) = (text[..text.IndexOf('§', StringComparison.Ordinal)], text[(text.IndexOf('§', StringComparison.Ordinal) + 1)..]);
        return filler switch
        {
            " " => WriteAsync(path, start, filler, "0" + end),
            "\"text\"" => WriteAsync(path, start + "\"", "x", "\"" + end),
            _ => WriteAsync(path, start + filler[..1], filler[1..], end),
        };
    }

    /// <summary>Writes a text, then another one until the file is large, and then a last one.</summary>
    private static async Task WriteAsync(string path, string start, string filler, string end)
    {
        var block = string.Concat(Enumerable.Repeat(filler, (1 << 20) / filler.Length));
        await using var file = new StreamWriter(path);
        await file.WriteAsync(start);
        for (var written = 0L; written < FileSize; written += block.Length)
            await file.WriteAsync(block.AsMemory(), Token);
        await file.WriteAsync(end);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
