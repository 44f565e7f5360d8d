using System.Globalization;
using Antenna.Core.Taxonomy;
using Antenna.Dashboard.Importing;
using Antenna.Dashboard.StandingMasks;
using Antenna.Data.Import;
using Antenna.Data.Import.Camtrap;
using Antenna.Data.Import.Pipeline;
using Antenna.Data.Import.Tables;
using Antenna.Data.Import.TaxaLists;

namespace Antenna.Dashboard.CommandLine;

/// <summary>What an import answers, for people and for programs.</summary>
internal static class ImportAnswer
{
    /// <summary>Shows progress on a terminal; a file or a pipe gets the answer alone, and what the import waits for.</summary>
    public static IProgress<ImportProgress> Progress(CommandOutput output) =>
        new Line(output, waitsOnly: !output.Progress.Profile.Capabilities.Interactive);

    public static int Show(ImportReport report, CommandOutput output)
    {
        if (output.AsJson)
        {
            // As the type that it is: each import's report says more than what all of them have.
            output.Json((object)report);
            return ExitCode.Done;
        }

        output.WriteLine(Outcome(report));
        output.Table(
            ["What", "#New", "#Changed", "#Unchanged", "#Removed", "#Skipped"],
            report.Counts.Select(count => (IReadOnlyList<string>)
                [count.What, .. new[] { count.New, count.Changed, count.Unchanged, count.Removed, count.Skipped }.Select(CommandOutput.Count)]));
        switch (report)
        {
            case TaxaListReport list:
                ShowMatching(list, output);
                break;
            case CamtrapReport package:
                ShowObservations(package, output);
                break;
            case PipelineResultsReport results:
                ShowClassifiers(results, output);
                break;
        }

        foreach (var finding in report.Findings)
            WriteFinding(finding, output);
        if (report is PipelineResultsReport { StandingMasks: var masks })
        {
            foreach (var outcome in masks)
                output.WriteLine(StandingMaskText.Of(outcome, report.CheckOnly));
        }

        return ExitCode.Done;
    }

    private static void ShowMatching(TaxaListReport list, CommandOutput output)
    {
        output.Table(["Lines matched", "#Lines"], list.Lines.OrderBy(line => line.Key).Select(line => (IReadOnlyList<string>)[line.Key.DisplayName(), CommandOutput.Count(line.Value)])
            .Concat(list.WithoutName.OrderBy(line => line.Key).Select(line => (IReadOnlyList<string>)[$"no name: {line.Key.DisplayName()}", CommandOutput.Count(line.Value)])));
        if (list.Files.Count > 0)
        {
            var kinds = list.Lines.Keys.Order().ToList();
            output.Table(
                ["File", .. kinds.Select(kind => $"#{kind.DisplayName()}"), "#no name"],
                list.Files.Select(file => (IReadOnlyList<string>)
                    [file.Name, .. kinds.Select(kind => CommandOutput.Count(file.Lines.GetValueOrDefault(kind))), CommandOutput.Count(file.WithoutName)]));
        }

        if (list is { CheckOnly: true, Places: { Count: > 0 } places })
            output.Table(["Place", "Taxa by what they are there"], places.Select(place => (IReadOnlyList<string>)[place.Name, string.Join(", ", place.Occurrences)]));
    }

    private static void ShowObservations(CamtrapReport package, CommandOutput output)
    {
        output.Table(["Observations became", "#Observations"], package.Observations.Select(each => (IReadOnlyList<string>)
            [ObservationText.Of(each.Outcome), CommandOutput.Count(each.Observations)]));
        if (ObservationText.UnknownNames(package) is { } unknown)
            output.WriteLine($"{unknown} --make-taxa makes taxa of them.");
    }

    private static void ShowClassifiers(PipelineResultsReport results, CommandOutput output)
    {
        if (results.Classifiers.Count > 0)
        {
            output.Table(
                ["Classifier", "#Taxa", "#Not a taxon", "#Unresolved"],
                results.Classifiers.Select(classifier => (IReadOnlyList<string>)
                    [classifier.Name, CommandOutput.Count(classifier.Taxa), CommandOutput.Count(classifier.NotATaxon), CommandOutput.Count(classifier.Unresolved)]));
        }

        foreach (var classifier in results.Classifiers.Where(classifier => classifier.Names > 0))
            output.WriteLine($"{UnknownLabelsText.Of(classifier)} --make-taxa makes taxa of them.");
    }

    private static string Outcome(ImportReport report)
    {
        var took = string.Create(CultureInfo.InvariantCulture, $"in {report.Elapsed.TotalSeconds:0.0} s");
        return (report, report.CheckOnly) switch
        {
            (TaxaListReport { NothingChanged: true } list, _) => $"Nothing changed: {list.List} lists just this already.",
            (TaxaListReport list, false) => $"{list.List} v{list.Version}: {Names(list)}, imported {took}.",
            (TaxaListReport list, true) => $"Checked {took}; nothing was written. It would be {list.List} v{list.Version}: {Names(list)}.",
            (PipelineResultsReport { CaptureSetId: { } set }, false) => $"Imported {took} as capture set {set}.",
            (CamtrapReport { CaptureSetId: { } set }, false) => $"Imported {took} as capture set {set}.",
            (_, false) => $"Imported {took}.",
            _ => $"Checked {took}; nothing was written.",
        };
    }

    private static string Names(TaxaListReport list) =>
        $"{CommandOutput.Count(list.NameCount, "name", "names")}, {CommandOutput.Count(list.TaxonCount, "taxon", "taxa")} of the taxonomy";

    private static void WriteFinding(ImportFinding finding, CommandOutput output)
    {
        var times = finding.Count > 1 ? $" ({CommandOutput.Count(finding.Count)} times)" : "";
        output.WriteLine($"{(finding.Level is ImportFindingLevel.Warning ? "Warning: " : "")}{finding.Message}{times}");
        foreach (var example in finding.Examples)
            output.WriteLine($"    {example}");
    }

    private sealed class Line(CommandOutput output, bool waitsOnly) : IProgress<ImportProgress>
    {
        private string? _step;

        public void Report(ImportProgress value)
        {
            var step = ImportProgressText.Of(value);
            if (step == _step || (waitsOnly && value.Wait is null))
                return;
            _step = step;
            output.Note($"{step}…");
        }
    }
}
