using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Antenna.Dashboard.Api;

/// <summary>
/// Gives what is read an ETag, and a client that has it already no more than 304. The tag is that of the answer's own bytes, so it is
/// right whatever the answer is made of.
/// </summary>
internal static class ConditionalAnswers
{
    /// <summary>Whoever keeps an answer asks whether it is still so.</summary>
    private const string Revalidate = "private, no-cache";

    /// <summary>Writes the value of a successful answer with its tag; leaves every other as it is.</summary>
    public static async ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var result = await next(call);

        // An endpoint that may answer in several ways wraps the one that it chose.
        var answer = result is INestedHttpResult nested ? nested.Result : result;
        if (!HttpMethods.IsGet(call.HttpContext.Request.Method) || answer is not IValueHttpResult { Value: { } value } || answer is not IStatusCodeHttpResult { StatusCode: StatusCodes.Status200OK })
            return result;
        var options = call.HttpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        return Tagged(call.HttpContext, JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), options));
    }

    private static IResult Tagged(HttpContext context, byte[] json)
    {
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, 16))}\"");
        context.Response.Headers.CacheControl = Revalidate;
        context.Response.GetTypedHeaders().ETag = tag;
        var known = context.Request.GetTypedHeaders().IfNoneMatch;
        return known.Any(each => each == EntityTagHeaderValue.Any || each.Compare(tag, useStrongComparison: false))
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Bytes(json, "application/json; charset=utf-8");
    }
}
