using System.Text;
using System.Text.Json;
using Antenna.Data.Import;
using Antenna.Data.Import.Pipeline;
using CsCheck;
using Xunit;

namespace Antenna.Data.Tests.Import;

public sealed class JsonFileReaderTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Elements_of_any_size_come_whole_and_in_order_wherever_the_buffer_ends(bool isSound)
    {
        // The buffer begins with one MiB: these end before, at, and far beyond it, and lie across its end.
        int[] sizes = [10, (1 << 20) - 40, 17, (1 << 20) + 1, 1, 3 << 20, 700_000, 700_000, 2];
        var elements = sizes.Select((size, index) => $"{{\"index\":{index},\"numbers\":[{string.Join(',', Enumerable.Repeat(index, size / 2))}]}}").ToList();
        await File.WriteAllTextAsync(_path, $"{{\"skipped\":[{elements[5]},{elements[3]}],\"detections\":[\n{string.Join(",\n", elements)}],\"after\":1}}", Token);

        await using var reader = await JsonFileReader.OpenAsync(_path, isSound, Token);
        Assert.True(await reader.EnterMemberAsync("detections", Token));
        var read = new List<string>();
        var lines = new List<long?>();
        while (await reader.NextElementAsync(Token))
        {
            read.Add(Encoding.UTF8.GetString(reader.Value));
            lines.Add(reader.ValuePlace.Line);
        }

        Assert.Equal(elements, read);
        Assert.Equal(Enumerable.Range(2, elements.Count).Select(line => (long?)line), lines);
        Assert.Equal("after", await reader.NextMemberAsync(Token));
        await reader.SkipAsync(Token);
        Assert.Null(await reader.NextMemberAsync(Token));
        Assert.Equal(1, reader.Done);
    }

    [Theory]
    [InlineData("""{"a":"}"}""")]
    [InlineData("""{"a":"\\\"}{","b":{"{":"\\\\"}}""")]
    [InlineData("""{ "}" : [ { } , [ "{" , null ] ] }""")]
    [InlineData("{}")]
    [InlineData("7")]
    [InlineData("\"}\"")]
    [InlineData("[{}]")]
    public async Task Elements_of_a_sound_file_end_where_they_end_whatever_is_in_their_texts(string element)
    {
        const string other = """{"id":1}""";
        await File.WriteAllTextAsync(_path, $$"""{"list":[{{other}} , {{element}},{{other}} ,{{element}} ] , "after":[{{element}}]}""", Token);

        await using var reader = await JsonFileReader.OpenAsync(_path, isSound: true, Token);
        Assert.True(await reader.EnterMemberAsync("list", Token));
        foreach (var expected in new[] { other, element, other, element })
        {
            Assert.True(await reader.NextElementAsync(Token));
            Assert.Equal(expected, Encoding.UTF8.GetString(reader.Value));
        }

        Assert.False(await reader.NextElementAsync(Token));
        Assert.True(await reader.EnterMemberAsync("after", Token));
        Assert.True(await reader.NextElementAsync(Token));
        Assert.Equal(element, Encoding.UTF8.GetString(reader.Value));
        Assert.False(await reader.NextElementAsync(Token));
        Assert.Null(await reader.NextMemberAsync(Token));
    }

    [Fact]
    public void The_path_of_every_value_of_any_JSON_leads_to_it() => Json.Sample(text =>
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        using var document = JsonDocument.Parse(text);
        var tokens = new Utf8JsonReader(bytes);
        while (tokens.Read())
        {
            if (tokens.TokenType is JsonTokenType.Number)
                Assert.Equal(tokens.GetInt32(), Follow(document.RootElement, JsonPath.At(bytes, tokens.TokenStartIndex)).GetInt32());
        }
    });

    public static TheoryData<string> Between => ["[§1,2]", "[1§,2]", "[1,§2]", "[1,2§]", "[{\"a\"§:1},2]", "[{\"a\":§1},2]", "[{\"a\":1§,\"b\":2},2]"];

    [Theory]
    [MemberData(nameof(Between))]
    public async Task White_space_of_any_length_is_passed_over_and_counted_wherever_it_stands(string array)
    {
        // Longer than the largest element: nothing that keeps it could read this.
        var space = string.Concat(Enumerable.Repeat(new string(' ', 999) + '\n', JsonBuffer.Largest / 1_000 + 1));
        await File.WriteAllTextAsync(_path, $"{{\"list\":{array.Replace("§", space, StringComparison.Ordinal)},\"x\":;}}", Token);

        await using var reader = await JsonFileReader.OpenAsync(_path, isSound: false, Token);
        Assert.True(await reader.EnterMemberAsync("list", Token));
        var count = 0;
        while (await reader.NextElementAsync(Token))
            count++;
        Assert.Equal(2, count);
        Assert.Equal("x", await reader.NextMemberAsync(Token));
        var refusal = await Assert.ThrowsAsync<ImportRefusedException>(() => reader.SkipAsync(Token).AsTask());

        var text = $"{{\"list\":{array},\"x\":;";
        var lastLine = text[(text.IndexOf('§', StringComparison.Ordinal) + 1)..];
        Assert.Equal((JsonBuffer.Largest / 1_000 + 2, lastLine.Length), (refusal.Problems[0].Place!.Line, refusal.Problems[0].Place!.Column));
    }

    [Theory]
    [InlineData("x", true)]
    [InlineData("\\\"", true)]
    [InlineData("\\\\", true)]
    [InlineData("\\u00e9", true)]
    [InlineData("é\\n", true)]
    [InlineData("日本語\U0001F98B", false)]
    public async Task A_text_of_any_length_that_is_not_read_is_skipped(string part, bool nested)
    {
        var text = string.Concat(Enumerable.Repeat(part, JsonBuffer.Largest * 3 / 2 / Encoding.UTF8.GetByteCount(part)));
        var ignored = nested ? $"[1,{{\"text\":\"{text}\"}}]" : $"\"{text}\"";
        await File.WriteAllTextAsync(_path, $"{{\"ignored\":{ignored},\"list\":[{{\"picture\":\"{text}\",\"id\":7}}]}}", Token);

        await using var reader = await JsonFileReader.OpenAsync(_path, isSound: false, Token);
        Assert.True(await reader.EnterMemberAsync("list", Token));
        Assert.True(await reader.NextElementAsync(Token));

        using var element = JsonDocument.Parse(Encoding.UTF8.GetString(reader.Value));
        Assert.Equal(7, element.RootElement.GetProperty("id").GetInt32());
        Assert.False(await reader.NextElementAsync(Token));
        Assert.Null(await reader.NextMemberAsync(Token));
    }

    [Fact]
    public async Task A_deep_nesting_is_shown_by_its_first_and_last_levels()
    {
        await File.WriteAllTextAsync(_path, $"{{\"list\":[{new string('[', 70)}", Token);

        await using var reader = await JsonFileReader.OpenAsync(_path, isSound: false, Token);
        Assert.True(await reader.EnterMemberAsync("list", Token));
        var refusal = await Assert.ThrowsAsync<ImportRefusedException>(() => reader.NextElementAsync(Token).AsTask());

        Assert.InRange(refusal.Problems[0].Place!.JsonPath!.Length, 10, 60);
    }

    private static readonly Gen<string> Json = Gen.Recursive<string>((depth, inner) => depth == 4
        ? Gen.Int.Select(number => $"{number}")
        : Gen.OneOf(
            Gen.Int.Select(number => $"{number}"),
            inner.Array[0, 4].Select(elements => $"[{string.Join(", ", elements)}]"),
            Gen.Select(Gen.Char['a', 'z'].Array[1, 3], inner).Array[0, 4].Select(members =>
                $"{{{string.Join(", ", members.DistinctBy(member => new string(member.Item1)).Select(member => $"\"{new string(member.Item1)}\": {member.Item2}"))}}}")));

    private static JsonElement Follow(JsonElement element, string path)
    {
        foreach (var step in path.Replace("[", ".[", StringComparison.Ordinal).Split('.', StringSplitOptions.RemoveEmptyEntries))
            element = step[0] == '[' ? element[int.Parse(step[1..^1], null)] : element.GetProperty(step);
        return element;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
