using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.Look;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Paging;
using Antenna.Data.Scopes;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tasks;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Antenna.Dashboard.Components.Tasks;

/// <summary>
/// Any task on a scope: its settings as the task declares them, what it would change, counted by the code of the run, and
/// the button that launches it. It names no task.
/// </summary>
public sealed partial class TaskPanel(
    PostProcessingTasks tasks, TaskPreviews previews, RunDryRun dryRun, RunLauncher launcher, ICurrentPerson currentPerson) : LiveComponent
{
    private readonly ImpactCount _count = new(dryRun);
    private TaskReview? _review;
    private (RunScope Scope, string Settings)? _basis;
    private (RunScope Scope, string Settings)? _launchedBasis;
    private string? _error;
    private bool _isLaunching;

    [Parameter, EditorRequired]
    public RunScope Scope { get; set; } = null!;

    /// <summary>The classifiers that ran on the scope.</summary>
    [Parameter]
    public IReadOnlyList<NamedChoice> Classifiers { get; set; } = [];

    /// <summary>Tasks that have a form of their own on the page.</summary>
    [Parameter]
    public IReadOnlyList<string> Except { get; set; } = [];

    /// <summary>The chosen task; null for none.</summary>
    [Parameter]
    public string? TaskKey { get; set; }

    [Parameter]
    public TaskValues Values { get; set; } = TaskValues.Empty;

    /// <summary>Another task, or other settings: they belong into the page's address.</summary>
    [Parameter]
    public EventCallback<(string? Task, TaskValues Values)> OnChosen { get; set; }

    /// <summary>Goes up when the rows changed: what would change is another then.</summary>
    [Parameter]
    public int Changes { get; set; }

    [Parameter]
    public EventCallback<IReadOnlyList<LaunchedRun>> OnLaunched { get; set; }

    /// <summary>The page of an occurrence that a preview shows, from which the way back leads to where the panel stands.</summary>
    [Parameter]
    public Func<long, OccurrenceAddress> OpenOccurrence { get; set; } = id => new(id);

    private IEnumerable<IPostProcessingTask> Offered => tasks.Launchable.Where(task => !Except.Contains(task.Key));

    private IPostProcessingTask? Chosen => Offered.FirstOrDefault(task => task.Key == TaskKey);

    private IEnumerable<string> OtherProblems => (_review?.Problems ?? [])
        .Where(problem => Chosen?.Fields.Any(setting => setting.Key == problem.Field) is false).Select(problem => problem.Message);

    private bool CanLaunch => _review is { Problems.Count: 0, Plans.Count: > 0 } && !_isLaunching && _launchedBasis != _basis;

    private string Status => this switch
    {
        { _isLaunching: true } => "Launching…",
        { _review: null } => "",
        { _review.Problems.Count: > 0 } => "Put right what is marked first.",
        _ when _launchedBasis == _basis => "Launched: see below.",
        { _review.Plans: [_] } => "Makes one run.",
        _ => $"Makes {Figures.Count(_review!.Plans.Count)} runs.",
    };

    protected override void OnInitialized() => Follow(Subscribe, _ => Task.CompletedTask);

    protected override async Task OnParametersSetAsync()
    {
        var settings = string.Join(' ', [Changes, TaskKey, .. Values.All.Select(value => $"{value.Key}={value.Value}")]);
        if (_basis is { } before && before.Settings == settings && before.Scope.Equals(Scope))
            return;
        var basis = (Scope, settings);
        (_basis, _review) = (basis, null);
        await LoadAsync(
            async cancellationToken =>
            {
                if (Chosen is { } task)
                    await ReviewAsync(task, basis, cancellationToken);
                else
                    await _count.CountAsync([], cancellationToken);
            },
            "What this would change could not be counted");
        _error = LoadError?.Message;
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await _count.DisposeAsync();
        await base.DisposeAsyncCore();
    }

    private Dictionary<string, object> PreviewGiven(IPostProcessingTask task) => TaskPreviewComponent.Given(
        Scope, Values, EventCallback.Factory.Create<TaskValues>(this, values => OnChosen.InvokeAsync((task.Key, values))), Changes, OpenOccurrence);

    private async Task ReviewAsync(IPostProcessingTask task, (RunScope Scope, string Settings) basis, CancellationToken cancellationToken)
    {
        var review = await task.ReviewAsync(new(Scope, Values), await currentPerson.FindAsync(cancellationToken), cancellationToken);
        if (_basis != basis)
            return;
        _review = review;
        StateHasChanged();
        await _count.CountAsync(review.Problems.Count > 0 ? [] : [.. review.Plans.Select(plan => (plan, (long?)null))], cancellationToken);
    }

    private async Task LaunchAsync(MouseEventArgs click)
    {
        // The second click of a double click comes after the first one's run has ended, where that is quick.
        if (!CanLaunch || click.Detail > 1)
            return;
        _isLaunching = true;
        await LoadAsync(LaunchAsync, "This could not be launched");
        (_isLaunching, _error) = (false, LoadError?.Message);
    }

    private async Task LaunchAsync(CancellationToken cancellationToken)
    {
        // Something else may be chosen before the answer is there, which is of these settings.
        var (task, request, basis) = (Chosen!.Key, new TaskRequest(Scope, Values), _basis);
        var launched = await launcher.LaunchAsync(task, request, await currentPerson.GetAsync(cancellationToken), cancellationToken);
        _launchedBasis = basis;
        await OnLaunched.InvokeAsync(launched);
    }

    private IDisposable Subscribe(Action counted)
    {
        _count.Counted += counted;
        return new EventSubscription(() => _count.Counted -= counted);
    }
}
