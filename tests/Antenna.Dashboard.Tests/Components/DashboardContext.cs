using Antenna.Core.Predictions;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.SignIn;
using Antenna.Data;
using Antenna.Data.Projects;
using Antenna.Testing;
using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;
using TestContext = Xunit.TestContext;

namespace Antenna.Dashboard.Tests.Components;

/// <summary>Renders components as the dashboard does: with its services, over a real database.</summary>
public sealed class DashboardContext : BunitContext
{
    /// <summary>The name of whoever acts.</summary>
    public const string Curator = "Test Curator";

    public DashboardContext(TestDatabase database)
    {
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton(database.DataSource);
        Services.AddSingleton<IDbContextFactory<AntennaDbContext>>(database);
        Services.AddSingleton(NotATaxonLabels.Default);
        Services.AddAntennaData();
        Services.AddSingleton<ICurrentPerson>(new TestCurator(database));
        Services.AddMudServices(options => options.PopoverOptions.CheckForPopoverProvider = false);
        Services.AddScoped<CurrentProject>();

        // What MudBlazor asks of its scripts changes nothing that a test looks at.
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    /// <summary>Renders where popovers are drawn: lists of suggestions and menus are not inside their component.</summary>
    public IRenderedComponent<MudPopoverProvider> RenderPopovers() => Render<MudPopoverProvider>();

    private sealed class TestCurator(TestDatabase database) : ICurrentPerson
    {
        public async Task<Person> GetAsync(CancellationToken cancellationToken)
        {
            await using var context = database.CreateDbContext();
            return await People.EnsureAsync(context, Curator, TestContext.Current.CancellationToken);
        }
    }
}
