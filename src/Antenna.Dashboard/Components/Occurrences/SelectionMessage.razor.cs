using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Occurrences;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrences;

/// <summary>What was done with a selection, to be undone as long as one sees it.</summary>
public sealed partial class SelectionMessage(Identifications identifications, ICurrentPerson currentPerson) : LiveComponent
{
    private bool _isUndoing;

    [Parameter, EditorRequired]
    public SelectionOutcome Outcome { get; set; } = null!;

    [Parameter]
    public EventCallback OnUndone { get; set; }

    private async Task UndoAsync()
    {
        _isUndoing = true;
        await LoadAsync(
            async cancellationToken =>
            {
                var person = await currentPerson.GetAsync(cancellationToken);
                foreach (var identification in Outcome.Made)
                    await identifications.DeleteAsync(identification, person, cancellationToken);
            },
            "Not all of it could be undone");
        _isUndoing = false;
        if (LoadError is null)
            await OnUndone.InvokeAsync();
    }
}
