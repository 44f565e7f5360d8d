using System.CommandLine;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Import;
using Antenna.Data.Import.Tables;
using Antenna.Data.Import.TaxaLists;
using Antenna.Data.ImportJobs;
using Antenna.Data.Model;

namespace Antenna.Dashboard.CommandLine;

/// <summary><c>import …</c>: brings data in, all of a file or nothing of it.</summary>
internal static class ImportCommands
{
    private static readonly Argument<string> Package = new("package") { Description = "The zip or the folder of a package, or a folder that holds packages.", HelpName = "path" };

    private static readonly Argument<string> File = new("file") { Description = "The file to import; a Darwin Core archive may be a folder, and so may the tables of one list." };

    private static readonly Option<bool> Check = new("--check") { Description = "Go through all of it and report, but write nothing." };

    private static readonly Option<string> Project = new("--project") { Description = "The project, by name; made if there is none.", HelpName = "name", Required = true };

    private static readonly Option<string> OfProject = new("--project") { Description = "The project that the occurrences belong to, by id or name.", HelpName = "project", Required = true };

    private static readonly Option<string> CaptureSet = new("--capture-set") { Description = "The name of the set to make of the file's captures.", HelpName = "name", Required = true };

    private static readonly Option<string?> Captures = new("--captures") { Description = "The table of captures; else captures.csv beside the file, if there is one.", HelpName = "file" };

    private static readonly Option<string?> CapturesSheet = new("--captures-sheet") { Description = "The sheet of the table of captures, where it is an Excel workbook; else the first that holds anything.", HelpName = "sheet" };

    private static readonly Option<string?> CapturesEncoding = new("--captures-encoding") { Description = $"How the text of the table of captures is written: {string.Join(", ", TextEncodings.Names)}; else it is detected.", HelpName = "name" };

    private static readonly Option<string?> CapturesSeparator = new("--captures-separator") { Description = "What separates fields of the table of captures: comma, semicolon, tab or bar; else it is detected.", HelpName = "name" };

    private static readonly Option<bool> MakeTaxa = new("--make-taxa") { Description = "Make taxa of the labels that the taxonomy does not know and that are names." };

    private static readonly Option<string> ListName = new("--name") { Description = "The list's name; an existing list gets its next version.", HelpName = "name", Required = true };

    private static readonly Option<string?> Owner = new("--project") { Description = "The project that owns the list, by id or name; without it every project may use the list.", HelpName = "project" };

    private static readonly Option<string?> Note = new("--note") { Description = "Why there is a new version.", HelpName = "text" };

    private static readonly Option<string?> Accept = new("--accept") { Description = "Accept the suggestions in this CSV file (columns name and suggestion, and kingdom for homonyms, as in a report); they are remembered for the list.", HelpName = "file" };

    private static readonly Option<string?> Matching = new("--report") { Description = "Write what became of each line to this CSV file.", HelpName = "file" };

    private static readonly Option<string?> NameColumn = new("--name-column") { Description = "The column of names, by its header or its number from 1; else it is found by its header, or by what it holds.", HelpName = "column" };

    private static readonly Option<string?> TextEncoding = new("--encoding") { Description = $"How the file's text is written: {string.Join(", ", TextEncodings.Names)}; else it is detected.", HelpName = "name" };

    private static readonly Option<string?> Separator = new("--separator") { Description = "What separates fields: comma, semicolon, tab or bar; else it is detected.", HelpName = "name" };

    private static readonly Option<string?> Sheet = new("--sheet") { Description = "The sheet of an Excel workbook, by its name or its number from 1; else the first that holds anything.", HelpName = "sheet" };

    private static readonly Option<string?> Place = new("--place") { Description = "List only what occurs in this place of a Darwin Core archive's distribution, by its name or code; --check shows the places.", HelpName = "place" };

    private static readonly Option<string[]> Occurring = new("--occurrence-status") { Description = "With --place: list only what is this there (present, migrant); may be given several times. Else all that occurs.", HelpName = "status" };

    public static Command Create() => new("import", "Import taxa, pipeline results, Camtrap DP packages, taxa lists, identifications, and projects of a running Antenna.")
    {
        Taxa(), Pipeline(), Camtrap(), List(), Identifications(), ImportAntennaCommand.Create(),
    };

    private static AntennaCommand Taxa() => new AntennaCommand("taxa", "Import taxa from CSV or an Excel workbook: one row a taxon, columns found by their names.")
    {
        Examples = ["import taxa taxa.csv", "import taxa taxa.csv --check"],
        Arguments = { File },
        Options = { NameColumn, Sheet, TextEncoding, Separator, Check },
    }.Does(async (parsed, session, output, cancellationToken) => ImportAnswer.Show(
        await RecordedImports.CarryOutAsync(Ordered(ImportKind.Taxa, parsed, session), Mode(parsed), session, output, cancellationToken), output));

    private static AntennaCommand Pipeline() => new AntennaCommand("pipeline", "Import what a processing service returned: captures, detections, predictions.")
    {
        Examples =
        [
            "import pipeline results.json --project 'My project' --capture-set 'Trap nights'",
            "import pipeline results.json --project 'My project' --capture-set 'Trap nights' --make-taxa --check",
            "import pipeline results.json --project 'My project' --capture-set 'Trap nights' --captures stations.csv --captures-encoding macintosh",
        ],
        Arguments = { File },
        Options = { Project, CaptureSet, Captures, CapturesSheet, CapturesEncoding, CapturesSeparator, MakeTaxa, Check },
    }.Does(async (parsed, session, output, cancellationToken) =>
    {
        var order = Ordered(ImportKind.PipelineResults, parsed, session) with
        {
            Project = parsed.GetRequiredValue(Project),
            CaptureSet = parsed.GetRequiredValue(CaptureSet),
            Captures = FullPath(parsed.GetValue(Captures)),
            CapturesReading = new()
            {
                Sheet = parsed.GetValue(CapturesSheet), Encoding = parsed.GetValue(CapturesEncoding), Separator = SeparatorOf(parsed, CapturesSeparator),
            },
            MakeTaxa = parsed.GetValue(MakeTaxa),
        };
        return await RecordedImports.FollowAsync(
            await RecordedImports.CarryOutAsync(order, Mode(parsed), session, output, cancellationToken), session, output, cancellationToken);
    });

    private static AntennaCommand Camtrap() => new AntennaCommand("camtrap-dp", "Import a Camtrap DP package (a zip or a folder), or a folder of them: deployments, media, observations.")
    {
        Examples =
        [
            "import camtrap-dp package.zip --project 'My project' --capture-set 'Spring 2024'",
            "import camtrap-dp packages --project 'My project' --capture-set 'All stations' --make-taxa --check",
        ],
        Arguments = { Package },
        Options = { Project, CaptureSet, MakeTaxa, Check },
    }.Does(async (parsed, session, output, cancellationToken) =>
    {
        var path = parsed.GetRequiredValue(Package);
        var order = new ImportOrder(ImportKind.CamtrapDp)
        {
            Path = FullPath(path),
            PictureFolder = Directory.Exists(path) ? FullPath(path) : ImportFile.FolderOf(path),
            Person = session.Get<ICurrentPerson>().Name,
            Project = parsed.GetRequiredValue(Project),
            CaptureSet = parsed.GetRequiredValue(CaptureSet),
            MakeTaxa = parsed.GetValue(MakeTaxa),
        };
        return ImportAnswer.Show(await RecordedImports.CarryOutAsync(order, Mode(parsed), session, output, cancellationToken), output);
    });

    private static AntennaCommand List() => new AntennaCommand("taxa-list", "Import a checklist (a table, names one a line, a Darwin Core archive, or a folder of them) as the next version of a taxa list.")
    {
        Examples =
        [
            "import taxa-list vermont.csv --name 'Vermont insects' --note 'Atlas of 2024' --report matching.csv",
            "import taxa-list vermont.csv --name 'Vermont insects' --accept suggestions.csv",
            "import taxa-list atlas.xlsx --name Atlas --sheet 'Moths 2024'",
            "import taxa-list butterflies.zip --name Butterflies --place 'Great Britain' --occurrence-status present --check",
            "import taxa-list atlas.txt --name Atlas --name-column Art --encoding macintosh --check",
        ],
        Arguments = { File },
        Options = { ListName, Owner, Note, NameColumn, Sheet, Place, Occurring, TextEncoding, Separator, Accept, Matching, Check },
    }.Does(ImportListAsync);

    private static async Task<int> ImportListAsync(ParseResult parsed, CommandSession session, CommandOutput output, CancellationToken cancellationToken)
    {
        var owner = parsed.GetValue(Owner) is { } named ? await session.Get<Naming>().ProjectAsync(named, cancellationToken) : null;
        await using var file = parsed.GetValue(Matching) is { } path ? ReportFile.Open(Matching, path, parsed.GetRequiredValue(File)) : null;
        await using var matching = file is null ? null : new MatchingReportCsv(file.Draft, hasFiles: Directory.Exists(parsed.GetRequiredValue(File)));
        var order = Ordered(ImportKind.TaxaList, parsed, session) with
        {
            Project = owner?.Name,
            Reading = ListReading(parsed),
            List = new(parsed.GetRequiredValue(ListName)) { ProjectId = owner?.Id, Note = parsed.GetValue(Note), AcceptedFile = FullPath(parsed.GetValue(Accept)) },
        };
        var listener = new ImportListener
        {
            OnLine = matching is null ? null : matching.WriteAsync,
            OnLineWithoutName = matching is null ? null : matching.WriteWithoutNameAsync,
        };
        try
        {
            var report = await RecordedImports.CarryOutAsync(order, Mode(parsed), session, output, cancellationToken, listener);
            var code = ImportAnswer.Show(report, output);
            await KeepAsync(file, matching, cancellationToken);
            return code;
        }
        catch (NothingMatchedException)
        {
            // The report says what the names were matched to, which is why the list is refused.
            await KeepAsync(file, matching, cancellationToken);
            throw;
        }
    }

    private static async Task KeepAsync(ReportFile? file, MatchingReportCsv? matching, CancellationToken cancellationToken)
    {
        if (matching is not null)
            await matching.FlushAsync(cancellationToken);
        if (file is not null)
            await file.KeepAsync(cancellationToken);
    }

    private static AntennaCommand Identifications() => new AntennaCommand("identifications", "Import from CSV or an Excel workbook what people identified.")
    {
        Examples =
        [
            "import identifications identifications.csv --project 'My project'",
            "import identifications moths.xlsx --project 'My project' --sheet 2024 --name-column Art --check",
        ],
        Arguments = { File },
        Options = { OfProject, NameColumn, Sheet, TextEncoding, Separator, Check },
    }.Does(async (parsed, session, output, cancellationToken) =>
    {
        var project = await session.Get<Naming>().ProjectAsync(parsed.GetRequiredValue(OfProject), cancellationToken);
        var order = Ordered(ImportKind.Identifications, parsed, session) with { Project = project.Name };
        return ImportAnswer.Show(await RecordedImports.CarryOutAsync(order, Mode(parsed), session, output, cancellationToken), output);
    });

    private static TableReading ListReading(ParseResult parsed)
    {
        var occurrence = parsed.GetValue(Occurring) is { Length: > 0 } statuses ? new OccurrenceStatuses(statuses) : null;
        if (occurrence is not null && parsed.GetValue(Place) is null)
            throw new RefusedOptionException("occurrence-status", "What a taxon is says something of a place only; choose one with --place.");
        return Reading(parsed) with { Place = parsed.GetValue(Place), Occurrence = occurrence };
    }

    private static ImportOrder Ordered(ImportKind kind, ParseResult parsed, CommandSession session)
    {
        var file = parsed.GetRequiredValue(File);
        return new(kind)
        {
            Path = FullPath(file),
            PictureFolder = kind is ImportKind.Taxa or ImportKind.TaxaList ? null : ImportFile.FolderOf(file),
            Person = session.Get<ICurrentPerson>().Name,
            Reading = Reading(parsed),
        };
    }

    private static string? FullPath(string? path) => string.IsNullOrWhiteSpace(path) ? path : Path.GetFullPath(path);

    private static TableReading Reading(ParseResult parsed) => new()
    {
        NameColumn = parsed.GetValue(NameColumn),
        Sheet = parsed.GetValue(Sheet),
        Encoding = parsed.GetValue(TextEncoding),
        Separator = SeparatorOf(parsed, Separator),
    };

    private static char? SeparatorOf(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is { } separator
        ? Separators.Parse(separator) ?? throw new RefusedOptionException(option.Name.TrimStart('-'), $"'{separator}' separates no fields; expected one of {string.Join(", ", Separators.Names)}.")
        : null;

    private static ImportMode Mode(ParseResult parsed) => parsed.GetValue(Check) ? ImportMode.CheckOnly : ImportMode.Write;
}
