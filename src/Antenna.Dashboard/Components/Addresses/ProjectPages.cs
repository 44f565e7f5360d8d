using Antenna.Data.Occurrences;
using Antenna.Data.Runs;

namespace Antenna.Dashboard.Components.Addresses;

/// <summary>Which project the pages that list things list, and the same page for another project.</summary>
internal static class ProjectPages
{
    /// <summary>The project that a page lists the things of.</summary>
    /// <param name="address">Relative to the base.</param>
    /// <returns>Whether it is a page that lists things of a project or of all; the project is null for all.</returns>
    public static bool TryRead(string address, out long? projectId)
    {
        if (PageAddress.Parse<OccurrencesAddress>(address) is { } occurrences)
            projectId = occurrences.Filter.ProjectId;
        else if (PageAddress.Parse<CaptureSetsAddress>(address) is { } sets)
            projectId = sets.ProjectId;
        else if (PageAddress.Parse<RunsAddress>(address) is { } runs)
            projectId = runs.Filter.ProjectId;
        else if (PageAddress.Parse<TaxaListsAddress>(address) is { } lists)
            projectId = lists.ProjectId;
        else if (PageAddress.Parse<ImportsAddress>(address) is { } imports)
            projectId = imports.Filter.ProjectId;
        else if (PageAddress.Parse<PictureHostsAddress>(address) is { } hosts)
            projectId = hosts.ProjectId;
        else
        {
            projectId = null;
            return false;
        }

        return true;
    }

    /// <summary>Whether a page is that of a thing that was opened from a list of all projects.</summary>
    /// <param name="address">Relative to the base.</param>
    public static bool IsOpenedFromAll(string address) =>
        PageAddress.Parse<OccurrenceAddress>(address) is { CameFrom.Filter.ProjectId: null }
        || PageAddress.Parse<CaptureSetAddress>(address) is { CameFrom.ProjectId: null }
        || PageAddress.Parse<RunAddress>(address) is { CameFrom.Filter.ProjectId: null }
        || PageAddress.Parse<TaxaListAddress>(address) is { CameFrom.ProjectId: null }
        || PageAddress.Parse<ImportAddress>(address) is { CameFrom.Filter.ProjectId: null };

    /// <summary>
    /// The page that shows of another project what this one shows of its own: the same list without its filters, which name things of
    /// the project; of the page of one thing, the list that it is in; of any other page, the occurrences.
    /// </summary>
    /// <param name="address">Relative to the base.</param>
    /// <param name="projectId">Null for all projects.</param>
    public static string InProject(string address, long? projectId)
    {
        if (PageAddress.Parse<OccurrencesAddress>(address) is { } shown)
            return shown.By(new OccurrenceFilter { ProjectId = projectId });
        return address.Split('/', '?', '#')[0] switch
        {
            "" when projectId is null => "./",
            "projects" when projectId is { } id => new ProjectAddress(id),
            "capture-sets" => DashboardUrls.CaptureSets(projectId),
            "runs" => DashboardUrls.Runs(new RunFilter { ProjectId = projectId }),
            "taxa-lists" => DashboardUrls.TaxaLists(projectId),
            "imports" => new ImportsAddress { Filter = new() { ProjectId = projectId } },
            "picture-hosts" => DashboardUrls.PictureHosts(projectId),
            _ => DashboardUrls.Occurrences(projectId),
        };
    }
}
