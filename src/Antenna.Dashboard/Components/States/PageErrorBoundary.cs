using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Antenna.Dashboard.Components.States;

/// <summary>Keeps an exception that a page throws from ending the circuit, and describes it as other errors are.</summary>
public sealed class PageErrorBoundary : ErrorBoundary
{
    /// <summary>What the page threw; null while it stands.</summary>
    public PageError? Error { get; private set; }

    [Inject]
    private ILogger<PageErrorBoundary> Logger { get; set; } = null!;

    protected override Task OnErrorAsync(Exception exception)
    {
        Error = PageErrors.Describe(exception, "This page stopped", Logger);
        return Task.CompletedTask;
    }
}
