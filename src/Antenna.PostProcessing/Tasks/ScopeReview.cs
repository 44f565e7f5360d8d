using System.Globalization;
using Antenna.Data.Model;
using Antenna.Data.Scopes;
using Microsoft.EntityFrameworkCore;

namespace Antenna.PostProcessing.Tasks;

/// <summary>Checks scopes, for every task: that they are there, and of one project.</summary>
public static class ScopeReview
{
    /// <summary>The project of a scope; null where something is wrong with the scope, which is added to the problems.</summary>
    public static async Task<Project?> ProjectOfAsync(
        AntennaDbContext context, RunScope scope, ICollection<SettingsProblem> problems, CancellationToken cancellationToken)
    {
        switch (scope.Kind)
        {
            case RunScopeKind.CaptureSet:
                var ofSet = await context.CaptureSets.Where(set => set.Id == scope.Id)
                    .Join(context.Projects, set => set.ProjectId, project => project.Id, (_, project) => project)
                    .AsNoTracking().SingleOrDefaultAsync(cancellationToken);
                if (ofSet is null)
                    problems.Add(new("capture-set", $"There is no capture set {scope.Id}."));
                return ofSet;
            case RunScopeKind.Occurrence:
                var ofOccurrence = await ProjectsAsync(context, [scope.Id!.Value], cancellationToken);
                if (ofOccurrence.Count == 0)
                    problems.Add(new("occurrence", $"There is no occurrence {scope.Id}."));
                return ofOccurrence.FirstOrDefault().Project;
            default:
                return await OfSelectionAsync(context, scope.OccurrenceIds ?? [], problems, cancellationToken);
        }
    }

    private static async Task<Project?> OfSelectionAsync(
        AntennaDbContext context, IReadOnlyList<long> ids, ICollection<SettingsProblem> problems, CancellationToken cancellationToken)
    {
        if (ids.Count is 0 or > Selection.MostOccurrences)
        {
            problems.Add(new("occurrences", string.Create(
                CultureInfo.InvariantCulture,
                $"A selection has 1 to {Selection.MostOccurrences:N0} occurrences, and this one {ids.Count:N0}. For more, make a capture set.")));
            return null;
        }

        var found = await ProjectsAsync(context, ids, cancellationToken);
        var missing = ids.Except(found.Select(each => each.OccurrenceId)).ToList();
        if (missing.Count > 0)
            problems.Add(new("occurrences", $"There is no occurrence {string.Join(", ", missing.Take(10))}{(missing.Count > 10 ? $" and {missing.Count - 10} more" : "")}."));
        var projects = found.Select(each => each.Project).DistinctBy(project => project.Id).OrderBy(project => project.Id).ToList();
        if (projects.Count > 1)
            problems.Add(new("occurrences", $"A selection is of one project, and these occurrences are of {string.Join(" and ", projects.Select(project => project.Name))}."));
        return missing.Count == 0 && projects is [var only] ? only : null;
    }

    private static async Task<List<(long OccurrenceId, Project Project)>> ProjectsAsync(
        AntennaDbContext context, IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        [.. (await context.Occurrences.Where(occurrence => ids.Contains(occurrence.Id))
            .Join(context.Projects, occurrence => occurrence.ProjectId, project => project.Id, (occurrence, project) => new { occurrence.Id, Project = project })
            .AsNoTracking().ToListAsync(cancellationToken)).Select(each => (each.Id, each.Project))];
}
