using System.Globalization;
using Antenna.Core.Predictions;
using Antenna.Data.Model;
using Antenna.Data.Predictions;
using Antenna.Data.Scopes;
using Antenna.Data.TaxaLists;
using Antenna.Data.Taxonomy;
using Antenna.PostProcessing.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Antenna.PostProcessing.Masking;

/// <summary>
/// The one place where a request to mask is checked and becomes plans; page, API and command line show what it says.
/// </summary>
public sealed class MaskPlanner(
    IDbContextFactory<AntennaDbContext> contexts,
    CurrentTaxonomy taxonomy,
    CurrentCategoryMaps categoryMaps,
    Listings listings,
    TaxaListDrafts drafts)
{
    /// <summary>One plan a classifier, in the order of the request.</summary>
    /// <param name="person">The person whose own trial versions may be used; null for none.</param>
    /// <exception cref="LaunchRefusedException">Something is wrong with the request: all of it, field by field.</exception>
    public async Task<IReadOnlyList<MaskPlan>> PlanAsync(MaskRequest request, Person? person, CancellationToken cancellationToken)
    {
        var review = await ReviewAsync(request, person, cancellationToken);
        return review.Problems.Count == 0 ? review.Plans : throw new LaunchRefusedException(review.Problems);
    }

    /// <summary>Reviews a request without refusing it: what can be planned, and every problem. For a page on which the settings are still being chosen.</summary>
    public Task<MaskReview> ReviewAsync(MaskRequest request, Person? person, CancellationToken cancellationToken) =>
        ReviewAsync(request, person, new MaskCache(taxonomy, categoryMaps), cancellationToken);

    /// <inheritdoc cref="ReviewAsync(MaskRequest, Person, CancellationToken)"/>
    /// <param name="cache">Shared between the reviews of one workbench, so that maps, tree and lists are read once.</param>
    public async Task<MaskReview> ReviewAsync(
        MaskRequest request, Person? person, MaskCache cache, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var problems = CheckNumbers(request.Settings);
        var project = await cache.ProjectOfAsync(context, request.Scope, problems, cancellationToken);
        return await ReviewAsync(context, request, project, person, cache, problems, cancellationToken);
    }

    /// <summary>Reviews settings by which a project wants to mask what is not there yet: the plans are over nothing.</summary>
    public async Task<MaskReview> ReviewAsync(Project project, MaskSettings settings, Person? person, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var nothingYet = new MaskRequest(RunScope.OfSelection([]), settings);
        return await ReviewAsync(context, nothingYet, project, person, new(taxonomy, categoryMaps), CheckNumbers(settings), cancellationToken);
    }

    private async Task<MaskReview> ReviewAsync(
        AntennaDbContext context, MaskRequest request, Project? project, Person? person, MaskCache cache, List<SettingsProblem> problems,
        CancellationToken cancellationToken)
    {
        var list = await ListAsync(context, request.Settings, project, cache, problems, cancellationToken);
        var listing = list is null ? null : await ListingAsync(context, request.Settings, list, person, cache, problems, cancellationToken);
        var classifiers = await cache.ClassifiersAsync(context, request.Settings.ClassifierIds, problems, cancellationToken);

        var (plans, empty) = (new List<MaskPlan>(), new List<MaskPlan>());
        if (project is not null && listing is not null)
        {
            cache.Follow(listing);
            foreach (var classifier in classifiers)
            {
                var map = await cache.CategoryMapAsync(classifier.CategoryMapId!.Value, cancellationToken);
                var plan = new MaskPlan(
                    project, request.Scope, listing, classifier, map, KeptSet.From(map, listing.Taxa),
                    request.Settings.Options, request.Settings.BatchSize);
                if (ProblemOf(plan) is { } problem)
                {
                    empty.Add(plan);
                    problems.Add(problem);
                }
                else
                {
                    plans.Add(plan);
                }
            }
        }

        return new(plans, problems) { Listing = listing, Empty = empty };
    }

    /// <summary>What is wrong with this threshold of <see cref="MaskOptions.HoldBelow"/>; null where nothing is.</summary>
    internal static SettingsProblem? CheckHoldBelow(double holdBelow) => holdBelow >= 0 && holdBelow < 1
        ? null
        : new("hold-below", string.Create(
            CultureInfo.InvariantCulture, $"Hold below {holdBelow} is not possible: give a mass from 0 (hold none) to under 1."));

    private static List<SettingsProblem> CheckNumbers(MaskSettings settings)
    {
        var problems = new List<SettingsProblem>();
        if (CheckHoldBelow(settings.Options.HoldBelow) is { } problem)
            problems.Add(problem);

        if (RunPlan.CheckBatchSize(settings.BatchSize) is { } batchProblem)
            problems.Add(batchProblem);
        return problems;
    }

    private static async Task<TaxaList?> ListAsync(
        AntennaDbContext context, MaskSettings settings, Project? project, MaskCache cache, List<SettingsProblem> problems,
        CancellationToken cancellationToken)
    {
        if (settings.TaxaListId is not { } id)
        {
            problems.Add(new("taxa-list", "Choose the taxa list to mask to."));
            return null;
        }

        var list = settings.UsesDraft && cache.Draft?.List is { } drafted && drafted.Id == id
            ? drafted
            : await context.TaxaLists.AsNoTracking().SingleOrDefaultAsync(list => list.Id == id, cancellationToken);
        if (list is null)
        {
            problems.Add(new("taxa-list", $"There is no taxa list {id}."));
        }
        else if (project is not null && list.ProjectId is { } owner && owner != project.Id)
        {
            var name = await context.Projects.Where(other => other.Id == owner).Select(other => other.Name).SingleAsync(cancellationToken);
            problems.Add(new(
                "taxa-list",
                $"Taxa list {list.Id} ({list.Name}) belongs to project {name}, and what is to be masked to project {project.Name}. "
                + $"Choose a list of {project.Name} or a shared one."));
            return null;
        }

        return list;
    }

    private async Task<Listing?> ListingAsync(
        AntennaDbContext context,
        MaskSettings settings,
        TaxaList list,
        Person? person,
        MaskCache cache,
        List<SettingsProblem> problems,
        CancellationToken cancellationToken)
    {
        if (!settings.UsesDraft)
        {
            return await VersionAsync(context, settings, list, person, problems, cancellationToken) is { } version
                ? await listings.OfVersionAsync(list, version, cancellationToken)
                : null;
        }

        var draft = person is null ? null
            : cache.Draft is { } read && (read.List.Id, read.PersonId, read.Revision) == (list.Id, person.Id, settings.DraftRevision) ? read
            : await drafts.FindAsync(list.Id, person.Id, cancellationToken);
        if (draft is null)
            problems.Add(new("taxa-list", $"You have no draft of {list.Name}: it was saved or discarded. Choose a version."));
        else if (settings.DraftRevision is { } seen && seen != draft.Revision)
            problems.Add(new("taxa-list", $"Your draft of {list.Name} changed meanwhile, in another tab perhaps. Look at it again."));
        else
            return await listings.OfDraftAsync(draft, cancellationToken);
        return null;
    }

    private static async Task<TaxaListVersion?> VersionAsync(
        AntennaDbContext context,
        MaskSettings settings,
        TaxaList list,
        Person? person,
        List<SettingsProblem> problems,
        CancellationToken cancellationToken)
    {
        var personId = person?.Id;
        var versions = context.TaxaListVersions.AsNoTracking().Where(version => version.TaxaListId == list.Id);
        if (settings.TrialId is { } trialId)
        {
            var trial = await versions.TrialOf(list.Id, trialId, personId).SingleOrDefaultAsync(cancellationToken);
            if (trial is null)
                problems.Add(new("taxa-list", $"You have no trial {trialId} of {list.Name}. Choose a version."));
            return trial;
        }

        var version = settings.TaxaListVersion is { } number
            ? await versions.Offered().SingleOrDefaultAsync(version => version.Number == number, cancellationToken)
            : await versions.NewestOffered(list.Id).SingleOrDefaultAsync(cancellationToken);
        if (version is null)
        {
            var known = await versions.Offered()
                .OrderBy(version => version.Number).Select(version => version.Number).ToListAsync(cancellationToken);
            problems.Add(new(
                "taxa-list",
                known.Count == 0
                    ? $"Taxa list {list.Id} ({list.Name}) has no version yet. Import one."
                    : $"Taxa list {list.Id} ({list.Name}) has no version {settings.TaxaListVersion}; it has {string.Join(", ", known)}."));
        }

        return version;
    }

    private static SettingsProblem? ProblemOf(MaskPlan plan)
    {
        if (plan.Kept.ListedCount > 0)
            return null;
        var unresolved = plan.Unresolved.Count switch
        {
            0 => "",
            1 => " One of its labels resolves to no known taxon: import the taxon that it names.",
            var count => string.Create(CultureInfo.InvariantCulture, $" {count:N0} of its labels resolve to no known taxon: import the taxa that they name."),
        };
        return new(
            "classifier",
            string.Create(
                CultureInfo.InvariantCulture,
                $"None of the {plan.CategoryMap.Count:N0} classes of {plan.Classifier.Name} is a taxon on {plan.Listing.Label}: masking would leave it nothing to say.{unresolved}"),
            plan.Classifier.Id);
    }
}
