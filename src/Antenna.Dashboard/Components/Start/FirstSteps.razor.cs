using Antenna.Dashboard.Components.Addresses;
using Antenna.Data.Demo;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Start;

/// <summary>The steps through the demo, for a first visit.</summary>
public sealed partial class FirstSteps : ComponentBase
{
    [Parameter, EditorRequired]
    public DemoTour Tour { get; set; } = null!;

    private string CaptureSet => DashboardUrls.CaptureSet(Tour.CaptureSet.Id, new() { TaxaListId = Tour.TaxaList.Id, ClassifierIds = [Tour.ClassifierId] });
}
