using System.Globalization;
using Antenna.Dashboard.Components.States;
using Antenna.Data.Database;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tasks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Antenna.Dashboard.Api;

/// <summary>
/// What the API answers where it does not answer what it was asked for: problem details (RFC 9457), with the very messages that
/// pages and command line show, and those about one field under its name in <c>errors</c>.
/// </summary>
internal static class ApiProblems
{
    public const string ContentType = "application/problem+json";

    private const string Failed = "This could not be answered";

    /// <summary>There is no such thing.</summary>
    /// <param name="thing">What it is called: "occurrence".</param>
    public static ProblemHttpResult None(string thing, long id) => NotFound(string.Create(CultureInfo.InvariantCulture, $"There is no {thing} {id}."));

    public static ProblemHttpResult NotFound(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status404NotFound);

    /// <summary>There is something, which does not answer this method.</summary>
    public static ProblemHttpResult WrongMethod(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status405MethodNotAllowed);

    /// <summary>What was sent is of no type that is read.</summary>
    public static ProblemHttpResult WrongType(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status415UnsupportedMediaType);

    /// <summary>It cannot be done as things stand.</summary>
    public static ProblemHttpResult Conflict(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status409Conflict);

    /// <summary>Fields that are wrong, each with its messages.</summary>
    public static ProblemHttpResult Invalid(IEnumerable<KeyValuePair<string, string[]>> errors) =>
        TypedResults.Problem(new HttpValidationProblemDetails(errors) { Status = StatusCodes.Status400BadRequest, Detail = Sentences(errors) });

    /// <summary>Answers before an endpoint is called where its query is wrong, and what it refuses or fails at as a problem.</summary>
    public static async ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        if (call.Arguments.OfType<ICheckedQuery>().FirstOrDefault(query => query.Problems.Count > 0) is { } wrong)
            return Invalid(wrong.Problems);
        try
        {
            return await next(call);
        }
        catch (LaunchRefusedException refused)
        {
            return Invalid(refused.Problems.GroupBy(problem => problem.Field).Select(field =>
                KeyValuePair.Create(field.Key, field.Select(problem => problem.Message).Distinct().ToArray())));
        }
        catch (RunRefusedException refused)
        {
            return Conflict(refused.Message);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or BadHttpRequestException))
        {
            var logger = call.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ApiProblems));
            return TypedResults.Problem(
                PageErrors.Describe(exception, Failed, logger).Message,
                statusCode: DatabaseError.IsTransientError(exception) ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError);
        }
    }

    private static string Sentences(IEnumerable<KeyValuePair<string, string[]>> errors) =>
        string.Join(' ', errors.Select(field => $"{field.Key}: {string.Join(' ', field.Value)}"));
}
