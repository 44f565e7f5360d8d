using System.Globalization;
using Antenna.Dashboard.Components.Look;
using Antenna.PostProcessing.Masking;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>How a class's rank changes by the mask.</summary>
public sealed partial class RankChange : ComponentBase
{
    /// <summary>Steps that a sign comes from when it is drawn: as many as it moved, but not from outside the table.</summary>
    private const int MostSteps = 4;

    [Parameter, EditorRequired]
    public PreviewedClass Class { get; set; } = null!;

    /// <summary>How many ranks each column shows: what comes from below that is new.</summary>
    [Parameter]
    public int Shown { get; set; } = MaskWork.Top;

    /// <summary>Places up; null where it is not ranked any more. Masking moves nothing down.</summary>
    private int? Places => Class.Compared.OriginalRank - Class.Compared.MaskedRank;

    private bool IsNew => Places is not null && Class.Compared.OriginalRank > Shown;

    private string Kind => (Places, IsNew) switch
    {
        (null, _) => "out",
        (_, true) => "new",
        (0, _) => "same",
        (> 0, _) => "up",
        _ => "down",
    };

    private string Sign => Places switch
    {
        null => "out",
        0 => "=",
        > 0 and var places => $"↑ {Figures.Count(places)}",
        var places => $"↓ {Figures.Count(-places.Value)}",
    };

    private string Text => Places switch
    {
        null => "out",
        0 => "same rank",
        > 0 and var places => $"{(IsNew ? "new, " : "")}up {Figures.Count(places, "place", "places")}",
        var places => $"down {Figures.Count(-places.Value, "place", "places")}",
    };

    private string Steps => Math.Clamp(Places ?? 0, -MostSteps, MostSteps).ToString(CultureInfo.InvariantCulture);
}
