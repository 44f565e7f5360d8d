using System.CommandLine;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Model;
using Antenna.PostProcessing.Runs;

namespace Antenna.Dashboard.CommandLine;

/// <summary><c>runs</c>: cancels, resumes, retries, undoes and redoes runs, as the page of a run does.</summary>
internal static class RunsCommand
{
    private static readonly Argument<long> Run = new("run")
    {
        Description = "The run, by its number.",
        CustomParser = argument => Numbers.Whole<long>(argument),
    };

    private static readonly Option<bool> WithLater = new("--with-later") { Description = "Undo the runs that stand on it as well, newest first." };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Say what would be undone, and write nothing." };

    public static Command Create() => new("runs", "Cancel, resume, retry, undo and redo runs. 'list runs' shows them.")
    {
        new AntennaCommand("cancel", "Cancel a run: within one batch, a queued one at once. What it did stays.")
        {
            Examples = ["runs cancel 17"],
            Arguments = { Run },
        }.Does(CancelAsync),
        new AntennaCommand("resume", "Continue a canceled or failed run from where it stopped, and follow it.")
        {
            Examples = ["runs resume 17"],
            Arguments = { Run },
        }.Does(ResumeAsync),
        new AntennaCommand("retry", "Launch a new run with the settings and the scope of one that has ended, and follow it.")
        {
            Examples = ["runs retry 17"],
            Arguments = { Run },
        }.Does(RetryAsync),
        new AntennaCommand("undo", "Undo exactly what a run did, and follow it. Undoing an undo does the run again.")
        {
            Examples = ["runs undo 17 --dry-run", "runs undo 17 --with-later"],
            Arguments = { Run },
            Options = { WithLater, DryRun },
        }.Does(UndoAsync),
    };

    private static async Task<int> CancelAsync(ParseResult parsed, CommandSession session, CommandOutput output, CancellationToken cancellationToken)
    {
        var id = parsed.GetValue(Run);
        var person = await session.Get<ICurrentPerson>().GetAsync(cancellationToken);
        var state = await session.Get<RunControl>().CancelAsync(id, person, cancellationToken);
        if (output.AsJson)
            output.Json(new { runId = id, state });
        else
            output.WriteLine($"Run {id}: {state}.");
        return state is RunState.Canceled or RunState.Canceling ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task<int> ResumeAsync(ParseResult parsed, CommandSession session, CommandOutput output, CancellationToken cancellationToken)
    {
        var id = parsed.GetValue(Run);
        var person = await session.Get<ICurrentPerson>().GetAsync(cancellationToken);
        await session.Get<RunControl>().ResumeAsync(id, person, cancellationToken);
        return await RunCommand.FollowAsync([new(id, "resumed", AlreadyUnderWay: false)], session, output, cancellationToken);
    }

    private static async Task<int> RetryAsync(ParseResult parsed, CommandSession session, CommandOutput output, CancellationToken cancellationToken)
    {
        var person = await session.Get<ICurrentPerson>().GetAsync(cancellationToken);
        var launched = await session.Get<RunRetry>().LaunchAsync(parsed.GetValue(Run), person, cancellationToken);
        return await RunCommand.FollowAsync(launched, session, output, cancellationToken);
    }

    private static async Task<int> UndoAsync(ParseResult parsed, CommandSession session, CommandOutput output, CancellationToken cancellationToken)
    {
        var id = parsed.GetValue(Run);
        var undo = session.Get<RunUndo>();
        var plan = await undo.PlanAsync(id, cancellationToken) ?? throw new CommandRefusedException($"There is no run {id}.");
        if (parsed.GetValue(DryRun))
        {
            Show(plan, output);
            return plan.WhyNot is null ? ExitCode.Done : ExitCode.Failed;
        }

        var person = await session.Get<ICurrentPerson>().GetAsync(cancellationToken);
        var launched = await undo.LaunchAsync(id, parsed.GetValue(WithLater) ? plan.Standing : [], person, cancellationToken);
        return await RunCommand.FollowAsync(launched, session, output, cancellationToken);
    }

    private static void Show(UndoPlan plan, CommandOutput output)
    {
        if (output.AsJson)
        {
            output.Json(plan);
            return;
        }

        output.WriteLine(plan.WhyNot ?? (
            $"Undoing run {plan.RunId} would take {CommandOutput.Count(plan.Occurrences)} occurrences back to what counted before, remove "
            + $"{CommandOutput.Count(plan.Written)} predictions that it wrote, and change {CommandOutput.Count(plan.TaxonChanged)} determined taxa back."));
        if (plan.Standing.Count > 0)
            output.WriteLine($"These runs stand on it and are undone before it, with --with-later: {string.Join(", ", plan.Standing)}.");
    }
}
