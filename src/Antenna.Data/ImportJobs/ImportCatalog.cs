using Antenna.Data.Database;
using Antenna.Data.Import;
using Antenna.Data.Import.Pipeline;
using Antenna.Data.Model;
using Antenna.Data.Paging;
using Antenna.Data.StandingMasks;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.ImportJobs;

/// <summary>Reads imports for pages.</summary>
public sealed class ImportCatalog(IDbContextFactory<AntennaDbContext> contexts, StandingMaskCatalog standingMasks)
{
    private const string Order = "imports";

    /// <summary>One page of imports, newest first.</summary>
    /// <param name="size">Rows a page, 1 to 100.</param>
    public async Task<Page<ImportRow>> ReadAsync(ImportFilter filter, int size, string? cursor, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var imports = context.Imports.AsNoTracking().Where(import =>
            (filter.ProjectId == null || import.ProjectId == filter.ProjectId || import.Kind == ImportKind.Taxa
                || (import.Kind == ImportKind.TaxaList && import.Project == null))
            && (filter.State == null || import.State == filter.State)
            && (filter.Kind == null || import.Kind == filter.Kind)
            && (filter.RequestedById == null || import.RequestedById == filter.RequestedById));
        return await IdPages.ReadAsync<StoredImport, ImportRow>(
            imports, import => import.Id, Order, size, cursor,
            page => Rows(context, page).ToListAsync(cancellationToken),
            import => import.Id);
    }

    /// <summary>One import, its report with the runs that standing masks launched after it; null where there is none of that id.</summary>
    public async Task<ImportDetails?> FindAsync(long id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await context.Imports.AsNoTracking().Where(import => import.Id == id)
            .Select(import => new { import.Order, import.Report })
            .SingleOrDefaultAsync(cancellationToken);
        if (found is null)
            return null;
        var row = await Rows(context, context.Imports.AsNoTracking().Where(import => import.Id == id)).SingleAsync(cancellationToken);
        var report = found.Report is null ? null : StoredReports.Read(found.Report);
        return new(row, ImportOrder.Parse(found.Order), report is PipelineResultsReport results ? await standingMasks.CompleteAsync(results, cancellationToken) : report);
    }

    private static IQueryable<ImportRow> Rows(AntennaDbContext context, IQueryable<StoredImport> imports) =>
        from import in imports
        join person in context.People on import.RequestedById equals person.Id
        select new ImportRow(
            import.Id, import.Kind, import.State, import.ProjectId, import.Project, import.Source, person.Name, import.CreatedAt,
            import.StartedAt, import.FinishedAt, import.Node, import.Attempt, import.BeatAt,
            ProgressOf(import.Phase, import.Done, import.WaitsSince, import.WaitKind, import.WaitsFor), import.Reason);

    private static ImportProgress? ProgressOf(string? phase, double? done, DateTime? waitsSince, string? waitKind, string? waitsFor) =>
        Enum.TryParse<ImportPhase>(phase, out var known) ? new(known, done, Wait: WaitOf(waitsSince, waitKind, waitsFor)) : null;

    private static DatabaseWait? WaitOf(DateTime? waitsSince, string? waitKind, string? waitsFor) =>
        waitsSince is { } since && Enum.TryParse<DatabaseErrorKind>(waitKind, out var kind) ? new(kind, since, waitsFor) : null;
}
