using System.Globalization;
using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Dashboard.CommandLine;

/// <summary>
/// Finds what an option names: digits are an id, other text is a name, in any case. An id goes through as it is, because
/// the launcher says what is wrong with one.
/// </summary>
internal sealed class Naming(IDbContextFactory<AntennaDbContext> contexts)
{
    public Task<long> CaptureSetAsync(string named, CancellationToken cancellationToken) => FindAsync(
        "capture-set", "capture set", named,
        context => context.Set<CaptureSet>().Select(set => new Named(set.Id, set.Name)), cancellationToken);

    public Task<long> ClassifierAsync(string named, CancellationToken cancellationToken) => FindAsync(
        "classifier", "classifier", named,
        context => context.Algorithms.Where(algorithm => algorithm.Kind == AlgorithmKind.Classifier)
            .Select(algorithm => new Named(algorithm.Id, algorithm.Name)),
        cancellationToken);

    /// <summary>A list, and after an @ the number of a version: <c>Vermont insects@2</c>.</summary>
    public async Task<(long Id, int? Version)> TaxaListAsync(string named, CancellationToken cancellationToken)
    {
        var at = named.LastIndexOf('@');
        int? version = null;
        if (at >= 0)
        {
            if (!int.TryParse(named.AsSpan(at + 1).TrimStart('v'), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                throw new RefusedOptionException("taxa-list", $"'{named[(at + 1)..]}' is no number of a version. Write a taxa list as 3, 3@2, or 'Vermont insects@2'.");
            (named, version) = (named[..at], number);
        }

        var id = await FindAsync(
            "taxa-list", "taxa list", named,
            context => context.Set<TaxaList>().Select(list => new Named(list.Id, list.Name)), cancellationToken);
        return (id, version);
    }

    public async Task<Project> ProjectAsync(string named, CancellationToken cancellationToken)
    {
        var id = await FindAsync(
            "project", "project", named, context => context.Projects.Select(project => new Named(project.Id, project.Name)), cancellationToken);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Projects.AsNoTracking().SingleOrDefaultAsync(project => project.Id == id, cancellationToken)
            ?? throw new RefusedOptionException("project", $"There is no project {id}. 'list projects' shows which there are.");
    }

    private async Task<long> FindAsync(
        string option, string what, string named, Func<AntennaDbContext, IQueryable<Named>> candidates, CancellationToken cancellationToken)
    {
        if (long.TryParse(named, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return id;

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var all = await candidates(context).ToListAsync(cancellationToken);
        var found = all.Where(candidate => string.Equals(candidate.Name, named, StringComparison.OrdinalIgnoreCase)).ToList();
        return found switch
        {
            [var only] => only.Id,
            [] => throw new RefusedOptionException(option, $"There is no {what} called '{named}'. 'list {option}s' shows which there are."),
            _ => throw new RefusedOptionException(
                option, $"There are {found.Count} {what}s called '{named}': name one by its id, {string.Join(" or ", found.Select(candidate => candidate.Id))}."),
        };
    }

    private sealed record Named(long Id, string Name);
}
