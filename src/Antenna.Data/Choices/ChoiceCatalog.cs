using Antenna.Data.Model;
using Antenna.Data.Paging;
using Antenna.Data.TaxaLists;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.Choices;

/// <summary>
/// What filters can be set to, found by typing: a project may have thousands of stations, and no page reads them all to show
/// a dozen.
/// </summary>
public sealed class ChoiceCatalog(IDbContextFactory<AntennaDbContext> contexts)
{
    /// <summary>The first things of a kind whose name has the text in it; without a text, the first by name.</summary>
    /// <param name="projectId">The project that they belong to, where the kind belongs to one; null for any.</param>
    /// <param name="text">Part of the name, in any case.</param>
    /// <param name="most">How many at most.</param>
    public async Task<IReadOnlyList<NamedChoice>> FindAsync(
        ChoiceKind kind, long? projectId, string? text, int most, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await Things(context, kind, projectId).FindAsync(text, most, cancellationToken);
    }

    /// <summary>What a thing is called; null where there is none of that id.</summary>
    public async Task<string?> NameAsync(ChoiceKind kind, long id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var named = kind is ChoiceKind.TaxaListVersion ? Versions(context.TaxaLists, context.TaxaListVersions) : Things(context, kind, projectId: null);
        return await named.Where(thing => thing.Id == id).Select(thing => thing.Name).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Whether there is more than one project, so that there is something to choose.</summary>
    public async Task<bool> HasSeveralProjectsAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Projects.Take(2).CountAsync(cancellationToken) > 1;
    }

    private static IQueryable<ChoiceRow> Things(AntennaDbContext context, ChoiceKind kind, long? projectId)
    {
        var lists = context.TaxaLists.Where(list => projectId == null || list.ProjectId == null || list.ProjectId == projectId);
        return kind switch
        {
            ChoiceKind.Project => context.Projects.AsChoices(),
            ChoiceKind.CaptureSet => context.CaptureSets.Where(set => projectId == null || set.ProjectId == projectId).AsChoices(),
            ChoiceKind.Station => context.Deployments.Where(station => projectId == null || station.ProjectId == projectId).AsChoices(),
            ChoiceKind.TaxaList => lists.AsChoices(),
            ChoiceKind.TaxaListVersion => Versions(lists, context.TaxaListVersions.Offered()),
            ChoiceKind.Person => context.People.AsChoices(),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
    }

    private static IQueryable<ChoiceRow> Versions(IQueryable<TaxaList> lists, IQueryable<TaxaListVersion> versions) =>
        from version in versions
        join list in lists on version.TaxaListId equals list.Id
        select new ChoiceRow { Id = version.Id, Name = list.Name + " v" + version.Number, Group = list.Name, Number = version.Number };
}
