using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Antenna.Dashboard.Hosting;
using Antenna.Data.Database;
using Antenna.Data.Import;
using Antenna.Data.Postgres;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tasks;

namespace Antenna.Dashboard.CommandLine;

/// <summary>
/// The product's one executable: without arguments the server, with arguments a command. Errors that people can act on
/// end as lines on standard error and an exit code.
/// </summary>
internal static class AntennaCommandLine
{
    private const string Description =
        """
        Masks predictions on trap photographs to the species that can occur there.
        Without a command it serves the dashboard.

        Exit codes: 0 done; 1 refused or failed; 2 the command was not understood;
        3 no usable database or settings; 130, 143 stopped by Ctrl-C or a termination signal.
        """;

    private static readonly RootCommand Root = CreateRoot();

    /// <summary>Runs a command as this process, which a signal interrupts.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        using var interruption = new Interruption();
        try
        {
            return await RunAsync(args, new(), interruption.Token);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            return interruption.ExitCode;
        }
    }

    /// <summary>Runs a command.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    internal static async Task<int> RunAsync(string[] args, CommandInvocation invocation, CancellationToken cancellationToken)
    {
        try
        {
            var settings = ServeCommand.SettingsIn(args);
            invocation.Settings = [.. invocation.Settings, .. settings];

            // An argument that begins with @ is a name like any other, no file to read arguments from.
            var parsed = Root.Parse(
                [.. args.Where(argument => !settings.Contains(argument))], new() { ResponseFileTokenReplacer = null });

            // After a mistyped option one wants to see which, not to find it above a page of help. Where a command is
            // missing, the help is the list of them.
            if (parsed.Action is ParseErrorAction notUnderstood)
                notUnderstood.ShowHelp = parsed.CommandResult.Command.Subcommands.Count > 0;

            // Of a command that was not understood there is no answer, only what was wrong with it.
            if (parsed.Errors.Count > 0)
                invocation.Output = invocation.Error;
            var code = await parsed.InvokeAsync(invocation, cancellationToken);
            return parsed.Errors.Count > 0 ? ExitCode.Usage : code;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return Explain(exception, invocation.Error);
        }
    }

    private static RootCommand CreateRoot()
    {
        var root = new RootCommand(Description)
        {
            ServeCommand.Create(),
            ImportCommands.Create(),
            ExportCommands.Create(),
            MaskCommand.Create(),
            RunCommand.Create(),
            RunsCommand.Create(),
            StandingMasksCommand.Create(),
            ListCommands.Create(),
            VerifyCommand.Create(),
            CommonOptions.Verbose,
            ServeCommand.NoDemo,
        };
        root.SetAction(ServeCommand.RunAsync);
        foreach (var help in root.Options.OfType<HelpOption>())
            help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    private static int Explain(Exception exception, TextWriter error)
    {
        switch (exception)
        {
            case LaunchRefusedException refused:
                foreach (var problem in refused.Problems)
                    CommandOutput.WriteError(error, $"--{problem.Field}: {problem.Message}");
                return ExitCode.Failed;
            case ImportRefusedException refused:
                foreach (var problem in refused.Problems)
                    CommandOutput.WriteError(error, problem.ToString());
                return ExitCode.Failed;
            case CommandRefusedException or RunRefusedException:
                CommandOutput.WriteError(error, exception.Message);
                return ExitCode.Failed;
            case RefusedOptionException refused:
                CommandOutput.WriteError(error, $"--{refused.Option}: {refused.Message}");
                return ExitCode.Failed;
            case SettingsException or PrivatePostgresException or DatabaseUnavailableException:
                CommandOutput.WriteError(error, exception.Message);
                return ExitCode.NoDatabase;
            case var _ when DatabaseError.Of(exception) is { IsTransient: true } failed:
                CommandOutput.WriteError(
                    error, $"{DatabaseErrorText.What(failed.Kind)} ({failed.Reason.TrimEnd('.')}). {DatabaseErrorText.Advice(failed.Kind)}. What was under way is undone; then try again.");
                return ExitCode.NoDatabase;
            case IOException full when DiskErrors.IsFull(full):
                CommandOutput.WriteError(error, $"The disk is full ({full.Message.TrimEnd('.')}). Free space on it. What was under way is undone; then try again.");
                return ExitCode.Failed;
            default:
                CommandOutput.WriteError(error, $"The product did not expect this error; please report it.{Environment.NewLine}{exception}");
                return ExitCode.Failed;
        }
    }
}
