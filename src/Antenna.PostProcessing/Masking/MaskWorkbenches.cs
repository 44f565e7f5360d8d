using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Predictions;
using Antenna.Data.Runs;
using Antenna.Data.TaxaLists;
using Antenna.Data.Taxonomy;
using Microsoft.EntityFrameworkCore;

namespace Antenna.PostProcessing.Masking;

/// <summary>Opens workbenches on occurrences.</summary>
public sealed class MaskWorkbenches(
    IDbContextFactory<AntennaDbContext> contexts,
    CurrentTaxonomy taxonomy,
    CurrentCategoryMaps categoryMaps,
    TaxaListCatalog lists,
    RunHistory runs,
    MaskPlanner planner,
    TaxaListDrafts drafts)
{
    /// <summary>A workbench; null where there is no occurrence of that id.</summary>
    /// <param name="person">The person whose own trial versions may be used; null for none.</param>
    public Task<MaskWorkbench?> OpenAsync(long occurrenceId, Person? person, CancellationToken cancellationToken) =>
        OpenAsync(occurrenceId, person, new MaskCache(taxonomy, categoryMaps), cancellationToken);

    /// <inheritdoc cref="OpenAsync(long, Person?, CancellationToken)"/>
    /// <param name="cache">Shared by workbenches that are opened together.</param>
    public async Task<MaskWorkbench?> OpenAsync(
        long occurrenceId, Person? person, MaskCache cache, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var occurrence = await MaskableOccurrence.ReadAsync(context, occurrenceId, cancellationToken);
        return occurrence is null
            ? null
            : new(
                contexts,
                planner,
                drafts,
                cache,
                person,
                await lists.ListAsync(occurrence.ProjectId, person, cancellationToken),
                await runs.LastTaxaListAsync(occurrence.ProjectId, cancellationToken),
                occurrence);
    }
}
