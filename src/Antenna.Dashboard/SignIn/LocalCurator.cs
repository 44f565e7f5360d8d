using Antenna.Data.Model;
using Antenna.Data.Projects;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Dashboard.SignIn;

/// <summary>
/// The one person at this computer, by the name in the settings, else by the name that the operating system knows. Right
/// as long as only this computer can reach the server.
/// </summary>
public sealed class LocalCurator(SignInSettings settings, IDbContextFactory<AntennaDbContext> contexts) : ICurrentPerson
{
    public string Name => settings.CuratorName;

    public async Task<Person> GetAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await People.EnsureAsync(context, Name, cancellationToken);
    }

    public async Task<Person?> FindAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await People.FindAsync(context, Name, cancellationToken);
    }
}
