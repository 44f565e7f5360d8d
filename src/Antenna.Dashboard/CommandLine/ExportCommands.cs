using System.CommandLine;
using System.Globalization;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Downloads;
using Antenna.Data.Export;
using Antenna.Data.Occurrences;

namespace Antenna.Dashboard.CommandLine;

/// <summary><c>export …</c>: hands data on, as the downloads of pages do.</summary>
internal static class ExportCommands
{
    internal static readonly Option<string> Output = new("--output", "-o") { Description = "The file to write; one that exists is replaced once the new one is whole.", HelpName = "file", Required = true };

    private static readonly Option<string?> Project = new("--project") { Description = "All occurrences of this project, by id or name.", HelpName = "project" };

    private static readonly Option<string?> CaptureSet = new("--capture-set") { Description = "Those of this capture set, by id or name.", HelpName = "set" };

    private static readonly Option<string?> Occurrences = new("--occurrences") { Description = "Those of these ids, with commas between them.", HelpName = "id,id" };

    private static readonly Option<string?> Page = new("--page") { Description = "What the page of occurrences shows at this address, with all of its filters: copy it from the browser.", HelpName = "address" };

    private static readonly Option<string> Format = new("--format")
    {
        Description = $"The kind of file: {string.Join(", ", OccurrenceFile.All.Select(file => file.Word))}.",
        HelpName = "kind",
        DefaultValueFactory = _ => OccurrenceFile.All[0].Word,
    };

    private static readonly Argument<string> List = new("list") { Description = "The taxa list, by id or name, and after an @ the number of a version: 'Vermont insects@2'; else the newest." };

    private static readonly Option<string> ListFormat = new("--format")
    {
        Description = $"The kind of file: {string.Join(", ", TaxaListFile.All.Select(file => file.Word))}.",
        HelpName = "kind",
        DefaultValueFactory = _ => TaxaListFile.All[0].Word,
    };

    public static Command Create() => new("export", "Write occurrences, taxa lists, and what runs did to files.")
    {
        OccurrencesCommand(), ListCommand(), RunExportCommands.Effects(), RunExportCommands.Log(), RunExportCommands.Evaluation(),
    };

    private static AntennaCommand ListCommand() => new AntennaCommand("list", "Write a version of a taxa list to a file that imports again to the same.")
    {
        Examples = ["export list 'Vermont insects' --output vermont.csv", "export list 'Vermont insects@2' --format dwca --output vermont.zip"],
        Arguments = { List },
        Options = { ListFormat, Output },
    }.Does(async (parsed, session, output, cancellationToken) =>
    {
        var word = parsed.GetRequiredValue(ListFormat);
        var kind = TaxaListFile.Find(word)
            ?? throw new RefusedOptionException("format", $"There is no kind of file '{word}'. There are: {string.Join(", ", TaxaListFile.All.Select(file => file.Word))}.");
        var (id, version) = await session.Get<Naming>().TaxaListAsync(parsed.GetRequiredValue(List), cancellationToken);
        await using var list = await session.Get<TaxaListExport>().OpenAsync(id, version, cancellationToken)
            ?? throw new RefusedOptionException("list", $"There is no taxa list {id}{(version is null ? " with a version" : $" with a version {version}")}. 'list taxa-lists' shows which there are.");
        return await WriteAsync(
            parsed, session, output,
            async (file, progress) =>
            {
                await kind.WriteAsync(list, file, progress, cancellationToken);
                return new ExportAnswer(kind.Word, list.Size, $"{list.Name} v{list.Number}, {CommandOutput.Count(list.Size, "name", "names")}");
            },
            cancellationToken);
    });

    private static AntennaCommand OccurrencesCommand()
    {
        var command = new AntennaCommand("occurrences", "Write occurrences to a file: before and after masking, and who verified.")
        {
            Examples =
            [
                "export occurrences --capture-set 'Trap nights' --output nights.csv",
                "export occurrences --page 'http://localhost:5210/occurrences?project=1&verified=yes' --output verified.csv",
            ],
            Options = { Project, CaptureSet, Occurrences, Page, Format, Output },
        };
        command.Validators.Add(parsed =>
        {
            if (((Option[])[Project, CaptureSet, Occurrences, Page]).Count(option => parsed.GetResult(option) is not null) != 1)
                parsed.AddError("Say which occurrences: one of --project, --capture-set, --occurrences and --page.");
        });
        return command.Does(ExportOccurrencesAsync);
    }

    private static async Task<int> ExportOccurrencesAsync(
        ParseResult parsed, CommandSession session, CommandOutput output, CancellationToken cancellationToken)
    {
        var word = parsed.GetRequiredValue(Format);
        var kind = OccurrenceFile.Find(word)
            ?? throw new RefusedOptionException("format", $"There is no kind of file '{word}'. There are: {string.Join(", ", OccurrenceFile.All.Select(file => file.Word))}.");
        var scope = await ScopeAsync(parsed, session.Get<Naming>(), cancellationToken);
        return await WriteAsync(
            parsed, session, output,
            async (file, progress) =>
            {
                await using var extract = await session.Get<OccurrenceExport>().OpenAsync(scope, cancellationToken);
                await kind.WriteAsync(extract, file, progress, cancellationToken);
                var left = extract.Size.Occurrences - kind.CountOf(extract.Size);
                return new ExportAnswer(
                    kind.Word, kind.CountOf(extract.Size),
                    $"{CommandOutput.Count(kind.CountOf(extract.Size), "occurrence", "occurrences")}{(left == 0 ? "" : $"; {CommandOutput.Count(left)} without {kind.Lacking} left out")}");
            },
            cancellationToken);
    }

    private static async Task<OccurrenceChoice> ScopeAsync(ParseResult parsed, Naming naming, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(Project) is { } project)
            return OccurrenceChoice.Of(new OccurrenceFilter { ProjectId = (await naming.ProjectAsync(project, cancellationToken)).Id });
        if (parsed.GetValue(CaptureSet) is { } set)
            return OccurrenceChoice.Of(new OccurrenceFilter { CaptureSetId = await naming.CaptureSetAsync(set, cancellationToken) });
        return parsed.GetValue(Page) is { } page
            ? OccurrenceChoice.Of(FilterOf(page))
            : OccurrenceChoice.Of([.. parsed.GetValue(Occurrences)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Id)]);
    }

    /// <summary>The filter of an address, whatever server it is of.</summary>
    private static OccurrenceFilter FilterOf(string page)
    {
        var relative = Uri.TryCreate(page, UriKind.Absolute, out var uri) && uri.Scheme.StartsWith("http", StringComparison.Ordinal) ? uri.PathAndQuery : page;
        return PageAddress.Parse<OccurrencesAddress>(relative)?.Filter
            ?? throw new RefusedOptionException("page", $"'{page}' is no address of a page of occurrences. It looks like /occurrences?project=1&verified=yes.");
    }

    private static long Id(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        ? id
        : throw new RefusedOptionException("occurrences", $"'{text}' is no id of an occurrence. Write them as 17,23,42.");

    /// <summary>Writes a file with progress, and answers what is in it.</summary>
    internal static async Task<int> WriteAsync(
        ParseResult parsed, CommandSession session, CommandOutput output,
        Func<Stream, IProgress<ExportProgress>, Task<ExportAnswer>> write, CancellationToken cancellationToken)
    {
        var path = parsed.GetRequiredValue(Output);
        await using var file = ReportFile.Open(Output, path, source: "");
        var display = new ProgressDisplay(output, session.Get<TimeProvider>());
        var answer = await display.ShowAsync(async line => await write(file.Draft, new Line(line(Path.GetFileName(path)))));
        await file.KeepAsync(cancellationToken);
        if (output.AsJson)
            output.Json(new { file = Path.GetFullPath(path), format = answer.Format, rows = answer.Rows });
        else
            output.WriteLine($"{path}: {answer.Sentence}.");
        return ExitCode.Done;
    }

    /// <summary>What was written.</summary>
    /// <param name="Rows">Of what was asked for.</param>
    internal sealed record ExportAnswer(string Format, long Rows, string Sentence);

    private sealed class Line(IProgressLine line) : IProgress<ExportProgress>
    {
        public void Report(ExportProgress value) => line.Show(value.Done, $"{CommandOutput.Count(value.Rows, "row", "rows")} written");
    }
}
