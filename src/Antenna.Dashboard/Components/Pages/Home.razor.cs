using System.Globalization;
using Antenna.Data.Projects;

namespace Antenna.Dashboard.Components.Pages;

/// <summary>The start page: which projects there are, and how much is in each.</summary>
public sealed partial class Home(ProjectCatalog catalog) : IDisposable
{
    private readonly CancellationTokenSource _left = new();
    private IReadOnlyList<ProjectSummary>? _projects;

    public void Dispose()
    {
        _left.Cancel();
        _left.Dispose();
    }

    protected override async Task OnInitializedAsync() => _projects = await catalog.ListAsync(_left.Token);

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
