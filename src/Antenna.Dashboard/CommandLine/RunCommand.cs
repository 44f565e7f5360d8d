using System.CommandLine;
using Antenna.Dashboard.SignIn;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tasks;

namespace Antenna.Dashboard.CommandLine;

/// <summary>
/// <c>run</c>: launches any task as a page does, and follows its runs to their end. The options after the scope are the
/// task's own settings; <c>list tasks</c> shows them.
/// </summary>
internal static class RunCommand
{
    private static readonly Argument<string> Task = new("task") { Description = "The task, by its key; 'list tasks' shows which there are." };

    public static Option<bool> DryRun { get; } = new("--dry-run") { Description = "Count what would change, and write nothing." };

    public static Command Create()
    {
        var command = new AntennaCommand("run", "Run a post-processing task. Settings of the task follow as --name value.")
        {
            Examples =
            [
                "run small-size-filter --capture-set 'Trap nights' --threshold 0.001 --dry-run",
                "run rank-roll-up --capture-set 1 --classifier 1",
                "run class-masking --occurrences 17,23 --taxa-list 1@2 --classifier 1",
            ],
            Arguments = { Task },
            Options = { DryRun },
            TreatUnmatchedTokensAsErrors = false,
        };
        ScopeOptions.AddTo(command);
        return command.Does(RunAsync);
    }

    /// <summary>Launches a request, or counts what it would do, and answers how its runs ended.</summary>
    public static async Task<int> ExecuteAsync(
        IPostProcessingTask task, TaskRequest request, bool dryRun, CommandSession session, CommandOutput output, CancellationToken cancellationToken)
    {
        var currentPerson = session.Get<ICurrentPerson>();

        // A request that is refused records nothing, not even who asked.
        var review = await task.ReviewAsync(request, await currentPerson.FindAsync(cancellationToken), cancellationToken);
        var plans = review.Accepted();
        if (dryRun)
            return await RunReport.DryRunAsync(plans, session, output, cancellationToken);

        // Before anything starts that would take up other runs: a request that is refused has nothing to do with them.
        var launched = await session.Get<RunLauncher>().LaunchAsync(
            task.Key, request, await currentPerson.GetAsync(cancellationToken), cancellationToken);
        foreach (var run in launched.Where(run => run.AlreadyUnderWay))
            output.Note($"Run {run.RunId} does just this already; following it.");
        return await FollowAsync(launched, session, output, cancellationToken);
    }

    /// <summary>Follows runs to their end, executing them here unless a server does, and answers how they ended.</summary>
    public static async Task<int> FollowAsync(
        IReadOnlyList<LaunchedRun> launched, CommandSession session, CommandOutput output, CancellationToken cancellationToken)
    {
        var follower = session.Get<RunFollower>();
        if (follower.ServerExecutes)
            output.Note("The server on this database executes it; this command only follows.");
        try
        {
            await session.StartAsync(cancellationToken);
            var ended = await follower.FollowAsync(launched, output, cancellationToken);
            return await RunReport.ShowAsync(launched, ended, session, output, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            output.Note(follower.ServerExecutes
                ? "No longer following. The run goes on in the server."
                : "Stopped. The run goes on from its last batch when the server or any command that executes runs is started again.");
            throw;
        }
    }

    /// <summary>
    /// Executes runs here that something else than this command asked for, unless a server does it anyway; how each ended is
    /// a note, and no part of the command's answer.
    /// </summary>
    public static async Task ExecuteHereAsync(
        IReadOnlyList<long> runIds, CommandSession session, CommandOutput output, CancellationToken cancellationToken)
    {
        var follower = session.Get<RunFollower>();
        if (runIds.Count == 0 || follower.ServerExecutes)
            return;
        await session.StartAsync(cancellationToken);
        foreach (var ended in await follower.FollowAsync([.. runIds.Select(id => new LaunchedRun(id, "", AlreadyUnderWay: false))], output, cancellationToken))
            output.Note($"Run {ended.RunId}: {ended.State}.{(ended.Failure is { } failure ? $" {failure}" : "")}");
    }

    private static async Task<int> RunAsync(ParseResult parsed, CommandSession session, CommandOutput output, CancellationToken cancellationToken)
    {
        var key = parsed.GetRequiredValue(Task);
        var tasks = session.Get<PostProcessingTasks>();
        if (tasks.Find(key) is not IPostProcessingTask task)
            throw new CommandRefusedException($"There is no task '{key}'. There are: {string.Join(", ", tasks.Launchable.Select(each => each.Key))}.");
        var values = await ValuesAsync(task, parsed.UnmatchedTokens, session.Get<Naming>(), cancellationToken);
        var scope = await ScopeOptions.ReadAsync(parsed, session.Get<Naming>(), cancellationToken);
        return await ExecuteAsync(task, new(scope, values), parsed.GetValue(DryRun), session, output, cancellationToken);
    }

    /// <summary>The settings that follow as <c>--name value</c>; a flag may stand without one, and several classifiers follow one another.</summary>
    private static async Task<TaskValues> ValuesAsync(
        IPostProcessingTask task, IReadOnlyList<string> tokens, Naming naming, CancellationToken cancellationToken)
    {
        var given = new Dictionary<TaskField, List<string>>();
        TaskField? current = null;
        foreach (var token in tokens)
        {
            if (token.StartsWith("--", StringComparison.Ordinal))
            {
                var at = token.IndexOf('=', StringComparison.Ordinal);
                var name = at < 0 ? token[2..] : token[2..at];
                current = task.Fields.FirstOrDefault(field => field.Key == name)
                    ?? throw new RefusedOptionException(name, $"{task.Name} has no such setting. It has {string.Join(", ", task.Fields.Select(field => $"--{field.Key}"))}.");
                given[current] = at < 0 ? [] : [token[(at + 1)..]];
            }
            else if (current is null)
            {
                throw new CommandRefusedException($"'{token}' belongs to no setting. Settings follow as --name value.");
            }
            else
            {
                given[current].Add(token);
            }
        }

        var values = TaskValues.Empty;
        foreach (var (field, texts) in given)
            values = values.With(field.Key, await ValueAsync(field, texts, naming, cancellationToken));
        return values;
    }

    private static async Task<string> ValueAsync(TaskField field, List<string> texts, Naming naming, CancellationToken cancellationToken)
    {
        switch (field.Kind)
        {
            case TaskFieldKind.Flag when texts.Count == 0:
                return "true";
            case TaskFieldKind.Classifiers:
                var ids = new List<string>();
                foreach (var named in texts.SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries)))
                    ids.Add(CommandOutput.Id(await naming.ClassifierAsync(named, cancellationToken)));
                return string.Join(',', ids);
            case TaskFieldKind.TaxaList when texts is [var named]:
                var (list, version) = await naming.TaxaListAsync(named, cancellationToken);
                return $"{CommandOutput.Id(list)}{(version is { } number ? $"@{CommandOutput.Id(number)}" : "")}";
            default:
                return texts is [var only]
                    ? only
                    : throw new RefusedOptionException(field.Key, $"Give one value; there are {CommandOutput.Count(texts.Count)}.");
        }
    }
}
