using System.CommandLine;
using Antenna.Core.Predictions;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tasks;

namespace Antenna.Dashboard.CommandLine;

/// <summary><c>mask</c>: launches runs as a page does, and follows them to their end.</summary>
internal static class MaskCommand
{
    private static readonly Option<string?> CaptureSet = new("--capture-set") { Description = "The capture set to mask, by id or name.", HelpName = "set" };

    private static readonly Option<long?> Occurrence = new("--occurrence")
    {
        Description = "The one occurrence to mask instead, by id.",
        HelpName = "id",
        CustomParser = argument => Numbers.Whole<long>(argument),
    };

    private static readonly Option<string> TaxaList = new("--taxa-list")
    {
        Description = "The taxa list to mask to, by id or name; @2 after it is its version 2, else it is the newest.",
        HelpName = "list[@version]",
        Required = true,
    };

    private static readonly Option<string[]> Classifiers = new("--classifier")
    {
        Description = "The classifiers whose predictions are masked, by id or name; one run each, all or none.",
        HelpName = "classifier",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<bool> Absolute = new("--absolute") { Description = "Keep the scores as they are, instead of reweighting them among the kept classes." };

    private static readonly Option<bool> OnlyWhenSpeciesChanges = new("--only-when-species-changes")
    {
        Description = "Leave the classifier's own row where masking does not change its winner.",
    };

    private static readonly Option<double> HoldBelow = new("--hold-below")
    {
        Description = "Leave rows for a person whose kept mass is under this, 0 (none) to under 1.",
        HelpName = "mass",
        CustomParser = Numbers.Any,
    };

    private static readonly Option<int> BatchSize = new("--batch-size")
    {
        Description = "Rows a transaction.",
        HelpName = "rows",
        CustomParser = Numbers.Whole<int>,
        DefaultValueFactory = _ => RunPlan.DefaultBatchSize,
    };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Count what would change, and write nothing." };

    public static Command Create()
    {
        var command = new AntennaCommand("mask", "Mask classifiers' predictions to a taxa list.")
        {
            Examples =
            [
                "mask --capture-set 'Trap nights' --taxa-list 'Vermont insects' --classifier 1",
                "mask --capture-set 1 --taxa-list 1@2 --classifier 1 2 --dry-run",
                "mask --occurrence 17 --taxa-list 1 --classifier 1 --absolute",
            ],
            Options = { CaptureSet, Occurrence, TaxaList, Classifiers, Absolute, OnlyWhenSpeciesChanges, HoldBelow, BatchSize, DryRun },
        };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetResult(CaptureSet) is null == parsed.GetResult(Occurrence) is null)
                parsed.AddError("Name what to mask: either --capture-set or --occurrence.");
        });
        return command.Does(RunAsync);
    }

    private static async Task<int> RunAsync(ParseResult parsed, CommandSession session, CommandOutput output, CancellationToken cancellationToken)
    {
        var request = await RequestAsync(parsed, session.Get<Naming>(), cancellationToken);
        var currentPerson = session.Get<ICurrentPerson>();

        // A request that is refused records nothing, not even who asked.
        var plans = await session.Get<MaskPlanner>().PlanAsync(request, await currentPerson.FindAsync(cancellationToken), cancellationToken);
        if (parsed.GetValue(DryRun))
            return await RunReport.DryRunAsync(plans, session, output, cancellationToken);

        // Before anything starts that would take up other runs: a request that is refused has nothing to do with them.
        var launched = await session.Get<RunLauncher>().LaunchAsync(request, await currentPerson.GetAsync(cancellationToken), cancellationToken);
        foreach (var run in launched.Where(run => run.AlreadyUnderWay))
            output.Note($"Run {run.RunId} does just this already; following it.");
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
                : "Stopped. The run goes on from its last batch when the server or any command that masks is started again.");
            throw;
        }
    }

    private static async Task<MaskRequest> RequestAsync(ParseResult parsed, Naming naming, CancellationToken cancellationToken)
    {
        var scope = parsed.GetValue(CaptureSet) is { } set
            ? RunScope.OfCaptureSet(await naming.CaptureSetAsync(set, cancellationToken))
            : RunScope.OfOccurrence(parsed.GetValue(Occurrence)!.Value);
        var (list, version) = await naming.TaxaListAsync(parsed.GetRequiredValue(TaxaList), cancellationToken);
        var classifiers = new List<long>();
        foreach (var named in parsed.GetRequiredValue(Classifiers))
            classifiers.Add(await naming.ClassifierAsync(named, cancellationToken));
        return new(scope, new()
        {
            TaxaListId = list,
            TaxaListVersion = version,
            ClassifierIds = classifiers,
            Options = new(
                parsed.GetValue(Absolute) ? ScoreMode.Absolute : ScoreMode.Reweighted,
                parsed.GetValue(OnlyWhenSpeciesChanges),
                parsed.GetValue(HoldBelow)),
            BatchSize = parsed.GetValue(BatchSize),
        });
    }
}
