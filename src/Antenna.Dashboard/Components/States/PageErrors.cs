using System.Security.Cryptography;
using Antenna.Data.Database;
using Antenna.Data.Errors;

namespace Antenna.Dashboard.Components.States;

/// <summary>The one place where an exception becomes what a page shows of it.</summary>
public static partial class PageErrors
{
    /// <summary>Without letters and digits that are mistaken for one another when they are read out.</summary>
    private const string ReferenceLetters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    private const int ReferenceLength = 6;

    /// <summary>Describes an exception, and logs it under the reference that the message names.</summary>
    /// <param name="failed">What failed: "This could not be read".</param>
    /// <param name="logger">Of the component that met it.</param>
    public static PageError Describe(Exception exception, string failed, ILogger logger)
    {
        if (exception is RefusedException)
            return new(exception.Message, Reference: null);

        var reference = RandomNumberGenerator.GetString(ReferenceLetters, ReferenceLength);
        LogFailed(logger, failed, reference, exception);
        return new(
            DatabaseError.Of(exception) is { IsTransient: true } error
                ? $"{failed}. {DatabaseErrorText.What(error.Kind)}. {DatabaseErrorText.Advice(error.Kind)}. The server's log says more under the reference {reference}."
                : $"{failed}, because of an error that the product did not expect. Try again. If it stays so, report the reference {reference}, under which the server's log has the rest.",
            reference);
    }

    [LoggerMessage(EventId = 3001, Level = LogLevel.Error, Message = "{Failed}; a page shows the reference {Reference}")]
    private static partial void LogFailed(ILogger logger, string failed, string reference, Exception exception);
}
