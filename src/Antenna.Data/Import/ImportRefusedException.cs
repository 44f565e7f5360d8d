using Antenna.Data.Errors;

namespace Antenna.Data.Import;

/// <summary>One reason why a file is not imported.</summary>
/// <param name="Place">Where; null where it is about the request, not about a place in a file.</param>
/// <param name="Message">What is wrong there, what was expected, and what to do.</param>
public sealed record ImportProblem(ImportPlace? Place, string Message)
{
    // What is quoted is shortened where it is quoted; this is for what is made of several values.
    private const int LongestMessage = 2_000;

    /// <inheritdoc cref="ImportProblem(ImportPlace, string)" path="/param[@name='Message']"/>
    public string Message { get; init; } = ShortText.Of(Message, LongestMessage);

    public override string ToString() => Place is null ? Message : $"{Place}: {Message}";
}

/// <summary>An import that was refused; nothing of it was written.</summary>
public class ImportRefusedException : RefusedException
{
    public ImportRefusedException(string message)
        : this([new ImportProblem(null, message)])
    {
    }

    public ImportRefusedException(ImportPlace place, string message, Exception? innerException = null)
        : this([new ImportProblem(place, message)], innerException)
    {
    }

    public ImportRefusedException(IReadOnlyList<ImportProblem> problems, Exception? innerException = null)
        : base(string.Join(Environment.NewLine, problems), innerException) => Problems = problems;

    /// <summary>All that is known to be wrong; at least one.</summary>
    public IReadOnlyList<ImportProblem> Problems { get; }
}
