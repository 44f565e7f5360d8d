using System.Text.Json;
using System.Text.Unicode;

namespace Antenna.Data.Import.Pipeline;

/// <summary>Reads a JSON file token by token or value by value, as much of it at a time as fits into a buffer.</summary>
/// <param name="buffer">Of the file; disposed with this.</param>
/// <param name="location">Where in the file the reading is, for what is refused.</param>
/// <param name="isSound">The file was read to its end before, so that nothing of it has to be checked again.</param>
internal sealed class JsonTokens(JsonBuffer buffer, JsonLocation location, bool isSound) : IAsyncDisposable
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private JsonReaderState _state;
    private JsonTokenType _token;
    private bool _isAfterObject;
    private int _valueStart;
    private TextPosition _valuePosition;

    /// <summary>How much of the file is read, 0 to 1.</summary>
    public double Done => buffer.Done;

    /// <summary>The name of the member that was read last.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The value that was read last, as JSON; valid until something else is read.</summary>
    public ReadOnlySpan<byte> Value => buffer.ConsumedFrom(_valueStart);

    /// <summary>Where <see cref="Value"/> begins.</summary>
    public ImportPlace ValuePlace => location.At(_valuePosition);

    /// <summary>Where the reading is.</summary>
    public ImportPlace Here => location.At(buffer.Position);

    /// <summary>Passes over the byte order mark.</summary>
    /// <exception cref="ImportRefusedException">The file is empty.</exception>
    public async ValueTask BeginAsync(CancellationToken cancellationToken)
    {
        await FillAsync(cancellationToken);
        if (buffer.Unread.StartsWith(ByteOrderMark))
            buffer.Skip(ByteOrderMark.Length);
        if (buffer.AtEnd && JsonText.IsBlank(buffer.Unread))
            throw new ImportRefusedException(new ImportPlace(location.File), "is empty; expected pipeline results as JSON.");
    }

    /// <summary>Reads the next token.</summary>
    public async ValueTask<JsonTokenType> ReadAsync(CancellationToken cancellationToken)
    {
        while (!TryRead())
            await FillAsync(cancellationToken);
        return _token;
    }

    /// <summary>Reads the next value whole into <see cref="Value"/>; the token that it begins with.</summary>
    public async ValueTask<JsonTokenType> ReadValueAsync(CancellationToken cancellationToken)
    {
        while (!TryPassObject() && !TryReadValue())
            await FillAsync(cancellationToken);
        if (!Utf8.IsValid(Value))
            throw Refusal(JsonText.NotUtf8(Value));
        return _token;
    }

    /// <summary>Passes over the next value, however large.</summary>
    public async ValueTask SkipAsync(CancellationToken cancellationToken)
    {
        if (await ReadAsync(cancellationToken) is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
            return;
        while (!TrySkipToEnd(depth: 1))
            await FillAsync(cancellationToken);
    }

    /// <summary>The refusal for something of an unexpected shape in <see cref="Value"/>.</summary>
    public ImportRefusedException Refusal(JsonShapeException problem)
    {
        var offset = (int)Math.Min(problem.Offset, Value.Length);
        var place = location.At(buffer.Locate(_valueStart + offset, _valueStart, _valuePosition), JsonPath.At(Value, problem.Offset));
        return new(place, problem.Message, problem);
    }

    public ValueTask DisposeAsync() => buffer.DisposeAsync();

    private bool TryRead()
    {
        var reader = new Utf8JsonReader(buffer.Unread, buffer.AtEnd, _state);
        try
        {
            if (!reader.Read() && !buffer.AtEnd)
                return false;
        }
        catch (JsonException exception)
        {
            throw Malformed(exception);
        }

        (_token, _isAfterObject) = (reader.TokenType, false);
        if (_token is JsonTokenType.PropertyName)
        {
            if (reader.ValueSpan.Length > IndexedText.LargestBytes)
                throw new ImportRefusedException(Here, $"has a member whose name {IndexedText.FarTooLong}");
            if (!Utf8.IsValid(reader.ValueSpan))
                throw new ImportRefusedException(Here, JsonText.NotUtf8(reader.ValueSpan).Message);
            Name = reader.GetString()!;
        }

        Consume(reader);
        return true;
    }

    private bool TryReadValue()
    {
        var reader = new Utf8JsonReader(buffer.Unread, buffer.AtEnd, _state);
        int offset;
        try
        {
            if (!reader.Read())
                return false;
            _token = reader.TokenType;
            offset = (int)reader.TokenStartIndex;
            if (!reader.TrySkip())
                return false;
        }
        catch (JsonException exception)
        {
            throw Malformed(exception);
        }

        _isAfterObject = _token is JsonTokenType.StartObject;
        GoToValue(offset);
        Consume(reader);
        return true;
    }

    /// <summary>
    /// Reads an object that follows one in an array of a sound file. Where it ends is seen from its braces, at a tenth of what its tokens
    /// cost; and behind it the state is what it was before it.
    /// </summary>
    private bool TryPassObject()
    {
        if (!isSound || !_isAfterObject)
            return false;
        var unread = buffer.Unread;
        var comma = unread.IndexOfAnyExcept(JsonText.Space);
        if (comma < 0 || unread[comma] != ',')
            return false;
        var offset = comma + 1 + unread[(comma + 1)..].IndexOfAnyExcept(JsonText.Space);
        if (offset <= comma || unread[offset] != '{' || JsonText.ObjectLength(unread[offset..]) is not { } length)
            return false;
        GoToValue(offset);
        buffer.Consume(offset + length);
        return true;
    }

    private void GoToValue(int offset) => (_valueStart, _valuePosition) = (buffer.Start + offset, buffer.Locate(offset));

    private bool TrySkipToEnd(int depth)
    {
        var reader = new Utf8JsonReader(buffer.Unread, buffer.AtEnd, _state);
        var ended = false;
        try
        {
            while (!ended && reader.Read())
                ended = reader.CurrentDepth == depth && reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject;
        }
        catch (JsonException exception)
        {
            throw Malformed(exception);
        }

        Consume(reader);
        return ended;
    }

    private void Consume(in Utf8JsonReader reader)
    {
        buffer.Consume((int)reader.BytesConsumed);
        _state = reader.CurrentState;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (!await buffer.FillAsync(_state, cancellationToken))
            throw new ImportRefusedException(Here, $"is larger than {JsonBuffer.Largest >> 20} MiB; expected a file of many small detections.");
    }

    private ImportRefusedException Malformed(JsonException exception)
    {
        var within = JsonPath.At(buffer.Unread.TrimStart(" \t\r\n,:"u8), long.MaxValue);
        var position = buffer.Locate(exception.LineNumber ?? 0, exception.BytePositionInLine ?? 0);
        var place = location.At(position, within);
        var message = buffer.AtEnd && JsonText.IsCutOff(buffer.Unread, _state)
            ? "the file ends in the middle: it was cut off. Get it again whole."
            : $"is not JSON: {JsonText.Reason(exception)}";
        return new(place, message, exception);
    }
}
