using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.SignIn;
using Antenna.Dashboard.StandingMasks;
using Antenna.Data.Projects;
using Antenna.Data.StandingMasks;
using Antenna.PostProcessing.Masking;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Projects;

/// <summary>A standing mask: what it does and since when, what became of imports, and what can be done with it, each with its numbers first.</summary>
public sealed partial class StandingMaskCard(
    StandingMaskControl control, ClassifiedCaptures captures, ICurrentPerson currentPerson, NavigationManager navigation) : LiveComponent
{
    private MaskAction? _chosen;
    private string? _text;
    private bool _isPossible;
    private bool _isBusy;
    private string? _error;

    [Parameter, EditorRequired]
    public StandingMaskRow Mask { get; set; } = null!;

    /// <summary>It was paused, resumed or ended.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    private enum MaskAction
    {
        Pause,
        Resume,
        End,
        MaskNow,
    }

    private string HeadingId => $"standing-mask-{Mask.Id}";

    private IEnumerable<MaskAction> Offered =>
        [Mask.Paused is null ? MaskAction.Pause : MaskAction.Resume, MaskAction.End, MaskAction.MaskNow];

    private string What => StandingMaskText.What(Mask);

    private static string NameOf(MaskAction action) => action switch
    {
        MaskAction.Pause => "Pause",
        MaskAction.Resume => "Resume",
        MaskAction.End => "End",
        _ => "Mask what is there",
    };

    private static string TitleOf(MaskAction action) => action switch
    {
        MaskAction.Pause => "Pause this standing mask?",
        MaskAction.Resume => "Resume this standing mask?",
        MaskAction.End => "End this standing mask?",
        _ => "Mask what is there now?",
    };

    private static string ConfirmOf(MaskAction action) => action switch
    {
        MaskAction.Pause => "Pause it",
        MaskAction.Resume => "Resume it",
        MaskAction.End => "End it for good",
        _ => "Launch the run",
    };

    private void Close() => (_chosen, _text, _error) = (null, null, null);

    private async Task ChooseAsync(MaskAction action)
    {
        (_chosen, _text, _error, _isPossible) = (action, null, null, true);
        await LoadAsync(
            async cancellationToken =>
            {
                var there = action is MaskAction.Pause or MaskAction.End
                    ? null
                    : await captures.CountAsync(Mask.ProjectId, Mask.ClassifierId, cancellationToken);
                if (_chosen != action)
                    return;
                _isPossible = action is not MaskAction.MaskNow || there!.Predictions > 0;
                _text = action switch
                {
                    MaskAction.Pause => StandingMaskText.OfPause(Mask),
                    MaskAction.End => StandingMaskText.OfEnd(Mask),
                    MaskAction.Resume => StandingMaskText.OfResume(Mask, there!),
                    _ => StandingMaskText.OfMaskNow(Mask, there!),
                };
            },
            "What it concerns could not be counted");
        if (LoadError is { } error)
            (_chosen, _error) = (null, error.Message);
    }

    private async Task ConfirmAsync(MaskAction action)
    {
        if (_isBusy)
            return;
        _isBusy = true;
        await LoadAsync(cancellationToken => DoAsync(action, cancellationToken), "This could not be done");
        _isBusy = false;
        Close();
        _error = LoadError?.Message;
    }

    private async Task DoAsync(MaskAction action, CancellationToken cancellationToken)
    {
        var person = await currentPerson.GetAsync(cancellationToken);
        if (action is MaskAction.MaskNow)
        {
            var run = await control.ApplyNowAsync(Mask.Id, person, cancellationToken);
            navigation.NavigateTo(DashboardUrls.Run(run.RunId));
            return;
        }

        var change = action switch
        {
            MaskAction.Pause => StandingMaskChange.Pause,
            MaskAction.Resume => StandingMaskChange.Resume,
            _ => StandingMaskChange.End,
        };
        await control.ChangeAsync(Mask.Id, change, person, cancellationToken);
        await OnChanged.InvokeAsync();
    }
}
