using System.CommandLine;
using Antenna.Dashboard.Downloads;
using Antenna.Dashboard.Runs;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Export;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Masking.Impacts;
using Antenna.PostProcessing.Tasks;

namespace Antenna.Dashboard.CommandLine;

/// <summary><c>export run-effects</c>, <c>run-log</c> and <c>evaluation</c>: what runs did, and what a mask would be worth, as tables.</summary>
internal static class RunExportCommands
{
    private static readonly Argument<long> Run = new("run") { Description = "The run, by id.", CustomParser = argument => Numbers.Whole<long>(argument) };

    public static AntennaCommand Effects() => new AntennaCommand("run-effects", "Write what a run did to a table: each occurrence before and after, with the predictions that counted.")
    {
        Examples = ["export run-effects 3 --output run-3.csv"],
        Arguments = { Run },
        Options = { ExportCommands.Output },
    }.Does(async (parsed, session, output, cancellationToken) =>
    {
        var id = parsed.GetRequiredValue(Run);
        await using var effects = await session.Get<RunEffectsExport>().OpenAsync(id, cancellationToken) ?? throw NoRun(id);
        return await ExportCommands.WriteAsync(
            parsed, session, output,
            async (file, progress) =>
            {
                await effects.WriteAsync(file, progress, cancellationToken);
                return new ExportCommands.ExportAnswer("csv", effects.Occurrences, $"run {id}, {CommandOutput.Count(effects.Occurrences, "occurrence", "occurrences")} touched");
            },
            cancellationToken);
    });

    public static AntennaCommand Log() => new AntennaCommand("run-log", "Write the whole log of a run to a table.")
    {
        Examples = ["export run-log 3 --output run-3-log.csv"],
        Arguments = { Run },
        Options = { ExportCommands.Output },
    }.Does(async (parsed, session, output, cancellationToken) =>
    {
        var id = parsed.GetRequiredValue(Run);
        var log = await RunLogFile.ReadAsync(id, session.Get<RunHistory>(), session.Get<PostProcessingTasks>(), cancellationToken) ?? throw NoRun(id);
        return await ExportCommands.WriteAsync(
            parsed, session, output,
            async (file, _) =>
            {
                var lines = await log.WriteAsync(file, cancellationToken);
                return new ExportCommands.ExportAnswer("csv", lines, $"run {id}, {CommandOutput.Count(lines, "line", "lines")}");
            },
            cancellationToken);
    });

    public static AntennaCommand Evaluation()
    {
        var command = new AntennaCommand("evaluation", "Write how a mask compares with what people said on their own, taxon by taxon, to a table; nothing is masked.")
        {
            Examples = ["export evaluation --capture-set 'Trap nights' --taxa-list 'Vermont insects' --classifier 1 --output evaluation.csv"],
        };
        MaskCommand.AddTo(command, ExportCommands.Output);
        return command.Does(async (parsed, session, output, cancellationToken) =>
        {
            var request = await MaskCommand.RequestAsync(parsed, session.Get<Naming>(), cancellationToken);
            if (request.Settings.ClassifierIds.Count != 1)
                throw new RefusedOptionException("classifier", "An evaluation is of one classifier; name one.");
            var person = await session.Get<ICurrentPerson>().FindAsync(cancellationToken);
            var plan = (await session.Get<MaskPlanner>().PlanAsync(request, person, cancellationToken))[0];
            return await ExportCommands.WriteAsync(
                parsed, session, output,
                async (file, _) =>
                {
                    var impact = await session.Get<ImpactPasses>().CountAsync(plan, progress: null, cancellationToken);
                    var taxa = await EvaluationFile.WriteAsync(impact, file, cancellationToken);
                    return new ExportCommands.ExportAnswer("csv", taxa, $"n = {CommandOutput.Count(impact.Evidence.Compared)} of {CommandOutput.Count(taxa, "taxon", "taxa")}");
                },
                cancellationToken);
        });
    }

    private static RefusedOptionException NoRun(long id) => new("run", $"There is no run {id}. 'list runs' shows which there are.");
}
