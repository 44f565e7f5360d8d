using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.Look;
using Antenna.Dashboard.SignIn;
using Antenna.Data.News;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tasks;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>
/// Makes a run of what the workbench shows, on this occurrence, and follows it to its end: once, however often it is
/// clicked, and also where the page was loaded again in the middle.
/// </summary>
public sealed partial class ApplyHere(RunLauncher launcher, RunHistory history, PostProcessingTasks tasks, ICurrentPerson currentPerson) : LiveComponent
{
    private bool _isLaunching;
    private long? _followed;
    private RunRow? _run;
    private MaskRequest? _applied;
    private string? _refusal;

    [Parameter, EditorRequired]
    public long OccurrenceId { get; set; }

    /// <summary>What the workbench shows; null while it shows nothing.</summary>
    [Parameter]
    public MaskPreview? Preview { get; set; }

    /// <summary>What to launch for that.</summary>
    [Parameter]
    public MaskRequest? Request { get; set; }

    /// <summary>A run on this occurrence ended.</summary>
    [Parameter]
    public EventCallback OnApplied { get; set; }

    private bool IsUnderWay => _isLaunching || _run is { Progress.IsUnderWay: true };

    private bool CanApply => Request is not null && Preview is { ChangesNothing: false } && !IsUnderWay;

    protected override async Task OnInitializedAsync()
    {
        FollowNews(change => _followed is { } id && change.Is(NewsSubject.Run, id), UpdateAsync);
        await LoadAsync(async cancellationToken =>
        {
            var latest = await history.ReadAsync(new() { OccurrenceId = OccurrenceId }, 1, cursor: null, cancellationToken);
            if (latest.Items is not [{ Progress.IsUnderWay: true } underWay])
                return;
            (_followed, _run) = (underWay.Id, underWay);

            // News of its end that came before it was followed went by.
            await RefreshAsync(cancellationToken);
        });
    }

    protected override void OnParametersSet()
    {
        // What became of a run is shown until something else is tried.
        if (_run is { Progress.IsUnderWay: false } && _applied != Request)
            (_run, _followed) = (null, null);
    }

    private async Task ApplyAsync(MouseEventArgs click)
    {
        // The second click of a double click comes after the first one's run has ended, where that is quick.
        if (!CanApply || click.Detail > 1)
            return;

        (_isLaunching, _refusal, _run) = (true, null, null);
        await LoadAsync(LaunchAsync, "This could not be applied");
        _refusal ??= LoadError?.Message;
        _isLaunching = false;
    }

    private async Task LaunchAsync(CancellationToken cancellationToken)
    {
        try
        {
            var person = await currentPerson.GetAsync(cancellationToken);
            _followed = (await launcher.LaunchAsync(Request!, person, cancellationToken))[0].RunId;
            await RefreshAsync(cancellationToken);
        }
        catch (LaunchRefusedException refusal)
        {
            _refusal = refusal.Message;
        }
    }

    private async Task UpdateAsync(NewsBatch news, CancellationToken cancellationToken)
    {
        if (news.Runs.FirstOrDefault(run => run.Id == _followed) is { } run)
            await ShowAsync(run);
        else
            await RefreshAsync(cancellationToken);
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (_followed is { } id && await history.FindRowAsync(id, cancellationToken) is { } run && _followed == id)
            await ShowAsync(run);
    }

    private async Task ShowAsync(RunRow run)
    {
        _run = run;
        if (run.Progress.IsUnderWay)
            return;
        (_followed, _applied) = (null, Request);
        await OnApplied.InvokeAsync();
    }

    private static string ProgressText(RunSnapshot progress) => progress.Total is { } total
        ? $"{Figures.Count(progress.Counters.Checked)} of {Figures.Count(total, "prediction", "predictions")} checked."
        : progress.WaitsForRunId is { } before ? $"Waits for run {before}, which is under way on it." : "Waiting for its turn.";
}
