using System.Globalization;
using Antenna.Data.Model;
using Antenna.Data.News;
using Antenna.Data.Projects;
using Antenna.Data.Scopes;
using Antenna.Data.StandingMasks;
using Antenna.PostProcessing.Runs;
using Antenna.PostProcessing.Tasks;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Antenna.PostProcessing.Masking;

/// <summary>Sets, pauses, resumes and ends standing masks, and applies one to what is there on demand.</summary>
public sealed class StandingMaskControl(
    IDbContextFactory<AntennaDbContext> contexts,
    NpgsqlDataSource dataSource,
    StandingMaskCatalog catalog,
    MaskPlanner planner,
    RunLauncher launcher,
    TimeProvider time)
{
    /// <summary>Sets a standing mask of a project. What is there already is not touched.</summary>
    /// <param name="settings">The list, without a version, one classifier, and the options.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="LaunchRefusedException">Something is wrong with it; nothing was written.</exception>
    public async Task<long> SetAsync(Project project, MaskSettings settings, Person person, CancellationToken cancellationToken)
    {
        if (await ReviewAsync(project, settings, cancellationToken) is { Problems: { Count: > 0 } problems })
            throw new LaunchRefusedException(problems);
        var mask = new StandingMask
        {
            ProjectId = project.Id,
            TaxaListId = settings.TaxaListId!.Value,
            AlgorithmId = settings.ClassifierId!.Value,
            Mode = settings.Options.Mode,
            OnlyWhenSpeciesChanges = settings.Options.OnlyWhenSpeciesChanges,
            HoldBelow = settings.Options.HoldBelow,
            SetById = person.Id,
            SetAt = time.GetUtcNow().UtcDateTime,
        };
        return await ExecuteAsync(
            async connection =>
            {
                var id = await StandingMaskRecords.InsertAsync(connection, mask, cancellationToken)
                    ?? throw new LaunchRefusedException([OneStands(mask.AlgorithmId)]);
                await Announcements.ProjectAsync(connection, project.Id, cancellationToken);
                return id;
            },
            cancellationToken);
    }

    /// <summary>Reviews a standing mask that is to be set: what it keeps, and all that is wrong with it, field by field.</summary>
    public async Task<MaskReview> ReviewAsync(Project project, MaskSettings settings, CancellationToken cancellationToken)
    {
        var review = await planner.ReviewAsync(project, settings, person: null, cancellationToken);
        var problems = review.Problems.ToList();
        if (settings is { TaxaListVersion: not null } or { TrialId: not null } or { UsesDraft: true })
            problems.Add(new("taxa-list", "A standing mask goes by the newest version of its list: name the list without a version."));
        if (settings.ClassifierIds.Count > 1)
            problems.Add(new("classifier", "A standing mask is of one classifier: set one for each."));
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var id in settings.ClassifierIds)
        {
            if (await context.StandingMasks.AnyAsync(mask => mask.ProjectId == project.Id && mask.AlgorithmId == id && mask.EndedAt == null, cancellationToken))
                problems.Add(OneStands(id));
        }

        return review with { Problems = problems };
    }

    /// <summary>Pauses, resumes or ends a standing mask; one that is so already stays as it is.</summary>
    /// <exception cref="RunRefusedException">There is none of that id, or it has ended.</exception>
    public async Task ChangeAsync(long id, StandingMaskChange change, Person person, CancellationToken cancellationToken)
    {
        var mask = await FindAsync(id, cancellationToken);
        if (mask.Ended is { } ended && change is not StandingMaskChange.End)
            throw new RunRefusedException(string.Create(CultureInfo.InvariantCulture, $"Standing mask {id} was ended by {ended.By}: set a new one."));
        await ExecuteAsync(
            async connection =>
            {
                if (await StandingMaskRecords.ChangeAsync(connection, id, change, time.GetUtcNow().UtcDateTime, person.Id, cancellationToken) is { } project)
                    await Announcements.ProjectAsync(connection, project, cancellationToken);
                return id;
            },
            cancellationToken);
    }

    /// <summary>
    /// Masks what is there now, as any launch does: a run over all captures of the project on which the classifier's
    /// predictions count, frozen as a set.
    /// </summary>
    /// <exception cref="RunRefusedException">There is no such standing mask, it has ended, or there is nothing to mask.</exception>
    /// <exception cref="LaunchRefusedException">Something is wrong with it now; no run was created.</exception>
    public async Task<LaunchedRun> ApplyNowAsync(long id, Person person, CancellationToken cancellationToken)
    {
        var mask = await FindAsync(id, cancellationToken);
        if (mask.Ended is not null)
            throw new RunRefusedException(string.Create(CultureInfo.InvariantCulture, $"Standing mask {id} has ended."));
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var project = await context.Projects.AsNoTracking().SingleAsync(project => project.Id == mask.ProjectId, cancellationToken);
        var settings = SettingsOf(mask);
        if (await planner.ReviewAsync(project, settings, person: null, cancellationToken) is { Problems: { Count: > 0 } problems })
            throw new LaunchRefusedException(problems);
        var set = await ExecuteAsync(
                connection => ClassifiedCaptures.FreezeAsync(connection, project.Id, mask.ClassifierId, mask.Classifier, time.GetUtcNow().UtcDateTime, cancellationToken),
                cancellationToken)
            ?? throw new RunRefusedException($"No prediction of {mask.Classifier} counts in {mask.Project}: there is nothing to mask.");
        return (await launcher.LaunchAsync(new MaskRequest(RunScope.OfCaptureSet(set), settings), person, cancellationToken))[0];
    }

    internal static MaskSettings SettingsOf(StandingMaskRow mask) => new()
    {
        TaxaListId = mask.TaxaListId, ClassifierIds = [mask.ClassifierId], Options = mask.Options,
    };

    private static SettingsProblem OneStands(long classifierId) => new(
        "classifier", "The project has a standing mask of this classifier: end it first. Of a prediction only one mask can count.", classifierId);

    private async Task<StandingMaskRow> FindAsync(long id, CancellationToken cancellationToken) =>
        await catalog.FindAsync(id, cancellationToken)
        ?? throw new RunRefusedException(string.Create(CultureInfo.InvariantCulture, $"There is no standing mask {id}."));

    private async Task<T> ExecuteAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var result = await work(connection);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }
}
