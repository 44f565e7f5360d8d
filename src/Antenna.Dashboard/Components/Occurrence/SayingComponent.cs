using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>Something with which a person says what an animal is, or takes it back. A refusal is shown where it happens.</summary>
public abstract class SayingComponent : LiveComponent
{
    /// <summary>Something was said, or taken back: what is shown of the occurrence is old.</summary>
    [Parameter]
    public EventCallback OnSaid { get; set; }

    [Inject]
    private Identifications Identifications { get; set; } = null!;

    [Inject]
    private ICurrentPerson CurrentPerson { get; set; } = null!;

    /// <summary>It is being said: whoever clicks again says nothing new.</summary>
    protected bool IsSaying { get; private set; }

    /// <summary>Why it was not said; null where nothing was refused.</summary>
    protected string? Refusal { get; private set; }

    /// <summary>Says something; what was refused is in <see cref="Refusal"/> then.</summary>
    protected async Task SayAsync(Func<Identifications, Person, CancellationToken, Task> say)
    {
        if (IsSaying)
            return;

        (IsSaying, Refusal) = (true, null);
        await LoadAsync(
            async cancellationToken =>
            {
                try
                {
                    await say(Identifications, await CurrentPerson.GetAsync(cancellationToken), cancellationToken);
                }
                catch (IdentificationRefusedException refusal)
                {
                    Refusal = refusal.Message;
                }
            },
            "This could not be saved");
        Refusal ??= LoadError?.Message;
        IsSaying = false;
        if (Refusal is null)
            await OnSaid.InvokeAsync();
    }
}
