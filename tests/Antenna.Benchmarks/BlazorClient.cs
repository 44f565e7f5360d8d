using System.Buffers;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using MessagePack;

namespace Antenna.Benchmarks;

/// <summary>
/// A page of the dashboard as its server sees it: a circuit over a WebSocket, which acknowledges what is rendered and answers
/// calls of scripts with nothing. A browser would take the cores that are to be measured.
/// </summary>
/// <remarks>The protocol is Blazor's own, <c>blazorpack</c>: MessagePack messages of SignalR, each after its length.</remarks>
internal sealed partial class BlazorClient : IAsyncDisposable
{
    private const int Invocation = 1;
    private const int Completion = 3;
    private const int Close = 7;

    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _disposed = new();
    private readonly Channel<string> _rendered = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource<string> _circuit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Uri _page;
    private Task _receiving = Task.CompletedTask;
    private int _scriptObjects;

    private BlazorClient(Uri page) => _page = page;

    /// <summary>The text of what is rendered, batch by batch; ends with the circuit.</summary>
    public ChannelReader<string> Rendered => _rendered.Reader;

    /// <summary>Opens a page, and returns once its circuit has begun.</summary>
    public static async Task<BlazorClient> OpenAsync(HttpClient http, Uri page, CancellationToken cancellationToken)
    {
        var html = await http.GetStringAsync(page, cancellationToken);
        var markers = Marker().Matches(html).Select(match => match.Groups[1].Value).ToList();
        var client = new BlazorClient(page);
        try
        {
            await client.ConnectAsync(markers, cancellationToken);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until something with this text is rendered.</summary>
    public async Task WaitForAsync(Predicate<string> isWanted, CancellationToken cancellationToken)
    {
        await foreach (var text in _rendered.Reader.ReadAllAsync(cancellationToken))
        {
            if (isWanted(text))
                return;
        }

        throw new InvalidOperationException($"The circuit of {_page} ended before the page showed what it was to show.");
    }

    /// <summary>Closes the page as a browser's tab is closed: the server is told, and need not keep the circuit.</summary>
    public async Task CloseAsync(HttpClient http, CancellationToken cancellationToken)
    {
        using var form = new MultipartFormDataContent { { new StringContent(await _circuit.Task), "circuitId" } };
        using var response = await http.PostAsync(new Uri(_page, "/_blazor/disconnect"), form, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync();
        await _receiving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
        _disposed.Dispose();
    }

    private async Task ConnectAsync(IReadOnlyList<string> markers, CancellationToken cancellationToken)
    {
        _socket.Options.SetRequestHeader("Origin", _page.GetLeftPart(UriPartial.Authority));
        await _socket.ConnectAsync(new UriBuilder(new Uri(_page, "/_blazor")) { Scheme = "ws" }.Uri, cancellationToken);
        await _socket.SendAsync("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"u8.ToArray(), WebSocketMessageType.Binary, true, cancellationToken);
        await ReadFrameAsync(cancellationToken);
        _receiving = ReceiveAsync(_disposed.Token);
        await SendAsync("0", "StartCircuit", cancellationToken, new Uri(_page, "/").AbsoluteUri, _page.AbsoluteUri, "[]", "");
        await _circuit.Task.WaitAsync(cancellationToken);
        var operations = markers.Select((marker, index) => string.Create(
            CultureInfo.InvariantCulture, $$"""{"type":"add","ssrComponentId":{{index + 1}},"marker":{{marker}}}"""));
        await SendAsync(null, "UpdateRootComponents", cancellationToken, $$"""{"batchId":1,"operations":[{{string.Join(',', operations)}}]}""", "");
    }

    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await ReadFrameAsync(cancellationToken) is { } frame)
            {
                var rest = new ReadOnlyMemory<byte>(frame);
                while (rest.Length > 0)
                {
                    var length = ReadLength(ref rest);
                    await HandleAsync(rest[..length], cancellationToken);
                    rest = rest[length..];
                }
            }

            _rendered.Writer.TryComplete();
        }
        catch (Exception exception)
        {
            _rendered.Writer.TryComplete(cancellationToken.IsCancellationRequested ? null : exception);
            _circuit.TrySetException(exception);
        }
    }

    private Task HandleAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var reader = new MessagePackReader(message);
        reader.ReadArrayHeader();
        switch (reader.ReadInt32())
        {
            case Completion:
                reader.Skip();
                reader.Skip();
                _circuit.TrySetResult(reader.ReadInt32() == 3 ? reader.ReadString()! : throw new InvalidOperationException($"The circuit did not start: {reader.ReadString()}"));
                return Task.CompletedTask;
            case Invocation:
                reader.Skip();
                reader.Skip();
                return HandleInvocationAsync(reader.ReadString()!, ref reader, cancellationToken);
            case Close:
                throw new InvalidOperationException($"The server closed the circuit of {_page}.");
            default:
                return Task.CompletedTask;
        }
    }

    private Task HandleInvocationAsync(string target, ref MessagePackReader reader, CancellationToken cancellationToken)
    {
        reader.ReadArrayHeader();
        switch (target)
        {
            case "JS.RenderBatch":
                var batch = reader.ReadInt32();
                _rendered.Writer.TryWrite(Encoding.UTF8.GetString(reader.ReadBytes()!.Value.ToArray()));
                return SendAsync(null, "OnRenderCompleted", cancellationToken, batch, null);
            case "JS.BeginInvokeJS":
                var (call, function) = (reader.ReadInt64(), reader.ReadString()!);
                reader.Skip();
                return call == 0
                    ? Task.CompletedTask
                    : SendAsync(null, "EndInvokeJSFromDotNet", cancellationToken, call, true, $"[{call},true,{ResultOf(function, reader.ReadInt32())}]");
            case "JS.Error":
                throw new InvalidOperationException($"The circuit of {_page} failed: {reader.ReadString()}");
            default:
                return Task.CompletedTask;
        }
    }

    /// <param name="kind">What is expected: 1 is an object of the script's.</param>
    private string ResultOf(string function, int kind) => (kind, function) switch
    {
        (1, _) => $$"""{"__jsObjectId":{{++_scriptObjects}}}""",
        (_, var name) when name.Contains("dark", StringComparison.OrdinalIgnoreCase) => "false",
        _ => "null",
    };

    private async Task SendAsync(string? id, string target, CancellationToken cancellationToken, params object?[] arguments)
    {
        var message = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(message);
        writer.WriteArrayHeader(6);
        writer.Write(Invocation);
        writer.WriteMapHeader(0);
        writer.Write(id);
        writer.Write(target);
        writer.WriteArrayHeader(arguments.Length);
        foreach (var argument in arguments)
            Write(ref writer, argument);
        writer.WriteArrayHeader(0);
        writer.Flush();
        await _socket.SendAsync(Framed(message.WrittenSpan), WebSocketMessageType.Binary, true, cancellationToken);
    }

    private static void Write(ref MessagePackWriter writer, object? argument)
    {
        switch (argument)
        {
            case null: writer.WriteNil(); break;
            case bool value: writer.Write(value); break;
            case int value: writer.Write(value); break;
            case long value: writer.Write(value); break;
            default: writer.Write((string)argument); break;
        }
    }

    private static byte[] Framed(ReadOnlySpan<byte> message)
    {
        var frame = new List<byte>(message.Length + 5);
        for (var length = (uint)message.Length; ; length >>= 7)
        {
            frame.Add((byte)(length > 0x7F ? (length & 0x7F) | 0x80 : length));
            if (length <= 0x7F)
                break;
        }

        frame.AddRange(message);
        return [.. frame];
    }

    private static int ReadLength(ref ReadOnlyMemory<byte> frame)
    {
        var (length, shift, at) = (0, 0, 0);
        byte next;
        do
        {
            next = frame.Span[at++];
            length |= (next & 0x7F) << shift;
            shift += 7;
        }
        while ((next & 0x80) != 0);
        frame = frame[at..];
        return length;
    }

    private async Task<byte[]?> ReadFrameAsync(CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            using var frame = new MemoryStream();
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
                if (part.MessageType is WebSocketMessageType.Close)
                    return null;
                frame.Write(buffer, 0, part.Count);
                if (part.EndOfMessage)
                    return frame.ToArray();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    [GeneratedRegex("<!--Blazor:(\\{.*?\"type\":\"server\".*?\\})-->")]
    private static partial Regex Marker();
}
