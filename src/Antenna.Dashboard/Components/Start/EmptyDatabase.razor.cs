using Antenna.Dashboard.Demo;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Start;

/// <summary>What to do where nothing is yet: try the demo, or bring data in.</summary>
public sealed partial class EmptyDatabase(DemoProject demo, ILogger<EmptyDatabase> logger) : ComponentBase
{
    private bool _making;
    private string? _trouble;

    /// <summary>There is something now.</summary>
    [Parameter]
    public EventCallback OnFilled { get; set; }

    private async Task MakeDemoAsync()
    {
        (_making, _trouble) = (true, null);
        try
        {
            // Once begun it is finished, even when the page is left. Where data came meanwhile none is made, and the
            // page shows what came.
            await demo.MakeAsync(CancellationToken.None);
            await OnFilled.InvokeAsync();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotMade(logger, exception);
            _trouble = $"The demo's pictures cannot be written: {exception.Message}";
        }
        finally
        {
            _making = false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The demo could not be made")]
    private static partial void LogNotMade(ILogger logger, Exception exception);
}
