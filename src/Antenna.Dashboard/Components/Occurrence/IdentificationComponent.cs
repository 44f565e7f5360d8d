using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.Look;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>
/// Submits, withdraws or deletes identifications of an occurrence. A refusal is shown where it happened. Its buttons stay
/// enabled meanwhile, since a disabled one loses the focus; a second click is ignored.
/// </summary>
public abstract class IdentificationComponent : LiveComponent
{
    /// <summary>
    /// Identifications of the occurrence changed: what is shown of it is old, and where the focus is to go; null where it is to stay.
    /// </summary>
    [Parameter]
    public EventCallback<FocusTarget?> OnChanged { get; set; }

    [Inject]
    private Identifications Identifications { get; set; } = null!;

    [Inject]
    private ICurrentPerson CurrentPerson { get; set; } = null!;

    /// <summary>Why the last act was refused; null where it was not.</summary>
    protected string? Refusal { get; private set; }

    /// <summary>What else there is to know of the last act; null for nothing.</summary>
    protected string? Notice { get; private set; }

    private bool IsActing { get; set; }

    /// <returns>Whether it is submitted; false where it was refused, or another act was not over yet.</returns>
    protected Task<bool> SubmitAsync(IdentificationSubmission submission) => ActAsync(async (person, cancellationToken) =>
    {
        var outcome = await Identifications.SubmitAsync(submission, person, cancellationToken);
        if (outcome is { Refusal: null, IsCreated: false })
            Notice = "Your identification says so already; nothing was added.";
        return (outcome.Refusal, outcome.IdentificationId is { } id ? new FocusTarget(id) : null);
    });

    protected Task WithdrawAsync(long identificationId) => ActAsync(async (person, cancellationToken) =>
        (await Identifications.WithdrawAsync(identificationId, person, cancellationToken), new FocusTarget(identificationId)));

    /// <summary>Deletes it. Its card goes with the news of that, whenever it comes: the focus is to have left it before.</summary>
    protected Task DeleteAsync(long identificationId) => ActAsync(async (person, cancellationToken) =>
        (await Identifications.DeleteAsync(identificationId, person, cancellationToken), null));

    private async Task<bool> ActAsync(Func<Person, CancellationToken, Task<(IdentificationRefusal? Refusal, FocusTarget? Focus)>> act)
    {
        if (IsActing)
            return false;

        (IsActing, Refusal, Notice) = (true, null, null);
        var (isDone, focus) = (false, (FocusTarget?)null);
        await LoadAsync(
            async _ =>
            {
                // The page hears of the act as everybody does, and may take this card away before the act has returned: that
                // neither stops it, nor keeps the focus from going where it should.
                var (refusal, target) = await act(await CurrentPerson.GetAsync(CancellationToken.None), CancellationToken.None);
                (Refusal, isDone, focus) = (refusal?.Sentence(), true, target);
            },
            "This could not be saved");
        IsActing = false;
        Refusal ??= LoadError?.Message;
        if (Refusal is not null || !isDone)
            return false;
        await OnChanged.InvokeAsync(focus);
        return true;
    }
}

/// <summary>Where the focus goes after an act took away what had it. A new one for each act.</summary>
/// <param name="identificationId">The card of this identification.</param>
public sealed class FocusTarget(long identificationId)
{
    public long IdentificationId => identificationId;
}
