using System.Globalization;
using Antenna.Dashboard.Components.Look;
using Antenna.PostProcessing.Masking;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>How a class's rank changes from one answer to another.</summary>
public sealed partial class RankChange : ComponentBase
{
    /// <summary>Steps that a sign comes from when it is drawn: as many as it moved, but not from outside the table.</summary>
    private const int MostSteps = 4;

    /// <summary>Null where the first answer excludes it.</summary>
    [Parameter, EditorRequired]
    public int? From { get; set; }

    /// <summary>Null where the other answer excludes it.</summary>
    [Parameter, EditorRequired]
    public int? To { get; set; }

    /// <summary>How many ranks each answer shows: what comes from below that is new.</summary>
    [Parameter]
    public int Shown { get; set; } = MaskWork.Top;

    /// <summary>Places up; null where it is not ranked in both.</summary>
    private int? Places => From - To;

    private bool IsNew => Places is > 0 && From > Shown;

    private string Kind => (From, To, Places) switch
    {
        (_, null, _) => "out",
        (null, _, _) => "in",
        _ when IsNew => "new",
        (_, _, 0) => "same",
        (_, _, > 0) => "up",
        _ => "down",
    };

    private string Sign => (From, To, Places) switch
    {
        (null, null, _) => "",
        (_, null, _) => "out",
        (null, _, _) => "in",
        (_, _, 0) => "=",
        (_, _, > 0 and var places) => $"↑ {Figures.Count(places)}",
        (_, _, var places) => $"↓ {Figures.Count(-places!.Value)}",
    };

    private string Text => (From, To, Places) switch
    {
        (null, null, _) => "",
        (_, null, _) => "out",
        (null, _, _) => "in",
        (_, _, 0) => "same rank",
        (_, _, > 0 and var places) => $"{(IsNew ? "new, " : "")}up {Figures.Count(places, "place", "places")}",
        (_, _, var places) => $"down {Figures.Count(-places!.Value, "place", "places")}",
    };

    private string Steps => Math.Clamp(Places ?? 0, -MostSteps, MostSteps).ToString(CultureInfo.InvariantCulture);
}
