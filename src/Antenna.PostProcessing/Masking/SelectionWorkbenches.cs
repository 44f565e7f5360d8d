using Antenna.Data.Model;
using Antenna.Data.Predictions;
using Antenna.Data.Projects;
using Antenna.Data.Runs;
using Antenna.Data.TaxaLists;
using Antenna.Data.Taxonomy;
using Microsoft.EntityFrameworkCore;

namespace Antenna.PostProcessing.Masking;

/// <summary>Opens workbenches on picked occurrences.</summary>
public sealed class SelectionWorkbenches(
    IDbContextFactory<AntennaDbContext> contexts,
    CurrentTaxonomy taxonomy,
    CurrentCategoryMaps categoryMaps,
    TaxaListCatalog lists,
    RunHistory runs,
    MaskPlanner planner)
{
    /// <summary>A workbench on these occurrences, which are of one project.</summary>
    /// <param name="projectId">The project; null for that of the first of them.</param>
    /// <param name="person">The person whose own trial versions may be used; null for none.</param>
    public async Task<SelectionWorkbench> OpenAsync(
        IEnumerable<long> occurrenceIds, long? projectId, Person? person, CancellationToken cancellationToken)
    {
        long[] ids = [.. occurrenceIds.Distinct().Order()];
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        projectId ??= await context.Occurrences.Where(occurrence => ids.Contains(occurrence.Id))
            .OrderBy(occurrence => occurrence.Id).Select(occurrence => (long?)occurrence.ProjectId).FirstOrDefaultAsync(cancellationToken);
        return new(
            contexts,
            planner,
            new MaskCache(taxonomy, categoryMaps),
            person,
            projectId is { } project
                ? [.. (await lists.ListAsync(project, person, cancellationToken)).Where(list => list.Versions.Count > 0)]
                : [],
            projectId is { } owner ? await runs.LastTaxaListAsync(owner, cancellationToken) : null,
            ids,
            await SelectionClassifiers.ReadAsync(context, ids, cancellationToken));
    }
}
