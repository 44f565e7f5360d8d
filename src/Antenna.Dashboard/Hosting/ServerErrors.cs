namespace Antenna.Dashboard.Hosting;

/// <summary>What is answered when the server fails over a request: that it did, and nothing of how.</summary>
public static class ServerErrors
{
    private const string Answer = "The server met an error that it did not expect. Its log says which; please report it.";

    /// <summary>Answers for everything that comes after it. The middleware logs the exception itself.</summary>
    public static void UseServerErrors(this IApplicationBuilder app) => app.UseExceptionHandler(new ExceptionHandlerOptions
    {
        ExceptionHandler = context => PlainAnswer.WriteAsync(context, Answer, StatusCodes.Status500InternalServerError),
    });
}
