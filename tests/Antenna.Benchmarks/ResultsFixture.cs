using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;

namespace Antenna.Benchmarks;

/// <summary>A generated file of pipeline results: one detection and one classification of it at a time, thirty a capture.</summary>
/// <param name="Megabytes">About how large the file is, in 10^6 bytes.</param>
/// <param name="Classes">Classes a classification; each logit is written with seven digits, as services do.</param>
internal sealed record ResultsFixture(int Megabytes, int Classes)
{
    private const int DetectionsPerCapture = 30;
    private const int BytesPerLogit = 11;
    private const int Captures = 1_000;

    /// <summary>How many detections the file has.</summary>
    public int Rows { get; } = (int)(Megabytes * 1_000_000L / ((long)Classes * BytesPerLogit));

    /// <summary>Writes the file.</summary>
    public async Task WriteAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.Create(path);
        var writer = PipeWriter.Create(file);
        Write(writer, "{\"pipeline\":\"benchmark\",\"algorithms\":{\"boxes\":{\"name\":\"boxes\",\"key\":\"boxes\",\"version\":1},\"moths\":{\"name\":\"moths\",\"key\":\"moths\",\"version\":1,\"category_map\":{\"data\":[");
        Write(writer, string.Join(',', Enumerable.Range(0, Classes).Select(index => $"{{\"index\":{index},\"label\":\"{Label(index)}\"}}")));
        Write(writer, "]}}},\"source_images\":[");
        Write(writer, string.Join(',', Enumerable.Range(0, Captures).Select(id => $"{{\"id\":\"{id}\",\"url\":\"{id}.jpg\"}}")));
        Write(writer, "],\"detections\":[");
        var random = new Random(1);
        for (var row = 0; row < Rows; row++)
        {
            WriteDetection(writer, row, random);
            await writer.FlushAsync(cancellationToken);
        }

        Write(writer, "],\"errors\":null}");
        await writer.CompleteAsync();
    }

    /// <summary>Parses all of a file and every number in it, and does nothing with it.</summary>
    /// <returns>The sum of the numbers, so that nothing of it is left out.</returns>
    public static async Task<double> ParseAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
        var reader = PipeReader.Create(file, new(bufferSize: 1 << 20));
        var (state, sum) = (new JsonReaderState(), 0.0);
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            (var consumed, state, var part) = Parse(read.Buffer, read.IsCompleted, state);
            sum += part;
            reader.AdvanceTo(consumed, read.Buffer.End);
            if (read.IsCompleted)
                return sum;
        }
    }

    private static (SequencePosition Consumed, JsonReaderState State, double Sum) Parse(ReadOnlySequence<byte> bytes, bool isLast, JsonReaderState state)
    {
        var json = new Utf8JsonReader(bytes, isLast, state);
        var sum = 0.0;
        while (json.Read())
        {
            if (json.TokenType is JsonTokenType.Number)
                sum += json.GetDouble();
        }

        return (json.Position, json.CurrentState, sum);
    }

    private void WriteDetection(PipeWriter writer, int row, Random random)
    {
        var time = new DateTime(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(row).ToString("s", CultureInfo.InvariantCulture);
        var (x, y) = (row % 4_000, row / DetectionsPerCapture / Captures);
        Write(writer, row == 0 ? "" : ",");
        Write(
            writer,
            $"{{\"source_image_id\":\"{row / DetectionsPerCapture % Captures}\",\"bbox\":{{\"x1\":{x},\"y1\":{y},\"x2\":{x + 60},\"y2\":{y + 40}}},"
            + $"\"algorithm\":{{\"name\":\"boxes\",\"key\":\"boxes\"}},\"timestamp\":\"{time}\",\"classifications\":[{{\"classification\":\"{Label(row % Classes)}\","
            + $"\"scores\":[],\"algorithm\":{{\"name\":\"moths\",\"key\":\"moths\"}},\"terminal\":true,\"timestamp\":\"{time}\",\"logits\":[");
        for (var index = 0; index < Classes; index++)
        {
            var span = writer.GetSpan(32);
            var length = 0;
            if (index > 0)
                span[length++] = (byte)',';
            Utf8Formatter.TryFormat((random.NextDouble() * 10) - 5, span[length..], out var written, new StandardFormat('F', 7));
            writer.Advance(length + written);
        }

        Write(writer, "]}]}");
    }

    private static string Label(int index) => $"Genus species{index}";

    private static void Write(PipeWriter writer, string text) => Encoding.UTF8.GetBytes(text, writer);
}
