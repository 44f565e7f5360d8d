using System.CommandLine;
using Antenna.Core.Predictions;
using Antenna.Dashboard.SignIn;
using Antenna.Dashboard.StandingMasks;
using Antenna.Data.StandingMasks;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Tasks;

namespace Antenna.Dashboard.CommandLine;

/// <summary><c>standing-masks</c>: sets, pauses, resumes and ends standing masks, as the page of a project does.</summary>
internal static class StandingMasksCommand
{
    private static readonly Argument<long> Mask = new("standing-mask")
    {
        Description = "The standing mask, by its number.",
        CustomParser = argument => Numbers.Whole<long>(argument),
    };

    private static readonly Option<string> Project = new("--project") { Description = "The project, by id or name.", HelpName = "project", Required = true };

    private static readonly Option<string> TaxaList = new("--taxa-list")
    {
        Description = "The taxa list, by id or name; each import is masked to its newest version.",
        HelpName = "list",
        Required = true,
    };

    private static readonly Option<string> Classifier = new("--classifier") { Description = "The classifier, by id or name.", HelpName = "classifier", Required = true };

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

    private static readonly Option<bool> AlsoNow = new("--also-now") { Description = "Also mask what is there now, by a run as any other." };

    public static Command Create() => new("standing-masks", "Mask what imports bring. 'list standing-masks' shows what stands.")
    {
        new AntennaCommand("set", "Mask from now on whatever an import brings of a classifier. What is there already is not touched.")
        {
            Examples =
            [
                "standing-masks set --project 'My project' --taxa-list 'Vermont insects' --classifier 1",
                "standing-masks set --project 1 --taxa-list 1 --classifier 1 --hold-below 0.1 --also-now",
            ],
            Options = { Project, TaxaList, Classifier, Absolute, OnlyWhenSpeciesChanges, HoldBelow, AlsoNow },
        }.Does(SetAsync),
        Changing("pause", "Let imports pass a standing mask by until it is resumed.", StandingMaskChange.Pause),
        Changing("resume", "Let a paused standing mask mask what is imported from now on.", StandingMaskChange.Resume),
        Changing("end", "End a standing mask for good. What it masked stays masked.", StandingMaskChange.End),
    };

    private static AntennaCommand Changing(string name, string description, StandingMaskChange change) => new AntennaCommand(name, description)
    {
        Examples = [$"standing-masks {name} 1"],
        Arguments = { Mask },
    }.Does(async (parsed, session, output, cancellationToken) =>
    {
        var id = parsed.GetValue(Mask);
        await session.Get<StandingMaskControl>().ChangeAsync(id, change, await session.Get<ICurrentPerson>().GetAsync(cancellationToken), cancellationToken);
        return await ShowAsync(id, session, output, cancellationToken);
    });

    private static async Task<int> SetAsync(ParseResult parsed, CommandSession session, CommandOutput output, CancellationToken cancellationToken)
    {
        var naming = session.Get<Naming>();
        var project = await naming.ProjectAsync(parsed.GetRequiredValue(Project), cancellationToken);
        var (list, version) = await naming.TaxaListAsync(parsed.GetRequiredValue(TaxaList), cancellationToken);
        var classifier = await naming.ClassifierAsync(parsed.GetRequiredValue(Classifier), cancellationToken);
        var options = new MaskOptions(
            parsed.GetValue(Absolute) ? ScoreMode.Absolute : ScoreMode.Reweighted, parsed.GetValue(OnlyWhenSpeciesChanges), parsed.GetValue(HoldBelow));
        var settings = new MaskSettings { TaxaListId = list, TaxaListVersion = version, ClassifierIds = [classifier], Options = options };
        var control = session.Get<StandingMaskControl>();

        // What is refused records nothing, not even who asked.
        if (await control.ReviewAsync(project, settings, cancellationToken) is { Problems: { Count: > 0 } problems })
            throw new LaunchRefusedException(problems);
        var person = await session.Get<ICurrentPerson>().GetAsync(cancellationToken);
        var id = await control.SetAsync(project, settings, person, cancellationToken);
        var code = await ShowAsync(id, session, output, cancellationToken);
        if (!parsed.GetValue(AlsoNow))
            return code;
        var run = await control.ApplyNowAsync(id, person, cancellationToken);
        output.Note($"Run {run.RunId} masks what is there now.");
        await RunCommand.ExecuteHereAsync([run.RunId], session, output, cancellationToken);
        return code;
    }

    private static async Task<int> ShowAsync(long id, CommandSession session, CommandOutput output, CancellationToken cancellationToken)
    {
        var mask = (await session.Get<StandingMaskCatalog>().FindAsync(id, cancellationToken))!;
        if (output.AsJson)
            output.Json(mask);
        else
            output.WriteLine($"Standing mask {id}, {mask.Classifier} to {mask.TaxaList} in {mask.Project}: {StandingMaskText.StateOf(mask)}.");
        return ExitCode.Done;
    }
}
