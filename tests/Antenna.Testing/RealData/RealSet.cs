using Antenna.Core.Predictions;
using Antenna.Data.Import.Identifications;
using Antenna.Data.Import.Pipeline;
using Antenna.Data.Import.Taxa;
using Antenna.Data.Import.TaxaLists;
using Antenna.Data.Model;
using Antenna.Data.Predictions;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Antenna.Testing.RealData;

/// <summary>
/// A real data set in a database, brought in by the product's own imports, as a curator would: the taxa, what a classifier
/// said of real photographs, the checklist of Vermont's insects and, of the butterflies, their true names. Both sets are in
/// the database of <see cref="TestDatabase.CreateRealAsync"/>, each a project of its own.
/// </summary>
public sealed record RealSet(
    Project Project, long CaptureSetId, TaxaList List, Algorithm Classifier, CategoryMap Map, Person Curator, IReadOnlyList<RealRow> Rows)
{
    /// <summary>265 detections of light traps, many of them junk.</summary>
    public const string TrapNights = "trap-nights";

    /// <summary>832 butterflies of 10 species, 650 of them identified by people under names that are known.</summary>
    public const string Butterflies = "butterflies";

    private const string Importer = "Curator of real data";

    /// <summary>The set as <see cref="TestDatabase.CreateRealAsync"/> has it in the database.</summary>
    public static async Task<RealSet> LoadAsync(AntennaDbContext context, string set, CancellationToken cancellationToken)
    {
        var project = await context.Projects.SingleAsync(project => project.Name == set, cancellationToken);
        var classifier = await context.Algorithms.SingleAsync(algorithm => algorithm.Kind == AlgorithmKind.Classifier, cancellationToken);
        var sources = await (
            from source in context.Classifications
            join detection in context.Detections on source.DetectionId equals detection.Id
            join occurrence in context.Occurrences on detection.OccurrenceId equals occurrence.Id
            where occurrence.ProjectId == project.Id && source.AppliedToId == null && source.AlgorithmId == classifier.Id
            orderby source.Id
            select new { SourceId = source.Id, OccurrenceId = occurrence.Id }).ToListAsync(cancellationToken);
        var reference = await ReferenceRow.ReadAsync(set, cancellationToken);
        if (reference.Count != sources.Count)
            throw new InvalidOperationException($"The reference has {reference.Count} rows of {set}, the database {sources.Count}.");
        return new(
            project,
            await context.CaptureSets.Where(each => each.ProjectId == project.Id).Select(each => each.Id).SingleAsync(cancellationToken),
            await context.TaxaLists.SingleAsync(cancellationToken),
            classifier,
            await CategoryMaps.LoadAsync(context, classifier.CategoryMapId!.Value, cancellationToken),
            await context.People.SingleAsync(person => person.Name == Importer, cancellationToken),
            [.. sources.Zip(reference, (source, row) => new RealRow(source.SourceId, source.OccurrenceId, row))]);
    }

    /// <summary>Imports everything into an empty database.</summary>
    internal static async Task ImportAllAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        await new TaxaImport(dataSource, NotATaxonLabels.Default, TimeProvider.System)
            .RunAsync(new(SharedData.File("taxa", "inat-insects.csv")), null, cancellationToken);
        foreach (var set in (string[])[TrapNights, Butterflies])
        {
            await new PipelineResultsImport(dataSource, NotATaxonLabels.Default, TimeProvider.System)
                .RunAsync(new(SharedData.File(set, "pipeline-results.json"), Project: set, CaptureSet: "All"), null, cancellationToken);
        }

        await new TaxaListImport(dataSource, NotATaxonLabels.Default, TimeProvider.System)
            .RunAsync(new(SharedData.File("checklists", "vermont-insects.csv"), "Vermont insects", Importer), null, cancellationToken);
        await new IdentificationsImport(dataSource, TimeProvider.System)
            .RunAsync(new(SharedData.File(Butterflies, "identifications.csv"), Butterflies, Importer), null, cancellationToken);
    }
}

/// <summary>A row of a real data set: what the classifier said, and what masking it is to give.</summary>
/// <param name="SourceId">The classifier's own row; the id of its lineage too.</param>
public sealed record RealRow(long SourceId, long OccurrenceId, ReferenceRow Reference);
