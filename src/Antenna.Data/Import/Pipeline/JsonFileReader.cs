using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace Antenna.Data.Import.Pipeline;

/// <summary>
/// Reads a JSON file whose top value is an object, one member after the other, and a member that is an array or an object
/// one element after the other. At most one element is in memory, however large the file is.
/// </summary>
internal sealed class JsonFileReader : IAsyncDisposable
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private readonly JsonBuffer _buffer;
    private JsonReaderState _state;
    private JsonTokenType _token;
    private string _name = "";
    private int _valueStart;
    private TextPosition _valuePosition;
    private string _path = "$";
    private string? _property;
    private long _element = -1;

    private JsonFileReader(JsonBuffer buffer, string name)
    {
        _buffer = buffer;
        Name = name;
    }

    /// <summary>Name of the file, without its folder.</summary>
    public string Name { get; }

    /// <summary>How much of the file is read, 0 to 1.</summary>
    public double Done => _buffer.Done;

    /// <summary>The element that was read last, as JSON; valid until the next one is read.</summary>
    public ReadOnlySpan<byte> Value => _buffer.ConsumedFrom(_valueStart);

    /// <summary>Where <see cref="Value"/> begins.</summary>
    public ImportPlace ValuePlace => At(_valuePosition);

    /// <summary>Opens a file whose top value is an object, and goes into that.</summary>
    /// <exception cref="ImportRefusedException">The file cannot be read, is empty, or holds something else.</exception>
    public static async Task<JsonFileReader> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var reader = new JsonFileReader(new(ImportFile.OpenRead(path)), ImportFile.PlaceOf(path).File);
        try
        {
            await reader.FillAsync(cancellationToken);
            if (reader._buffer.Unread.StartsWith(ByteOrderMark))
                reader._buffer.Skip(ByteOrderMark.Length);
            if (reader._buffer is { AtEnd: true } whole && JsonText.IsBlank(whole.Unread))
                throw new ImportRefusedException(new ImportPlace(reader.Name), "is empty; expected pipeline results as JSON.");
            if (await reader.ReadTokenAsync(cancellationToken) is not JsonTokenType.StartObject)
                throw new ImportRefusedException(
                    reader.Here(), "expected an object with algorithms, source_images and detections.");
            return reader;
        }
        catch
        {
            await reader.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Moves on to the next member of the top object; its name, or null at the end of the file. Follow with one of
    /// <see cref="EnterAsync"/>, <see cref="ReadValueAsync"/> and <see cref="SkipAsync"/>.
    /// </summary>
    public async ValueTask<string?> NextMemberAsync(CancellationToken cancellationToken)
    {
        (_path, _property, _element) = ("$", null, -1);
        if (await ReadTokenAsync(cancellationToken) is JsonTokenType.PropertyName)
        {
            _path = $"$.{ShortText.Of(_name)}";
            return _name;
        }

        // Anything but white space after the object is an error that only reading on finds.
        await ReadTokenAsync(cancellationToken);
        return null;
    }

    /// <summary>Goes into the member's value: an array or an object as told. False where it is null.</summary>
    /// <exception cref="ImportRefusedException">It is something else.</exception>
    public async ValueTask<bool> EnterAsync(JsonTokenType start, CancellationToken cancellationToken)
    {
        var token = await ReadTokenAsync(cancellationToken);
        if (token is JsonTokenType.Null)
            return false;
        if (token != start)
            throw new ImportRefusedException(Here(), start is JsonTokenType.StartArray ? "expected an array." : "expected an object.");
        return true;
    }

    /// <summary>Goes into the next member of this name that is an array, passing over others; false at the end of the file.</summary>
    public async ValueTask<bool> EnterMemberAsync(string name, CancellationToken cancellationToken)
    {
        while (await NextMemberAsync(cancellationToken) is { } member)
        {
            if (member != name)
                await SkipAsync(cancellationToken);
            else if (await EnterAsync(JsonTokenType.StartArray, cancellationToken))
                return true;
        }

        return false;
    }

    /// <summary>Reads the next element of the array that was entered into <see cref="Value"/>; false at its end.</summary>
    public async ValueTask<bool> NextElementAsync(CancellationToken cancellationToken)
    {
        _element++;
        return await ReadValueAsync(cancellationToken) is not JsonTokenType.EndArray;
    }

    /// <summary>
    /// Reads the next property of the object that was entered into <see cref="Value"/>; its name, or null at its end.
    /// </summary>
    public async ValueTask<string?> NextPropertyAsync(CancellationToken cancellationToken)
    {
        if (await ReadTokenAsync(cancellationToken) is JsonTokenType.EndObject)
            return null;
        _property = _name;
        await ReadValueAsync(cancellationToken);
        return _property;
    }

    /// <summary>Reads the next value whole into <see cref="Value"/>; the token that it begins with.</summary>
    public async ValueTask<JsonTokenType> ReadValueAsync(CancellationToken cancellationToken)
    {
        while (!TryReadValue())
            await FillAsync(cancellationToken);
        if (!Utf8.IsValid(Value))
            throw Refusal(JsonText.NotUtf8(Value));
        return _token;
    }

    /// <summary>Passes over the next value, however large.</summary>
    public async ValueTask SkipAsync(CancellationToken cancellationToken)
    {
        if (await ReadTokenAsync(cancellationToken) is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
            return;
        while (!TrySkipToEnd(depth: 1))
            await FillAsync(cancellationToken);
    }

    /// <summary>The refusal for something of an unexpected shape in <see cref="Value"/>.</summary>
    public ImportRefusedException Refusal(JsonShapeException problem)
    {
        var offset = (int)Math.Min(problem.Offset, Value.Length);
        var place = At(_buffer.Locate(_valueStart + offset, _valueStart, _valuePosition));
        return new(place with { JsonPath = Path() + JsonPath.At(Value, problem.Offset) }, problem.Message, problem);
    }

    public ValueTask DisposeAsync() => _buffer.DisposeAsync();

    private async ValueTask<JsonTokenType> ReadTokenAsync(CancellationToken cancellationToken)
    {
        while (!TryReadToken())
            await FillAsync(cancellationToken);
        return _token;
    }

    private bool TryReadToken()
    {
        var reader = new Utf8JsonReader(_buffer.Unread, _buffer.AtEnd, _state);
        try
        {
            if (!reader.Read() && !_buffer.AtEnd)
                return false;
        }
        catch (JsonException exception)
        {
            throw Malformed(exception);
        }

        _token = reader.TokenType;
        if (_token is JsonTokenType.PropertyName)
        {
            if (reader.ValueSpan.Length > IndexedText.LargestBytes)
                throw new ImportRefusedException(Here(), $"has a member whose name {IndexedText.FarTooLong}");
            if (!Utf8.IsValid(reader.ValueSpan))
                throw new ImportRefusedException(Here(), JsonText.NotUtf8(reader.ValueSpan).Message);
            _name = reader.GetString()!;
        }

        Consume(reader);
        return true;
    }

    private bool TryReadValue()
    {
        var reader = new Utf8JsonReader(_buffer.Unread, _buffer.AtEnd, _state);
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

        _valueStart = _buffer.Start + offset;
        _valuePosition = _buffer.Locate(offset);
        Consume(reader);
        return true;
    }

    private bool TrySkipToEnd(int depth)
    {
        var reader = new Utf8JsonReader(_buffer.Unread, _buffer.AtEnd, _state);
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
        _buffer.Consume((int)reader.BytesConsumed);
        _state = reader.CurrentState;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (!await _buffer.FillAsync(_state, cancellationToken))
            throw new ImportRefusedException(Here(), $"is larger than {JsonBuffer.Largest >> 20} MiB; expected a file of many small detections.");
    }

    private ImportRefusedException Malformed(JsonException exception)
    {
        var within = JsonPath.At(_buffer.Unread.TrimStart(" \t\r\n,:"u8), long.MaxValue);
        var position = _buffer.Locate(exception.LineNumber ?? 0, exception.BytePositionInLine ?? 0);
        var place = At(position) with { JsonPath = Path() + within };
        var message = _buffer.AtEnd && JsonText.IsCutOff(_buffer.Unread, _state)
            ? "the file ends in the middle: it was cut off. Get it again whole."
            : $"is not JSON: {JsonText.Reason(exception)}";
        return new(place, message, exception);
    }

    private ImportPlace Here() => At(_buffer.Position);

    private ImportPlace At(TextPosition position) => new(Name, position.Line, position.Column, Path());

    private string Path() => this switch
    {
        { _property: { } property } => $"{_path}.{ShortText.Of(property)}",
        { _element: >= 0 } => string.Create(CultureInfo.InvariantCulture, $"{_path}[{_element}]"),
        _ => _path,
    };
}
