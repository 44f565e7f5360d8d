using System.CommandLine;
using Antenna.Core.Predictions;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Tasks;

namespace Antenna.Dashboard.CommandLine;

/// <summary><c>mask</c>: the short form of <c>run class-masking</c>, with options of its own names.</summary>
internal static class MaskCommand
{
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

    /// <summary>Adds the options that say what is masked and how.</summary>
    internal static void AddTo(Command command, params Option[] others)
    {
        foreach (var option in (Option[])[TaxaList, Classifiers, Absolute, OnlyWhenSpeciesChanges, HoldBelow, .. others])
            command.Options.Add(option);
        ScopeOptions.AddTo(command);
    }

    public static Command Create()
    {
        var command = new AntennaCommand("mask", "Mask classifiers' predictions to a taxa list.")
        {
            Examples =
            [
                "mask --capture-set 'Trap nights' --taxa-list 'Vermont insects' --classifier 1",
                "mask --capture-set 1 --taxa-list 1@2 --classifier 1 2 --dry-run",
                "mask --occurrence 17 --taxa-list 1 --classifier 1 --absolute",
                "mask --occurrences 17,23,42 --taxa-list 1 --classifier 1",
            ],
        };
        AddTo(command, BatchSize, RunCommand.DryRun);
        return command.Does(RunAsync);
    }

    private static async Task<int> RunAsync(ParseResult parsed, CommandSession session, CommandOutput output, CancellationToken cancellationToken)
    {
        var request = await RequestAsync(parsed, session.Get<Naming>(), cancellationToken);
        var task = (IPostProcessingTask)session.Get<PostProcessingTasks>().Get(ClassMaskingTask.TaskKey);
        return await RunCommand.ExecuteAsync(
            task, new(request.Scope, MaskFields.Write(request.Settings)), parsed.GetValue(RunCommand.DryRun), session, output, cancellationToken);
    }

    /// <summary>What a command that has this one's options asks for.</summary>
    internal static async Task<MaskRequest> RequestAsync(ParseResult parsed, Naming naming, CancellationToken cancellationToken)
    {
        var scope = await ScopeOptions.ReadAsync(parsed, naming, cancellationToken);
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
            BatchSize = parsed.GetResult(BatchSize) is null ? RunPlan.DefaultBatchSize : parsed.GetValue(BatchSize),
        });
    }
}
