using Antenna.Dashboard.Components.Live;
using Antenna.Data.Choices;
using Antenna.Data.Paging;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Choices;

/// <summary>
/// Chooses one named thing of a kind, or none: opened, it shows the first by name, and typing finds any. It reads no more than
/// it shows, however many there are.
/// </summary>
public sealed partial class ChoicePicker(ChoiceCatalog catalog) : LiveComponent
{
    private const int Most = 12;

    private NamedChoice? _chosen;

    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    [Parameter, EditorRequired]
    public ChoiceKind Kind { get; set; }

    /// <summary>The project that the choices belong to; null for any.</summary>
    [Parameter]
    public long? ProjectId { get; set; }

    /// <summary>The id of what is chosen; null for none.</summary>
    [Parameter]
    public long? Value { get; set; }

    [Parameter]
    public EventCallback<long?> ValueChanged { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        if (Value == _chosen?.Id)
            return;
        _chosen = null;
        if (Value is not { } id)
            return;
        var name = await catalog.NameAsync(Kind, id, DisposedToken);

        // Another one was chosen meanwhile.
        if (Value == id)
            _chosen = new(id, name ?? FormattableString.Invariant($"{id} (which is not there)"));
    }

    // One more than is shown tells that there are more.
    private async Task<IEnumerable<NamedChoice>> FindAsync(string? text, CancellationToken typedOn)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(typedOn, DisposedToken);

        // What is chosen stands in the field: opened again, it offers all.
        return await catalog.FindAsync(Kind, ProjectId, text == _chosen?.Name ? null : text, Most + 1, either.Token);
    }
}
