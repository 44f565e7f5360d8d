using System.Text.Json;

namespace Antenna.Data.Import.Pipeline;

/// <summary>
/// Reads a JSON file whose top value is an object, one member after the other, and a member that is an array or an object
/// one element after the other. At most one element is in memory, however large the file is.
/// </summary>
internal sealed class JsonFileReader : IAsyncDisposable
{
    private readonly JsonTokens _tokens;
    private readonly JsonLocation _location;

    private JsonFileReader(JsonTokens tokens, JsonLocation location)
    {
        _tokens = tokens;
        _location = location;
    }

    /// <summary>Name of the file, without its folder.</summary>
    public string Name => _location.File;

    /// <summary>How much of the file is read, 0 to 1.</summary>
    public double Done => _tokens.Done;

    /// <summary>The element that was read last, as JSON; valid until the next one is read.</summary>
    public ReadOnlySpan<byte> Value => _tokens.Value;

    /// <summary>Where <see cref="Value"/> begins.</summary>
    public ImportPlace ValuePlace => _tokens.ValuePlace;

    /// <summary>Opens a file whose top value is an object, and goes into that.</summary>
    /// <param name="isSound">It was read to its end before, so that its JSON has not to be checked again.</param>
    /// <exception cref="ImportRefusedException">The file cannot be read, is empty, or holds something else.</exception>
    public static async Task<JsonFileReader> OpenAsync(string path, bool isSound, CancellationToken cancellationToken)
    {
        var location = new JsonLocation(ImportFile.PlaceOf(path).File);
        var reader = new JsonFileReader(new(new(ImportFile.OpenRead(path)), location, isSound), location);
        try
        {
            await reader._tokens.BeginAsync(cancellationToken);
            if (await reader._tokens.ReadAsync(cancellationToken) is not JsonTokenType.StartObject)
                throw new ImportRefusedException(reader._tokens.Here, "expected an object with algorithms, source_images and detections.");
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
        _location.GoTo(null);
        if (await _tokens.ReadAsync(cancellationToken) is JsonTokenType.PropertyName)
        {
            _location.GoTo(_tokens.Name);
            return _tokens.Name;
        }

        // Anything but white space after the object is an error that only reading on finds.
        await _tokens.ReadAsync(cancellationToken);
        return null;
    }

    /// <summary>Goes into the member's value: an array or an object as told. False where it is null.</summary>
    /// <exception cref="ImportRefusedException">It is something else.</exception>
    public async ValueTask<bool> EnterAsync(JsonTokenType start, CancellationToken cancellationToken)
    {
        var token = await _tokens.ReadAsync(cancellationToken);
        if (token is JsonTokenType.Null)
            return false;
        if (token != start)
            throw new ImportRefusedException(_tokens.Here, start is JsonTokenType.StartArray ? "expected an array." : "expected an object.");
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
        _location.GoToNextElement();
        return await ReadValueAsync(cancellationToken) is not JsonTokenType.EndArray;
    }

    /// <summary>
    /// Reads the next property of the object that was entered into <see cref="Value"/>; its name, or null at its end.
    /// </summary>
    public async ValueTask<string?> NextPropertyAsync(CancellationToken cancellationToken)
    {
        if (await _tokens.ReadAsync(cancellationToken) is JsonTokenType.EndObject)
            return null;
        var name = _tokens.Name;
        _location.GoToProperty(name);
        await ReadValueAsync(cancellationToken);
        return name;
    }

    /// <summary>Reads the next value whole into <see cref="Value"/>; the token that it begins with.</summary>
    public ValueTask<JsonTokenType> ReadValueAsync(CancellationToken cancellationToken) => _tokens.ReadValueAsync(cancellationToken);

    /// <summary>Passes over the next value, however large.</summary>
    public ValueTask SkipAsync(CancellationToken cancellationToken) => _tokens.SkipAsync(cancellationToken);

    /// <summary>The refusal for something of an unexpected shape in <see cref="Value"/>.</summary>
    public ImportRefusedException Refusal(JsonShapeException problem) => _tokens.Refusal(problem);

    public ValueTask DisposeAsync() => _tokens.DisposeAsync();
}
