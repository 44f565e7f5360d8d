using System.Data;
using Antenna.Core.Occurrences;
using Antenna.Data.Model;
using Antenna.Data.Taxonomy;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Antenna.Data.Occurrences;

/// <summary>Reads one occurrence with its identifications and predictions.</summary>
public sealed class OccurrenceReader(IDbContextFactory<AntennaDbContext> contexts)
{
    /// <summary>The occurrence; null where there is none of that id.</summary>
    public async Task<OccurrenceDetails?> FindAsync(long occurrenceId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);

        // One snapshot: a run that commits in between must not show a row that the determination does not know yet.
        await using var transaction = await context.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var found = await NamedAsync(context, occurrenceId, cancellationToken);
        if (found is null)
            return null;

        var connection = (NpgsqlConnection)context.Database.GetDbConnection();
        var states = await OccurrenceStates.ReadAsync(connection, [occurrenceId], cancellationToken);
        var state = states[occurrenceId];
        var determination = state.Determine();
        var names = await TaxonNames.LoadAsync(context, [determination.TaxonId, determination.Machine?.TaxonId], cancellationToken);
        var detections = await DetectionsAsync(context, state, determination, cancellationToken);
        var (history, predictions) = await OccurrenceHistory.ReadAsync(context, state, determination, cancellationToken);
        return new(
            occurrenceId,
            found.ProjectId,
            found.Project,
            found.Deployment,
            found.FirstSeenAt,
            Named(determination, names),
            detections,
            await CapturesAsync(context, [.. detections.Select(detection => detection.CaptureId).Distinct()], cancellationToken),
            history,
            state.Version)
        {
            Predictions = predictions,
            Observed = found.Observed,
        };
    }

    private static DeterminationDetails Named(Determination determination, TaxonNames names) => new(
        names.Find(determination.TaxonId),
        determination.Score,
        determination.Verified,
        determination.IdentificationId,
        determination.ClassificationId,
        names.Find(determination.Machine?.TaxonId),
        determination.Machine?.Score,
        determination.Machine?.ClassificationId);

    private static Task<NamedOccurrence?> NamedAsync(AntennaDbContext context, long occurrenceId, CancellationToken cancellationToken) =>
        (from occurrence in context.Occurrences
         where occurrence.Id == occurrenceId
         join project in context.Projects on occurrence.ProjectId equals project.Id
         join deployment in context.Deployments on occurrence.DeploymentId equals deployment.Id into deployments
         from deployment in deployments.DefaultIfEmpty()
         select new NamedOccurrence(
             project.Id,
             project.Name,
             deployment == null ? null : new DeploymentName(deployment.Id, deployment.Name),
             occurrence.FirstSeenAt,
             context.Set<ImportedObservation>().Where(observation => observation.OccurrenceId == occurrence.Id)
                 .OrderBy(observation => observation.CaptureId).ThenBy(observation => observation.ObservationId)
                 .Select(observation => new ObservedTraits(
                     observation.CaptureId, observation.LifeStage, observation.Sex, observation.Behaviour, observation.Animals))
                 .ToList()))
        .SingleOrDefaultAsync(cancellationToken);

    private static async Task<IReadOnlyList<DetectionDetails>> DetectionsAsync(
        AntennaDbContext context, OccurrenceState state, Determination determination, CancellationToken cancellationToken)
    {
        var deciding = state.Classifications.FirstOrDefault(row => row.Id == determination.Machine?.ClassificationId)?.DetectionId;
        var rows = await context.Detections.AsNoTracking()
            .Where(detection => detection.OccurrenceId == state.Id)
            .Join(context.Captures, detection => detection.CaptureId, capture => capture.Id, (detection, capture) => new { detection, capture.CapturedAt })
            .OrderBy(row => row.CapturedAt).ThenBy(row => row.detection.Id)
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(row => new DetectionDetails(
                row.detection.Id, row.detection.CaptureId, row.CapturedAt, row.detection.Box, row.detection.CropPath, row.detection.Id == deciding)),
        ];
    }

    /// <summary>The captures with every box on them, in the order of these ids.</summary>
    private static async Task<IReadOnlyList<CaptureDetails>> CapturesAsync(
        AntennaDbContext context, IReadOnlyList<long> ids, CancellationToken cancellationToken)
    {
        var captures = await context.Captures.AsNoTracking()
            .Where(capture => ids.Contains(capture.Id)).ToDictionaryAsync(capture => capture.Id, cancellationToken);
        var boxes = await (
            from detection in context.Detections
            where ids.Contains(detection.CaptureId) && detection.X1 != null
            join occurrence in context.Occurrences on detection.OccurrenceId equals occurrence.Id into occurrences
            from occurrence in occurrences.DefaultIfEmpty()
            join taxon in context.Taxa on occurrence!.DeterminationTaxonId equals taxon.Id into taxa
            from taxon in taxa.DefaultIfEmpty()
            orderby detection.Id
            select new
            {
                detection,
                Determination = taxon == null ? null : new TaxonName(taxon.Id, taxon.Name, taxon.Rank),
                Verified = occurrence != null && occurrence.Verified,
            })
            .AsNoTracking().ToListAsync(cancellationToken);
        var byCapture = boxes.ToLookup(
            row => row.detection.CaptureId,
            row => new CaptureBox(row.detection.Id, row.detection.OccurrenceId, row.detection.Box!.Value, row.Determination, row.Verified));
        return
        [
            .. ids.Select(id => captures[id]).Select(capture => new CaptureDetails(
                capture.Id, capture.Path, capture.CapturedAt, capture.Width, capture.Height, [.. byCapture[capture.Id]])),
        ];
    }

    private sealed record NamedOccurrence(
        long ProjectId, string Project, DeploymentName? Deployment, DateTime? FirstSeenAt, IReadOnlyList<ObservedTraits> Observed);
}
