using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Antenna.Dashboard.CommandLine;

/// <summary>A command of the product: one that shows by examples how it is used.</summary>
internal sealed class AntennaCommand(string name, string description) : Command(name, description)
{
    /// <summary>Lines to type after the executable's name.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>Runs it in a session, with the log that <c>--verbose</c> asks for.</summary>
    public AntennaCommand Does(Func<ParseResult, CommandSession, CommandOutput, CancellationToken, Task<int>> action)
    {
        Add(CommonOptions.Json);
        SetAction(async (parsed, cancellationToken) =>
        {
            var invocation = CommandInvocation.Of(parsed);
            await using var session = await CommandSession.OpenAsync(invocation, parsed.GetValue(CommonOptions.Verbose), cancellationToken);
            return await action(parsed, session, new(invocation, parsed.GetValue(CommonOptions.Json)), cancellationToken);
        });
        return this;
    }
}

/// <summary>Adds a command's examples to its help.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    public override bool Terminating => help.Terminating;

    public override bool ClearsParseErrors => help.ClearsParseErrors;

    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is AntennaCommand { Examples: { Count: > 0 } examples })
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in examples)
                output.WriteLine($"  {example}");
            output.WriteLine();
        }

        return code;
    }
}
