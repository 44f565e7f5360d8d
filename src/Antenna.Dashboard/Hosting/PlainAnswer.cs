using Antenna.Dashboard.Api;

namespace Antenna.Dashboard.Hosting;

/// <summary>An answer that is one sentence: to a program of the API as problem details, to everybody else as text.</summary>
internal static class PlainAnswer
{
    public static Task WriteAsync(HttpContext context, string sentence, int status) => (ApiAccess.IsOfApi(context.Request)
        ? Results.Problem(sentence, statusCode: status)
        : Results.Text(sentence, statusCode: status)).ExecuteAsync(context);
}
