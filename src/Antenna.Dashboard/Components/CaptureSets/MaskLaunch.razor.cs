using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.Look;
using Antenna.Dashboard.Components.States;
using Antenna.Dashboard.SignIn;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tasks;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Antenna.Dashboard.Components.CaptureSets;

/// <summary>The button that makes the runs: one a classifier, however often it is pressed.</summary>
public sealed partial class MaskLaunch(RunLauncher launcher, ICurrentPerson currentPerson) : LiveComponent
{
    private bool _isLaunching;
    private PageError? _error;

    /// <summary>What to launch; null where something is missing, or stands in the way.</summary>
    [Parameter]
    public MaskRequest? Request { get; set; }

    /// <summary>A setting is invalid; its field shows the reason.</summary>
    [Parameter]
    public bool IsWrong { get; set; }

    /// <summary>What was launched as it is chosen now has not ended yet.</summary>
    [Parameter]
    public bool IsUnderWay { get; set; }

    [Parameter]
    public EventCallback<LaunchedMask> OnLaunched { get; set; }

    [Parameter]
    public EventCallback<RefusedMask> OnRefused { get; set; }

    private bool CanLaunch => Request is not null && !_isLaunching && !IsUnderWay;

    private string Status => (Request, _isLaunching, IsUnderWay) switch
    {
        (_, true, _) => "Launching…",
        (_, _, true) => "Under way: see below.",
        (null, _, _) when IsWrong => "Put right what is marked first.",
        (null, _, _) => "Choose a list and a classifier first.",
        ({ Settings.ClassifierIds.Count: 1 }, _, _) => "Makes one run.",
        var (request, _, _) => $"Makes {Figures.Count(request!.Settings.ClassifierIds.Count)} runs, one a classifier.",
    };

    private async Task LaunchAsync(MouseEventArgs click)
    {
        // The second click of a double click comes after the first one's run has ended, where that is quick.
        if (!CanLaunch || click.Detail > 1)
            return;

        (_isLaunching, _error) = (true, null);
        await LoadAsync(LaunchAsync, "This could not be launched");
        (_isLaunching, _error) = (false, LoadError);
    }

    private async Task LaunchAsync(CancellationToken cancellationToken)
    {
        // Something else may be chosen before the answer is there, which is of this request.
        var request = Request!;
        try
        {
            var person = await currentPerson.GetAsync(cancellationToken);
            await OnLaunched.InvokeAsync(new(request, await launcher.LaunchAsync(request, person, cancellationToken)));
        }
        catch (LaunchRefusedException refusal)
        {
            await OnRefused.InvokeAsync(new(request, refusal.Problems));
        }
    }
}

/// <summary>What a request to mask made.</summary>
public sealed record LaunchedMask(MaskRequest Request, IReadOnlyList<LaunchedRun> Runs);

/// <summary>Why a request to mask was refused.</summary>
public sealed record RefusedMask(MaskRequest Request, IReadOnlyList<SettingsProblem> Problems);
