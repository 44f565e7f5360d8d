using System.Globalization;
using Antenna.Core.Predictions;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.Look;
using Antenna.Data.Model;
using Antenna.Data.Taxonomy;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.RankRollUp;
using Antenna.PostProcessing.Tasks;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>Up to three answers of one classifier to one detection side by side: which ones, how they are drawn, and a copy to hand on.</summary>
public sealed partial class ComparisonPanel(CurrentTaxonomy taxonomy, RollUpPreviews rollUps, IJSRuntime js) : LiveComponent
{
    private IReadOnlyList<ComparisonColumn> _columns = [];
    private (WorkbenchView? View, long DetectionId, TriedComparison? Tried, TriedRollUp? RollUp) _read;
    private TaxonomySnapshot? _names;
    private ElementReference _figure;
    private string? _copied;

    [Parameter, EditorRequired]
    public MaskWorkbench Workbench { get; set; } = null!;

    /// <summary>What the workbench says of the mask tried, which is previewed.</summary>
    [Parameter, EditorRequired]
    public WorkbenchView View { get; set; } = null!;

    /// <summary>The mask tried.</summary>
    [Parameter, EditorRequired]
    public MaskSettings Settings { get; set; } = null!;

    [Parameter, EditorRequired]
    public long OccurrenceId { get; set; }

    /// <summary>The detection looked at.</summary>
    [Parameter, EditorRequired]
    public long DetectionId { get; set; }

    [Parameter]
    public TriedComparison Tried { get; set; } = TriedComparison.Usual;

    [Parameter]
    public EventCallback<TriedComparison> OnTried { get; set; }

    /// <summary>The roll-up that an answer may be; null for the usual one.</summary>
    [Parameter]
    public TriedRollUp? RollUp { get; set; }

    /// <summary>The classifier's own answer to the detection, which is rolled up; null where it gave none.</summary>
    [Parameter]
    public WorkbenchSource? Source { get; set; }

    /// <summary>What can be done with a class, beside its name.</summary>
    [Parameter]
    public RenderFragment<PreviewedClass>? RowActions { get; set; }

    /// <summary>Those that are chosen, and room for one more.</summary>
    private IEnumerable<TriedAnswer?> Answers => Tried.Answers.Select(answer => (TriedAnswer?)answer)
        .Concat(Tried.Answers.Count < TriedComparison.MostAnswers ? [null] : Array.Empty<TriedAnswer?>());

    private string Caption
    {
        get
        {
            var masks = _columns.Where(column => !column.IsOriginal)
                .Select(column => $"{(column.Detail is null ? "" : $"{column.Title}: ")}{column.Detail ?? column.Title}, {column.ScoreName.ToLowerInvariant()}");
            var date = Time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            return string.Join(" · ", [$"Occurrence {OccurrenceId}", View.Preview!.Classifier.Name, .. masks, $"compared on {date}"]);
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        var read = (View, DetectionId, Tried, RollUp);
        if (_read == read)
            return;
        (_read, _copied) = (read, null);
        await LoadAsync(async cancellationToken =>
        {
            var names = Tried.ShowsCommonNames ? await taxonomy.GetAsync(cancellationToken) : null;
            var columns = await CompareAsync(cancellationToken);

            // Of two comparisons at once, the later one is shown.
            if (_read == read)
                (_names, _columns) = (names, columns);
        });
    }

    private async Task<IReadOnlyList<ComparisonColumn>> CompareAsync(CancellationToken cancellationToken)
    {
        var (view, detection, answers) = (View, DetectionId, Tried.Answers);
        var views = new List<WorkbenchView>();
        foreach (var answer in answers)
            views.Add(answer.Kind is AnswerKind.List ? await Workbench.TryAsync(SettingsOf(answer), cancellationToken) : view);
        var predictions = await Workbench.AlignAsync(views, detection, cancellationToken);
        var columns = new List<ComparisonColumn>();
        foreach (var (answer, tried, prediction) in answers.Zip(views, predictions))
            columns.Add(answer.Kind is AnswerKind.RollUp ? await RolledUpAsync(tried, prediction, cancellationToken) : ColumnOf(answer, tried, prediction));
        return columns;
    }

    /// <summary>Rolls up what the mask tried would have count, by the code of the run.</summary>
    private async Task<ComparisonColumn> RolledUpAsync(WorkbenchView view, PreviewedPrediction? prediction, CancellationToken cancellationToken)
    {
        const string Title = "Rolled up";
        var problems = new List<SettingsProblem>();
        var settings = RollUpFields.Parse(RollUp?.Values ?? TaskValues.Empty, problems);
        if (settings is null || Source is not { } source || prediction is null)
            return new(Title, prediction, ScoreMode.Absolute, null, problems is [var problem, ..] ? problem.Message : "There is nothing to roll up.") { RolledUp = new Dictionary<int, RolledUpClass>() };

        var work = await rollUps.OpenAsync(source.ClassifierId, source.CategoryMapId, settings, cancellationToken);
        var masked = view.Preview?.Rows.FirstOrDefault(row => row.DetectionId == DetectionId)?.MaskedWinner;
        var kept = masked is null ? null : view.Kept;
        var preview = work.Preview(source.Logits, kept, masked is null ? source.TaxonId : masked.Taxon?.Id);
        var of = kept is null ? "the original" : "the mask tried";
        if (preview.Answer is not { Best: { } best } answer)
            return new(Title, prediction, settings.Distribution, of, $"It stays as it is, because {preview.Because}.") { RolledUp = new Dictionary<int, RolledUpClass>() };

        var classes = prediction.Classes.Select(each => each.Index).ToList();
        var sums = classes.Zip(work.ScoresOf(source.Logits, kept, answer.Rank, classes)).Where(each => each.Second is not null);
        return new(Title, prediction, settings.Distribution, $"{of} to {best.Name} {Figures.Score(answer.Score)}")
        {
            RolledUp = sums.ToDictionary(each => each.First, each => new RolledUpClass(each.Second!.Value.Taxon, each.Second.Value.Score, each.Second.Value.Taxon.Id == best.Id)),
        };
    }

    // The newest version by its number: without one, a draft that the person has of the list would be meant.
    private MaskSettings SettingsOf(TriedAnswer answer) => Settings.WithClassifier(View.ClassifierId)
        .WithVersion(answer.TaxaListId, answer.Version ?? Workbench.TaxaLists.FirstOrDefault(list => list.Id == answer.TaxaListId)?.Newest?.Number) with
    {
        Options = MaskOptions.Default with { Mode = answer.Mode ?? Settings.Options.Mode },
    };

    private ComparisonColumn ColumnOf(TriedAnswer answer, WorkbenchView view, PreviewedPrediction? prediction)
    {
        if (answer.Kind is AnswerKind.Original)
            return ComparisonColumn.Original(prediction);
        var mode = answer.Mode ?? Settings.Options.Mode;
        var name = view.Preview?.TaxaList.Label;
        var whyNot = view.Problems is [var problem, ..] ? problem.Message : prediction is null ? "It says nothing of this detection." : null;
        return answer.Kind is AnswerKind.Mask
            ? new("Masked", prediction, mode, name, prediction is null ? whyNot : null)
            : new(name ?? ComparisonChoice.NameOf(answer, Workbench.TaxaLists), prediction, mode, null, whyNot);
    }

    private Task ChooseAsync(int place, TriedAnswer? chosen)
    {
        var answers = Tried.Answers.ToList();
        if (place < answers.Count)
            answers.RemoveAt(place);
        if (chosen is { } answer)
            answers.Insert(place, answer);
        return OnTried.InvokeAsync(Tried with { Answers = answers, Shown = Math.Clamp(place, 0, answers.Count - 1) });
    }

    private string? CommonNameOf(TaxonName taxon) => _names?.CommonNameOf(taxon.Id);

    private Task CopyTextAsync() => CopyAsync(async (copy, cancellationToken) =>
    {
        var text = ComparisonText.Of(Caption, _columns, Tried.ShowsCommonNames ? CommonNameOf : null);
        return await copy.InvokeAsync<bool>("text", cancellationToken, text, FileName("txt")) ? "Copied as text." : "Saved as a file: the browser keeps pages from the clipboard.";
    });

    private Task CopyImageAsync() => CopyAsync(async (copy, cancellationToken) =>
        await copy.InvokeAsync<bool>("image", cancellationToken, _figure, FileName("png")) ? "Copied as an image." : "Saved as a file: the browser keeps pages from the clipboard.");

    private async Task CopyAsync(Func<IJSObjectReference, CancellationToken, Task<string>> act)
    {
        try
        {
            await using var copy = await js.InvokeAsync<IJSObjectReference>("import", DisposedToken, "./scripts/copy.js");
            _copied = await act(copy, DisposedToken);
        }
        catch (JSException)
        {
            _copied = "The browser could not copy it.";
        }
    }

    private string FileName(string extension) => string.Create(CultureInfo.InvariantCulture, $"occurrence {OccurrenceId} compared.{extension}");
}
