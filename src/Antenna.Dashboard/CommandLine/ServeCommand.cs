using System.CommandLine;
using System.Text.RegularExpressions;
using Antenna.Dashboard.Hosting;

namespace Antenna.Dashboard.CommandLine;

/// <summary><c>serve</c>, which is also what happens without a command.</summary>
internal static partial class ServeCommand
{
    private const string Name = "serve";

    public static readonly Option<bool> NoDemo = new("--no-demo") { Description = "Leave an empty private database empty, rather than making the demo project in it." };

    public static Command Create()
    {
        var command = new Command(
            Name,
            "Serve the dashboard until Ctrl-C. Any setting can be given as --Section:Key=value, such as --urls=http://localhost:5211.")
        {
            NoDemo,
        };
        command.SetAction(RunAsync);
        return command;
    }

    /// <summary>The arguments that are settings of the server. They are no options: there are as many as there are settings.</summary>
    public static string[] SettingsIn(string[] args) =>
        args.FirstOrDefault(argument => argument != NoDemo.Name) is { } first && (first == Name || Setting().IsMatch(first))
            ? [.. args.Where(argument => Setting().IsMatch(argument))]
            : [];

    public static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var invocation = CommandInvocation.Of(parsed);
        await DashboardServer.RunAsync(invocation.Settings, withDemo: !parsed.GetValue(NoDemo), invocation.Output, cancellationToken);
        return ExitCode.Done;
    }

    [GeneratedRegex("^--[A-Za-z][A-Za-z0-9_:.]*=")]
    private static partial Regex Setting();
}
