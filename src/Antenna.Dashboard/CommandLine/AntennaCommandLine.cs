using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Antenna.Dashboard.Hosting;
using Antenna.Data.Database;
using Antenna.Data.Import;
using Antenna.Data.Postgres;
using Antenna.PostProcessing.Runs;

namespace Antenna.Dashboard.CommandLine;

/// <summary>
/// The product's one executable: without arguments the server, with arguments a command. Errors that people can act on
/// end as lines on standard error and an exit code.
/// </summary>
internal static class AntennaCommandLine
{
    private const string Description =
        """
        Masks what classifiers said of trap photographs to the species that can occur there.
        Without a command it serves the dashboard.

        Exit codes: 0 done; 1 refused or failed; 2 the command was not understood;
        3 no usable database or settings; 130, 143 stopped by Ctrl-C or a termination signal.
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        var settings = ServeCommand.SettingsIn(args);
        var root = new RootCommand(Description)
        {
            ServeCommand.Create(settings),
            ImportCommands.Create(),
            MaskCommand.Create(),
            ListCommands.Create(),
            CommonOptions.Verbose,
            ServeCommand.NoDemo,
        };
        root.SetAction((parsed, token) => ServeCommand.RunAsync(parsed, settings, token));
        foreach (var help in root.Options.OfType<HelpOption>())
            help.Action = new HelpWithExamples((HelpAction)help.Action!);

        using var interruption = new Interruption();
        try
        {
            // An argument that begins with @ is a name like any other, no file to read arguments from.
            var parsed = root.Parse(
                [.. args.Where(argument => !settings.Contains(argument))], new() { ResponseFileTokenReplacer = null });

            // Somebody who mistyped an option wants to see which, not to find it above a page of help. Where a command is
            // missing, the help is the list of them.
            if (parsed.Action is ParseErrorAction notUnderstood)
                notUnderstood.ShowHelp = parsed.CommandResult.Command.Subcommands.Count > 0;

            // Signals are ours: the library's own handling would end the process while a run is being put away.
            var code = await parsed.InvokeAsync(
                new()
                {
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                    // Of a command that was not understood there is no answer, only what was wrong with it.
                    Output = parsed.Errors.Count > 0 ? Console.Error : Console.Out,
                },
                interruption.Token);
            return parsed.Errors.Count > 0 ? ExitCode.Usage : code;
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            return interruption.ExitCode;
        }
        catch (Exception exception)
        {
            return await ExplainAsync(exception, Console.Error);
        }
    }

    private static async Task<int> ExplainAsync(Exception exception, TextWriter error)
    {
        switch (exception)
        {
            case LaunchRefusedException refused:
                foreach (var problem in refused.Problems)
                    await error.WriteLineAsync($"--{problem.Field}: {problem.Message}");
                return ExitCode.Failed;
            case ImportRefusedException refused:
                foreach (var problem in refused.Problems)
                    await error.WriteLineAsync(problem.ToString());
                return ExitCode.Failed;
            case CommandRefusedException:
                await error.WriteLineAsync(exception.Message);
                return ExitCode.Failed;
            case RefusedOptionException refused:
                await error.WriteLineAsync($"--{refused.Option}: {refused.Message}");
                return ExitCode.Failed;
            case SettingsException or PrivatePostgresException or DatabaseUnavailableException:
                await error.WriteLineAsync(exception.Message);
                return ExitCode.NoDatabase;
            case var _ when DatabaseTrouble.Passes(exception):
                var reason = exception.GetBaseException().Message.TrimEnd('.');
                await error.WriteLineAsync($"The database went away ({reason}). What was under way is undone; try again.");
                return ExitCode.NoDatabase;
            default:
                await error.WriteLineAsync($"The product did not expect this error; please report it.{Environment.NewLine}{exception}");
                return ExitCode.Failed;
        }
    }
}
