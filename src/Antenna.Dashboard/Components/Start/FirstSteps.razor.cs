using Antenna.Dashboard.Components.Addresses;
using Antenna.Data.Demo;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Start;

/// <summary>The way through the demo, for somebody who sees the product for the first time.</summary>
public sealed partial class FirstSteps : ComponentBase
{
    [Parameter, EditorRequired]
    public DemoTour Tour { get; set; } = null!;

    private string CaptureSet => Links.CaptureSet(Tour.CaptureSet.Id, new() { TaxaListId = Tour.TaxaList.Id, ClassifierIds = [Tour.ClassifierId] });
}
