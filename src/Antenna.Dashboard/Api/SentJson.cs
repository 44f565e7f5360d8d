using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Antenna.Dashboard.Api;

/// <summary>What a request sends, read as strictly as a query is: what is no such thing is said with its place.</summary>
/// <param name="Value">Null only where there are problems.</param>
internal sealed record SentJson<T>(T? Value, IReadOnlyDictionary<string, string[]> Problems) : ICheckedQuery
    where T : class
{
    /// <summary>Where what is sent is no JSON, or none of the kind, as a whole.</summary>
    private const string Whole = "body";

    /// <summary>Reads it from a request. What is wrong is answered before the endpoint is called (<see cref="ApiProblems"/>).</summary>
    public static async ValueTask<SentJson<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var options = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(context.Request.Body, options, context.RequestAborted) is { } value
                ? new(value, new Dictionary<string, string[]>())
                : Wrong(Whole, "Send an object, and not null.");
        }
        catch (JsonException exception)
        {
            // The path begins with a $ for the whole: $.settings.mode.
            var field = exception.Path?.TrimStart('$', '.') is { Length: > 0 } path ? path : Whole;
            return Wrong(field, $"This is not what is expected here{Place(exception)}: the document of the API says what is.");
        }
    }

    private static string Place(JsonException exception) => exception is { LineNumber: { } line, BytePositionInLine: { } position }
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $" (line {line + 1}, byte {position + 1})")
        : "";

    private static SentJson<T> Wrong(string field, string message) => new(null, new Dictionary<string, string[]> { [field] = [message] });
}
