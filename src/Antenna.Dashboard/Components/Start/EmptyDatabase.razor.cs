using Antenna.Dashboard.Components.States;
using Antenna.Dashboard.Demo;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Start;

/// <summary>What to do where nothing is yet: try the demo, or bring data in.</summary>
public sealed partial class EmptyDatabase(DemoProject demo, ILogger<EmptyDatabase> logger) : ComponentBase
{
    private bool _making;
    private PageError? _error;

    /// <summary>There is something now.</summary>
    [Parameter]
    public EventCallback OnFilled { get; set; }

    private async Task MakeDemoAsync()
    {
        (_making, _error) = (true, null);
        try
        {
            // Once begun it is finished, even when the page is left. Where data came meanwhile none is made, and the
            // page shows what came.
            await demo.MakeAsync(CancellationToken.None);
            await OnFilled.InvokeAsync();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _error = PageErrors.Describe(exception, "The demo's pictures could not be written", logger);
        }
        finally
        {
            _making = false;
        }
    }
}
