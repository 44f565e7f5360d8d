using Antenna.Core.Predictions;
using Antenna.Data.Database;
using Antenna.Data.Errors;
using Antenna.Data.Import;
using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Antenna.Data.Demo;

/// <summary>What goes with a demo project.</summary>
/// <param name="OwnIdentifications">Identifications by others than the people of the demo.</param>
public sealed record DemoExtent(long Occurrences, long Captures, long TaxaLists, long Runs, long OwnIdentifications);

/// <summary>A demo project cannot be removed now; the message says why, and what to do.</summary>
public sealed class DemoInUseException(string message) : RefusedException(message);

/// <summary>Makes and removes demo projects, each as a whole or not at all.</summary>
public sealed class DemoProjects(
    NpgsqlDataSource dataSource, IDbContextFactory<AntennaDbContext> contexts, NotATaxonLabels notATaxon, TimeProvider time)
{
    private const string IsEmpty = "select not exists (select from projects) and not exists (select from taxa) and not exists (select from taxa_lists)";

    /// <summary>Whether nothing was brought into the database yet: no project, no taxon, no list.</summary>
    public async Task<bool> IsDatabaseEmptyAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        return await connection.ScalarAsync<bool>(IsEmpty, [], cancellationToken);
    }

    /// <summary>Makes the demo; null where the database is no longer empty.</summary>
    /// <exception cref="ImportRefusedException">One of the files is not as it has to be.</exception>
    public Task<long?> MakeAsync(DemoContent content, CancellationToken cancellationToken) => new ImportTransaction(dataSource, time, null).RunAsync(
        ImportLock.Project(content.Project),
        ImportMode.Write,
        async (connection, _) =>
        {
            await ImportLock.Taxonomy.TakeAsync(connection, cancellationToken);
            return await connection.ScalarAsync<bool>(IsEmpty, [], cancellationToken)
                ? await new DemoWriter(connection, dataSource, notATaxon, time.GetUtcNow().UtcDateTime).WriteAsync(content, cancellationToken)
                : (long?)null;
        },
        cancellationToken);

    /// <summary>What would go with a demo project; null where there is none of that id.</summary>
    /// <param name="people">Names of the people of the demo.</param>
    public async Task<DemoExtent?> DescribeAsync(long projectId, IReadOnlyList<string> people, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Projects
            .Where(project => project.Id == projectId && project.IsDemo)
            .Select(project => new DemoExtent(
                context.Occurrences.LongCount(occurrence => occurrence.ProjectId == projectId),
                context.Captures.LongCount(capture => capture.ProjectId == projectId),
                context.TaxaLists.LongCount(list => list.ProjectId == projectId),
                context.Runs.LongCount(run => run.ProjectId == projectId),
                context.Identifications.LongCount(identification =>
                    context.Occurrences.Any(occurrence => occurrence.Id == identification.OccurrenceId && occurrence.ProjectId == projectId)
                    && !context.People.Any(person => person.Id == identification.PersonId && people.Contains(person.Name)))))
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Removes a demo project and what it alone brought. Nothing happens where there is none of that id.</summary>
    /// <param name="people">Names of the people of the demo.</param>
    /// <exception cref="DemoInUseException">A run of the project is under way.</exception>
    public async Task RemoveAsync(long projectId, IReadOnlyList<string> people, CancellationToken cancellationToken)
    {
        if (await FindNameAsync(projectId, cancellationToken) is not { } name)
            return;
        await new ImportTransaction(dataSource, time, null).RunAsync(
            ImportLock.Project(name),
            ImportMode.Write,
            (connection, transaction) => RemoveAsync(connection, transaction, projectId, people, cancellationToken),
            cancellationToken);
    }

    private async Task<string?> FindNameAsync(long projectId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Projects.Where(project => project.Id == projectId && project.IsDemo).Select(project => project.Name).SingleOrDefaultAsync(cancellationToken);
    }

    private static async Task<bool> RemoveAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, long projectId, IReadOnlyList<string> people, CancellationToken cancellationToken)
    {
        await ImportLock.Taxonomy.TakeAsync(connection, cancellationToken);

        // A launch that waits for this lock then finds that the project is gone.
        var project = await connection.ScalarAsync<string>(
            "select name from projects where id = $1 and is_demo for update", [projectId], cancellationToken);
        if (project is null)
            return false;
        await RefuseUnderWayAsync(connection, transaction, projectId, cancellationToken);
        await new DemoRemoval(connection, projectId, project).RemoveAsync(people, cancellationToken);
        return true;
    }

    private static async Task RefuseUnderWayAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, long projectId, CancellationToken cancellationToken)
    {
        await using var context = new AntennaDbContext(AntennaDatabase.Options(connection));
        await context.Database.UseTransactionAsync(transaction, cancellationToken);
        var run = await context.Runs
            .Where(run => run.ProjectId == projectId).Where(RunStates.UnderWay)
            .OrderBy(run => run.Id).Select(run => (long?)run.Id).FirstOrDefaultAsync(cancellationToken);
        if (run is { } underWay)
            throw new DemoInUseException($"Run {underWay} of the demo is under way. Wait until it has ended, then remove the demo.");
    }
}
