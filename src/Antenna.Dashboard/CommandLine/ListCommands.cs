using System.CommandLine;
using System.CommandLine.Parsing;
using Antenna.Dashboard.Api;
using Antenna.Dashboard.Runs;
using Antenna.Dashboard.SignIn;
using Antenna.Dashboard.StandingMasks;
using Antenna.Data.Model;
using Antenna.Data.Predictions;
using Antenna.Data.Projects;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.Data.StandingMasks;
using Antenna.Data.TaxaLists;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Tasks;
using Microsoft.Extensions.Primitives;

namespace Antenna.Dashboard.CommandLine;

/// <summary><c>list …</c>: what there is, with the ids that other commands take.</summary>
internal static class ListCommands
{
    private const int NewestRuns = 50;
    private const int CaptureSetsAtOnce = 100;

    private static readonly Option<string?> Project = new("--project") { Description = "Only this project's, by id or name.", HelpName = "project" };

    private static readonly Option<string?> CaptureSet = new("--capture-set") { Description = "Those that ran on this capture set, with the rows that each can mask.", HelpName = "set" };

    private static readonly Option<string?> TaxaList = new("--taxa-list") { Description = "Against this taxa list: how many classes it keeps.", HelpName = "list[@version]" };

    /// <summary>The filters of runs by their counts, named as on their page and in the API.</summary>
    private static readonly Option<string?>[] RunCounts = [RunCount("min-updated", "count"), RunCount("max-updated", "count"), RunCount("some", "kind"), RunCount("none", "kind")];

    public static Command Create() => new("list", "Show projects, capture sets, taxa lists, classifiers, tasks, runs and standing masks.")
    {
        Projects(), CaptureSets(), TaxaLists(), Classifiers(), Tasks(), Runs(), StandingMasks(),
    };

    private static AntennaCommand Projects() => new AntennaCommand("projects", "The projects, with how much is in each.")
        .Does(async (_, session, output, cancellationToken) =>
        {
            var projects = await session.Get<ProjectCatalog>().ListAsync(cancellationToken);
            return Answer(output, projects, ["#Id", "Project", "#Capture sets", "#Captures", "#Occurrences", "#Runs"], project =>
                [Id(project.Id), project.Name, Count(project.CaptureSets), Count(project.Captures), Count(project.Occurrences), Count(project.Runs)]);
        });

    private static AntennaCommand CaptureSets() => new AntennaCommand("capture-sets", "The capture sets, with what is in each.") { Options = { Project } }
        .Does(async (parsed, session, output, cancellationToken) =>
        {
            var project = await ProjectAsync(parsed, session, cancellationToken);
            var sets = await AllCaptureSetsAsync(session.Get<CaptureSetCatalog>(), project?.Id, cancellationToken);
            return Answer(output, sets, ["#Id", "Capture set", "Project", "#Captures", "#Detections", "#Occurrences"], set =>
                [Id(set.Id), set.Name, set.Project, Count(set.Counts.Captures), Count(set.Counts.Detections), Count(set.Counts.Occurrences)]);
        });

    private static AntennaCommand TaxaLists() => new AntennaCommand("taxa-lists", "The taxa lists, each with its versions.") { Options = { Project } }
        .Does(async (parsed, session, output, cancellationToken) =>
        {
            var project = await ProjectAsync(parsed, session, cancellationToken);
            var person = await session.Get<ICurrentPerson>().FindAsync(cancellationToken);
            var lists = await session.Get<TaxaListCatalog>().ListAsync(project?.Id, person, cancellationToken);
            if (output.AsJson)
            {
                output.Json(lists);
                return ExitCode.Done;
            }

            output.Table(
                ["#Id", "Taxa list", "Project", "#Version", "#Names", "By", "When", "Note"],
                lists.SelectMany(list => list.Versions.Select(version => (IReadOnlyList<string>)
                    [Id(list.Id), list.Name, list.Project ?? "shared", Id(version.Number), Count(version.EntryCount), version.Author,
                        CommandOutput.Time(version.CreatedAt), version.Note ?? ""])));
            return ExitCode.Done;
        });

    private static AntennaCommand Classifiers() => new AntennaCommand("classifiers", "The classifiers, and what their labels are.")
    {
        Examples =
        [
            "list classifiers",
            "list classifiers --capture-set 'Trap nights'",
            "list classifiers --taxa-list 'Vermont insects@2'",
            "list classifiers --capture-set 'Trap nights' --taxa-list 'Vermont insects'",
        ],
        Options = { CaptureSet, TaxaList },
    }.Does(async (parsed, session, output, cancellationToken) =>
    {
        switch (parsed.GetValue(CaptureSet), parsed.GetValue(TaxaList))
        {
            case ({ } set, null):
                return await OfCaptureSetAsync(set, session, output, cancellationToken);
            case (null, { } list):
                return await AgainstListAsync(list, session, output, cancellationToken);
            case ({ } set, { } list):
                return await OfCaptureSetAgainstListAsync(set, list, session, output, cancellationToken);
        }

        var classifiers = await session.Get<ClassifierCatalog>().ListAsync(cancellationToken);
        return Answer(output, classifiers, ["#Id", "Classifier", "Key", "#Classes", "#Taxa", "#Not a taxon", "#Unresolved"], row =>
            [Id(row.Classifier.Id), row.Classifier.Name, row.Classifier.Key, .. Labels(row.Labels)]);
    });

    private static AntennaCommand Tasks() => new AntennaCommand("tasks", "The post-processing tasks, each with its settings.")
        .Does((_, session, output, _) =>
        {
            var settings = session.Get<PostProcessingTasks>().Launchable
                .SelectMany(task => task.Fields.Select(field => (Task: task, Field: field))).ToList();
            return Task.FromResult(Answer(output, settings, ["Task", "Setting", "Default", "What it does"], each =>
                [each.Task.Key, $"--{each.Field.Key}", each.Field.Default ?? (each.Field.IsRequired ? "required" : ""), each.Field.Help]));
        });

    private static AntennaCommand Runs()
    {
        var command = new AntennaCommand("runs", "The newest runs, of all or of those that the options name.")
        {
            Examples = ["list runs", "list runs --project 'My project' --min-updated 1", "list runs --some skipped --none changed"],
            Options = { Project },
        };
        foreach (var option in RunCounts)
            command.Options.Add(option);
        command.Validators.Add(parsed =>
        {
            foreach (var (name, problems) in RunCountsIn(parsed).Problems)
                parsed.AddError($"--{name}: {string.Join(' ', problems)}");
        });
        return command.Does(async (parsed, session, output, cancellationToken) =>
        {
            var project = await ProjectAsync(parsed, session, cancellationToken);
            var filter = RunCountsIn(parsed.CommandResult).Filter with { ProjectId = project?.Id };
            var runs = await session.Get<RunHistory>().ReadAsync(filter, NewestRuns, cursor: null, cancellationToken);
            var tasks = session.Get<PostProcessingTasks>();
            return Answer(output, runs.Items, ["#Id", "State", "Run", "Scope", "#Checked", "#Changed", "#Updated", "By", "When", "Waits for"], run =>
            [
                Id(run.Id), run.Progress.State.ToString(), tasks.Get(run.Task).TitleOf(run), RunScopeText.Of(run),
                Count(run.Progress.Counters.Checked), Count(RunSummary.Changed(tasks.Get(run.Task), run.Progress.Counters)),
                Count(run.Progress.OccurrencesUpdated), run.RequestedBy, CommandOutput.Time(run.Progress.CreatedAt), WaitOf(run.Progress),
            ]);
        });
    }

    private static Option<string?> RunCount(string parameter, string helpName) => new($"--{parameter}") { Description = RunQuery.Meanings[parameter], HelpName = helpName };

    /// <summary>What the options say of the counts of runs, read and checked as the API reads the parameters of these names.</summary>
    private static (RunFilter Filter, IReadOnlyDictionary<string, string[]> Problems) RunCountsIn(CommandResult parsed)
    {
        var query = new QueryParameters(new QueryCollection(RunCounts
            .Select(option => (option.Name, Values: (string[])[.. (parsed.GetResult(option)?.Tokens ?? []).Select(token => token.Value)]))
            .Where(option => option.Values.Length > 0)
            .ToDictionary(option => option.Name.TrimStart('-'), option => new StringValues(option.Values))));
        return (RunQuery.Read(query).Filter, query.Problems);
    }

    private static string WaitOf(RunSnapshot run) =>
        run.Wait is { } wait ? RunWaitText.Label(wait) : run.WaitsForRunId is { } before ? $"run {before}" : "";

    private static async Task<IReadOnlyList<CaptureSetRow>> AllCaptureSetsAsync(
        CaptureSetCatalog catalog, long? projectId, CancellationToken cancellationToken)
    {
        var sets = new List<CaptureSetRow>();
        string? next = null;
        do
        {
            var page = await catalog.ListAsync(projectId, CaptureSetsAtOnce, next, cancellationToken);
            sets.AddRange(page.Items);
            next = page.Next;
        }
        while (next is not null);
        return sets;
    }

    private static async Task<int> OfCaptureSetAsync(string named, CommandSession session, CommandOutput output, CancellationToken cancellationToken)
    {
        var set = await CaptureSetAsync(named, session, cancellationToken);
        return Answer(output, set.Classifiers, ["#Id", "Classifier", "#Results", "#In scope", "#Maskable", "#Classes", "#Taxa", "#Not a taxon", "#Unresolved"], row =>
            [Id(row.Classifier.Id), row.Classifier.Name, Count(row.Results), Count(row.InScope), Count(row.Maskable), .. Labels(row.Labels)]);
    }

    private static async Task<int> AgainstListAsync(string named, CommandSession session, CommandOutput output, CancellationToken cancellationToken)
    {
        var (id, number) = await session.Get<Naming>().TaxaListAsync(named, cancellationToken);
        var person = await session.Get<ICurrentPerson>().FindAsync(cancellationToken);
        var catalog = session.Get<TaxaListCatalog>();
        var list = await catalog.FindAsync(id, person, cancellationToken)
            ?? throw new RefusedOptionException("taxa-list", $"There is no taxa list {id}. 'list taxa-lists' shows which there are.");
        var version = list.Version(number)
            ?? throw new RefusedOptionException("taxa-list", $"{list.Name} has no version {number}. 'list taxa-lists' shows which there are.");
        var coverage = await catalog.CoverageAsync(version.Id, cancellationToken);
        return Answer(output, coverage, ["#Id", "Classifier", "#Classes", "#Taxa", "#Not a taxon", "#Unresolved", "#Kept", "#Listed taxa", "#Named", "#Not in taxonomy"], row =>
            [Id(row.Classifier.Id), row.Classifier.Name, .. Labels(row.Labels), Count(row.KeptClasses), Count(row.ListedTaxa), Count(row.NamedTaxa), Count(row.NotInTaxonomy)]);
    }

    private static async Task<int> OfCaptureSetAgainstListAsync(
        string namedSet, string namedList, CommandSession session, CommandOutput output, CancellationToken cancellationToken)
    {
        var set = await CaptureSetAsync(namedSet, session, cancellationToken);
        var (list, version) = await session.Get<Naming>().TaxaListAsync(namedList, cancellationToken);
        var request = new MaskRequest(RunScope.OfCaptureSet(set.Id), new()
        {
            TaxaListId = list,
            TaxaListVersion = version,
            ClassifierIds = [.. set.Classifiers.Select(row => row.Classifier.Id)],
        });
        var person = await session.Get<ICurrentPerson>().FindAsync(cancellationToken);
        var review = await session.Get<MaskPlanner>().ReviewAsync(request, person, cancellationToken);

        // That a classifier has nothing to say is no reason to list none: it keeps no class, as the list shows.
        if (review.Problems.Where(problem => problem.Field == "taxa-list").ToList() is { Count: > 0 } problems)
            throw new LaunchRefusedException(problems);
        var kept = review.Plans.ToDictionary(plan => plan.Classifier.Id, plan => plan.Kept.ListedCount);
        var rows = set.Classifiers
            .Select(row => new { row.Classifier, row.Results, row.InScope, row.Maskable, row.Labels, KeptClasses = kept.GetValueOrDefault(row.Classifier.Id) })
            .ToList();
        return Answer(output, rows, ["#Id", "Classifier", "#Results", "#In scope", "#Maskable", "#Classes", "#Taxa", "#Not a taxon", "#Unresolved", "#Kept"], row =>
            [Id(row.Classifier.Id), row.Classifier.Name, Count(row.Results), Count(row.InScope), Count(row.Maskable), .. Labels(row.Labels), Count(row.KeptClasses)]);
    }

    private static AntennaCommand StandingMasks() => new AntennaCommand("standing-masks", "The standing masks, first those that stand.") { Options = { Project } }
        .Does(async (parsed, session, output, cancellationToken) =>
        {
            var project = await ProjectAsync(parsed, session, cancellationToken);
            var masks = await session.Get<StandingMaskCatalog>().ListAsync(project?.Id, cancellationToken);
            return Answer(output, masks, ["#Id", "Project", "Classifier", "Taxa list", "State", "By", "Since", "Last import"], mask =>
                [Id(mask.Id), mask.Project, mask.Classifier, mask.TaxaList, StandingMaskText.StateOf(mask), mask.SetBy, CommandOutput.Time(mask.SetAt),
                    mask.Launches is [var last, ..] ? $"{last.File}: {StandingMaskText.Of(last)}" : ""]);
        });

    private static async Task<CaptureSetDetails> CaptureSetAsync(string named, CommandSession session, CancellationToken cancellationToken)
    {
        var id = await session.Get<Naming>().CaptureSetAsync(named, cancellationToken);
        return await session.Get<CaptureSetCatalog>().FindAsync(id, cancellationToken)
            ?? throw new RefusedOptionException("capture-set", $"There is no capture set {id}. 'list capture-sets' shows which there are.");
    }

    private static async Task<Project?> ProjectAsync(ParseResult parsed, CommandSession session, CancellationToken cancellationToken) =>
        parsed.GetValue(Project) is { } named ? await session.Get<Naming>().ProjectAsync(named, cancellationToken) : null;

    private static int Answer<T>(CommandOutput output, IReadOnlyList<T> items, IReadOnlyList<string> columns, Func<T, IReadOnlyList<string>> row)
    {
        if (output.AsJson)
            output.Json(items);
        else if (items.Count == 0)
            output.WriteLine("None yet.");
        else
            output.Table(columns, items.Select(row));
        return ExitCode.Done;
    }

    private static IReadOnlyList<string> Labels(LabelCounts labels) =>
        [Count(labels.Classes), Count(labels.Taxa), Count(labels.NotATaxon), Count(labels.Unresolved)];

    private static string Id(long id) => CommandOutput.Id(id);

    private static string Count(long number) => CommandOutput.Count(number);
}
