using System.CommandLine;
using System.Globalization;
using Antenna.Data.Scopes;

namespace Antenna.Dashboard.CommandLine;

/// <summary>The options by which a command names the scope of a run: exactly one of them.</summary>
internal static class ScopeOptions
{
    private static readonly Option<string?> CaptureSet = new("--capture-set") { Description = "The capture set, by id or name.", HelpName = "set" };

    private static readonly Option<long?> Occurrence = new("--occurrence")
    {
        Description = "The one occurrence instead, by id.",
        HelpName = "id",
        CustomParser = argument => Numbers.Whole<long>(argument),
    };

    private static readonly Option<string?> Occurrences = new("--occurrences")
    {
        Description = "A selection of occurrences instead, by their ids with commas between them.",
        HelpName = "id,id",
    };

    /// <summary>Adds the options to a command.</summary>
    public static void AddTo(Command command)
    {
        foreach (var option in (Option[])[CaptureSet, Occurrence, Occurrences])
            command.Options.Add(option);
        command.Validators.Add(parsed =>
        {
            if (new[] { parsed.GetResult(CaptureSet) is null, parsed.GetResult(Occurrence) is null, parsed.GetResult(Occurrences) is null }.Count(missing => !missing) != 1)
                parsed.AddError("Name the scope: one of --capture-set, --occurrence and --occurrences.");
        });
    }

    /// <summary>The scope that was named.</summary>
    public static async Task<RunScope> ReadAsync(ParseResult parsed, Naming naming, CancellationToken cancellationToken) =>
        parsed.GetValue(CaptureSet) is { } set ? RunScope.OfCaptureSet(await naming.CaptureSetAsync(set, cancellationToken))
        : parsed.GetValue(Occurrence) is { } occurrence ? RunScope.OfOccurrence(occurrence)
        : RunScope.OfSelection(parsed.GetValue(Occurrences)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Id));

    private static long Id(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        ? id
        : throw new RefusedOptionException("occurrences", $"'{text}' is no id of an occurrence. Write them as 17,23,42.");
}
