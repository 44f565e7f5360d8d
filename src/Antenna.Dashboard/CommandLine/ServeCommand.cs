using System.CommandLine;
using System.Text.RegularExpressions;
using Antenna.Dashboard.Hosting;

namespace Antenna.Dashboard.CommandLine;

/// <summary><c>serve</c>, which is also what happens without a command.</summary>
internal static partial class ServeCommand
{
    private const string Name = "serve";

    public static Command Create(string[] settings)
    {
        var command = new Command(
            Name,
            "Serve the dashboard until Ctrl-C. Any setting can be given as --Section:Key=value, such as --urls=http://localhost:5211.");
        command.SetAction((_, token) => RunAsync(settings, token));
        return command;
    }

    /// <summary>The arguments that are settings of the server. They are no options: there are as many as there are settings.</summary>
    public static string[] SettingsIn(string[] args) =>
        args is [Name, ..] || args is [var first, ..] && Setting().IsMatch(first)
            ? [.. args.Where(argument => Setting().IsMatch(argument))]
            : [];

    public static async Task<int> RunAsync(string[] settings, CancellationToken cancellationToken)
    {
        await DashboardServer.RunAsync(settings, Console.Out, cancellationToken);
        return ExitCode.Done;
    }

    [GeneratedRegex("^--[A-Za-z][A-Za-z0-9_:.]*=")]
    private static partial Regex Setting();
}
