using Antenna.Dashboard.Components.Look;
using Antenna.Data.Occurrences;
using Antenna.PostProcessing.Masking;
using MudBlazor;

namespace Antenna.Dashboard.Components.Pins;

/// <summary>The words of pins.</summary>
internal static class PinText
{
    public static string NoRoom { get; } = $"{Figures.Count(PinnedOccurrences.Most)} are pinned already, which is all there is room for. Take a pin away first.";

    public static string NameOf(PinVerdict verdict) => verdict switch
    {
        PinVerdict.Broken => "broken",
        PinVerdict.Fixed => "fixed",
        PinVerdict.Changed => "changed",
        PinVerdict.Unjudged => "unjudged",
        _ => "same",
    };

    /// <summary>The class of what a verdict is shown by. MudBlazor has classes of the bare words.</summary>
    public static string ClassOf(PinVerdict verdict) => $"verdict-{NameOf(verdict)}";

    /// <summary>What a verdict means of one pin.</summary>
    public static string Explain(PinPreview pin) => pin.Verdict switch
    {
        PinVerdict.Broken => $"People said {pin.Identified!.Name}: the best prediction was right, and would be wrong.",
        PinVerdict.Fixed => $"People said {pin.Identified!.Name}: the best prediction was wrong, and would be right.",
        PinVerdict.Changed => $"People said {pin.Identified!.Name}: the best prediction was wrong, and would be wrong in another way.",
        PinVerdict.Unjudged => pin.Moves ? "Nobody named it: the best prediction would change." : "Nobody named it: the best prediction stays.",
        _ => $"People said {pin.Identified!.Name}: the best prediction stays.",
    };

    public static string IconOf(PinVerdict verdict) => verdict switch
    {
        PinVerdict.Broken => Icons.Material.Outlined.HighlightOff,
        PinVerdict.Fixed => Icons.Material.Outlined.CheckCircle,
        PinVerdict.Changed => Icons.Material.Outlined.ChangeCircle,
        PinVerdict.Unjudged => Icons.Material.Outlined.HelpOutline,
        _ => Icons.Material.Outlined.DragHandle,
    };
}
