using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.Data.Paging;
using Antenna.Data.Projects;
using Antenna.Data.TaxaLists;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.Demo;

/// <summary>What to try on a demo, in this order.</summary>
/// <param name="Occurrence">One whose species would be another with the list; null where every such one is masked already, or cannot be.</param>
/// <param name="CaptureSet">The smallest.</param>
/// <param name="Predictions">How many of its predictions the classifier's logits are there of.</param>
/// <param name="ClassifierId">The classifier with the most predictions in it.</param>
/// <param name="MaskedOccurrence">The latest run on an occurrence; null where there was none.</param>
/// <param name="MaskedCaptureSet">The latest run on a capture set; null where there was none.</param>
public sealed record DemoTour(
    long ProjectId,
    SeenAnimal? Occurrence,
    NamedChoice CaptureSet,
    long Predictions,
    long ClassifierId,
    NamedChoice TaxaList,
    RunMilestone? MaskedOccurrence,
    RunMilestone? MaskedCaptureSet);

/// <summary>A run that succeeded.</summary>
public sealed record RunMilestone(long RunId, long OccurrencesUpdated);

/// <summary>Finds what to try on a demo.</summary>
public sealed class DemoTours(IDbContextFactory<AntennaDbContext> contexts)
{
    /// <summary>What to try on a project; null where it has no capture set that was classified, or no list.</summary>
    public async Task<DemoTour?> FindAsync(long projectId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var list = await context.TaxaLists.Where(list => list.ProjectId == projectId)
            .OrderBy(list => list.Id).Select(list => new NamedChoice(list.Id, list.Name)).FirstOrDefaultAsync(cancellationToken);
        var set = await (
            from summary in context.CaptureSetClassifiers
            join each in context.CaptureSets on summary.CaptureSetId equals each.Id
            where each.ProjectId == projectId && summary.Maskable > 0
            let most = context.CaptureSetClassifiers.Where(other => other.CaptureSetId == each.Id).Max(other => other.Maskable)
            where summary.Maskable == most
            orderby most, each.Id
            select new { Set = new NamedChoice(each.Id, each.Name), summary.AlgorithmId, summary.Maskable })
            .FirstOrDefaultAsync(cancellationToken);
        if (list is null || set is null)
            return null;

        var runs = context.Runs.Where(run => run.ProjectId == projectId && run.State == RunState.Succeeded);
        return new(
            projectId,
            await UnlistedAsync(context, projectId, list.Id, cancellationToken),
            set.Set,
            set.Maskable,
            set.AlgorithmId,
            list,
            await LatestAsync(context, runs.Where(run => run.OccurrenceId != null), cancellationToken),
            await LatestAsync(context, runs.Where(run => run.CaptureSetId != null), cancellationToken));
    }

    /// <summary>
    /// The surest prediction that can be masked, of a species that neither the list nor any person knows, while one of its genus is listed: so
    /// it is a relative from elsewhere, and not one that the list lacks.
    /// </summary>
    private static async Task<SeenAnimal?> UnlistedAsync(AntennaDbContext context, long projectId, long listId, CancellationToken cancellationToken)
    {
        var version = await context.TaxaListVersions.NewestOffered(listId).Select(version => version.Id).SingleOrDefaultAsync(cancellationToken);
        var listed = context.TaxaListEntries.Where(entry => entry.TaxaListVersionId == version);
        return await (
            from occurrence in context.Occurrences
            where occurrence.ProjectId == projectId && !occurrence.Verified
            join taxon in context.Taxa on occurrence.DeterminationTaxonId equals taxon.Id
            where taxon.Rank == Rank.Species && !listed.Any(entry => entry.TaxonId == taxon.Id)
                && !context.Identifications.Any(identification => identification.TaxonId == taxon.Id)
                && listed.Any(entry => context.Taxa.Any(other => other.Id == entry.TaxonId && other.ParentId == taxon.ParentId))
                && context.Detections.Any(detection => detection.OccurrenceId == occurrence.Id && context.Classifications.Any(row =>
                    row.DetectionId == detection.Id && row.Terminal && context.ClassificationLogits.Any(logits => logits.ClassificationId == row.Id)))
            orderby occurrence.DeterminationScore descending, occurrence.Id
            select new SeenAnimal(
                occurrence.Id,
                context.Detections.Where(detection => detection.OccurrenceId == occurrence.Id).Min(detection => detection.Id),
                new TaxonName(taxon.Id, taxon.Name, taxon.Rank)))
            .FirstOrDefaultAsync(cancellationToken);
    }

    private static Task<RunMilestone?> LatestAsync(AntennaDbContext context, IQueryable<Run> runs, CancellationToken cancellationToken) => runs
        .OrderByDescending(run => run.Id)
        .Select(run => new RunMilestone(run.Id, context.RunParts.Where(part => part.RunId == run.Id).Sum(part => part.OccurrencesUpdated)))
        .FirstOrDefaultAsync(cancellationToken);
}
