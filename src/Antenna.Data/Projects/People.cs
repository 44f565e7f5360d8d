using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.Projects;

/// <summary>Finds people by their names.</summary>
public static class People
{
    /// <summary>The person of this name; null where there is none.</summary>
    public static Task<Person?> FindAsync(AntennaDbContext context, string name, CancellationToken cancellationToken) =>
        context.People.AsNoTracking().SingleOrDefaultAsync(person => person.Name == name, cancellationToken);

    /// <summary>The person of this name, created if there is none; two callers at once get the same one.</summary>
    public static async Task<Person> EnsureAsync(AntennaDbContext context, string name, CancellationToken cancellationToken)
    {
        // Nearly always known already: then nothing is written.
        if (await FindAsync(context, name, cancellationToken) is { } known)
            return known;
        await context.Database.ExecuteSqlAsync($"insert into people (name) values ({name}) on conflict (name) do nothing", cancellationToken);
        return await context.People.AsNoTracking().SingleAsync(person => person.Name == name, cancellationToken);
    }
}
