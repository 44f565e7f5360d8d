using Antenna.PostProcessing.Masking;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>What a class of a classifier stands for: its taxon, else its label as the classifier calls it.</summary>
public sealed partial class ClassLabelText : ComponentBase
{
    [Parameter, EditorRequired]
    public PreviewedClass Class { get; set; } = null!;

    /// <summary>Show the rank of what is no species.</summary>
    [Parameter]
    public bool ShowRank { get; set; }
}
