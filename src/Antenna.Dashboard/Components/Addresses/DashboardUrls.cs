using System.Globalization;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Predictions;
using Antenna.Data.Runs;
using Antenna.PostProcessing.Masking;

namespace Antenna.Dashboard.Components.Addresses;

/// <summary>
/// The urls that are linked to most, relative to the base: short forms of the pages' addresses, and those of what is no page.
/// </summary>
public static class DashboardUrls
{
    internal const string SignInPath = "login";
    internal const string HealthPath = "health";
    internal const string LivePath = $"{HealthPath}/live";
    internal const string ReadyPath = $"{HealthPath}/ready";
    internal const string ApiPath = "api/v2";
    internal const string ApiPagePath = "api";

    /// <summary>Where the HTTP API is described and tried. No page of the circuit: a link to it opens a tab of its own.</summary>
    public const string ApiPage = $"{ApiPagePath}/";

    internal const string DownloadsPath = "downloads";
    internal const string DownloadParameter = "download";
    internal const string TokenParameter = "t";
    internal const string ReturnParameter = "returnUrl";

    public static string Occurrences(long? projectId = null) => Occurrences(new OccurrenceFilter { ProjectId = projectId });

    public static string Occurrences(OccurrenceFilter filter) => new OccurrencesAddress { Filter = filter };

    public static string Occurrence(long id) => new OccurrenceAddress(id);

    public static string Runs(long? projectId = null) => Runs(new RunFilter { ProjectId = projectId });

    public static string Runs(RunFilter filter) => new RunsAddress { Filter = filter };

    public static string Run(long id) => new RunAddress(id);

    /// <summary>The log of a run as a file.</summary>
    public static string RunLog(long id) => string.Create(CultureInfo.InvariantCulture, $"runs/{id}/log.csv");

    /// <summary>What a filter finds, as a file.</summary>
    /// <param name="file">The kind of file.</param>
    /// <param name="download">The offer of a page; null where none follows it.</param>
    public static string OccurrencesDownload(OccurrenceFilter filter, string file, Guid? download = null) =>
        Download($"occurrences/{file}", Occurrences(filter).Split('?') is [_, var query] ? query : "", download);

    /// <summary>What the person who asks has selected, as a file.</summary>
    /// <param name="projectId">Null for what is of any project.</param>
    /// <inheritdoc cref="OccurrencesDownload" path="/param"/>
    public static string SelectionDownload(long? projectId, string file, Guid? download = null) =>
        Download($"selection/{file}", projectId is { } id ? string.Create(CultureInfo.InvariantCulture, $"project={id}") : "", download);

    /// <summary>Where to look at what a run's settings would do to its scope now; null where no page shows that.</summary>
    public static string? SameSettings(RunRow run, string settings, int batchSize) => (run.Task, run.Scope) switch
    {
        (ClassMaskingTask.TaskKey, { CaptureSetId: { } set }) => CaptureSet(set, FrozenMask.Parse(settings).ToSettings(batchSize)),
        (ClassMaskingTask.TaskKey, { OccurrenceId: { } occurrence }) =>
            new OccurrenceAddress(occurrence) { Settings = FrozenMask.Parse(settings).ToSettings(batchSize) },
        (ClassMaskingTask.TaskKey, { SelectionId: { } selection }) => new SelectionMaskAddress
        {
            ProjectId = run.ProjectId, SelectionId = selection, Settings = FrozenMask.Parse(settings).ToSettings(batchSize),
        },
        _ => null,
    };

    /// <summary>The capture sets; with settings, to choose one to mask by them.</summary>
    public static string CaptureSets(long? projectId = null, MaskSettings? settings = null) =>
        new CaptureSetsAddress { ProjectId = projectId, Settings = settings ?? MaskSettings.Default };

    /// <summary>A capture set; with settings, to mask it by them.</summary>
    public static string CaptureSet(long id, MaskSettings? settings = null) => new CaptureSetAddress(id) { Settings = settings ?? MaskSettings.Default };

    public static string TaxaLists(long? projectId = null) => new TaxaListsAddress { ProjectId = projectId };

    /// <summary>A list, at one of its versions, or at the newest.</summary>
    public static string TaxaList(long id, int? version = null) => new TaxaListAddress(id) { Version = version };

    /// <summary>A list at the version that a run refers to, which may be a trial.</summary>
    public static string TaxaList(TaxaListVersionName version) =>
        new TaxaListAddress(version.TaxaListId) { Version = version.Number, TrialId = version.IsTrial ? version.VersionId : null };

    /// <summary>Where a list is imported: a new one, or the next version of this one.</summary>
    public static string TaxaListImport(long? projectId = null, long? taxaListId = null) =>
        new TaxaListImportAddress { ProjectId = projectId, TaxaListId = taxaListId };

    public static string Detections(DetectionFilter filter) => new DetectionsAddress { Filter = filter };

    public static string Classifications(ClassificationFilter filter) => new ClassificationsAddress { Filter = filter };

    /// <summary>The hosts that pictures of a project, or of any, lie on.</summary>
    public static string PictureHosts(long? projectId = null) => new PictureHostsAddress { ProjectId = projectId };

    /// <summary>The crop of a detection, no wider or higher than this many px.</summary>
    public static string CropPicture(long detectionId, int size) => Picture("detections", detectionId, size);

    /// <summary>A capture, no wider or higher than this many px.</summary>
    public static string CapturePicture(long captureId, int size) => Picture("captures", captureId, size);

    /// <summary>Signs a browser in that opens it, and leads to the start page.</summary>
    public static string SignIn(string token) => $"{SignInPath}?{TokenParameter}={Uri.EscapeDataString(token)}";

    /// <summary>What a run did, as a file.</summary>
    /// <inheritdoc cref="OccurrencesDownload" path="/param"/>
    public static string RunEffectsDownload(long id, Guid? download = null) =>
        Download(string.Create(CultureInfo.InvariantCulture, $"runs/{id}/effects"), "", download);

    /// <summary>What became of each line of an imported list, as a file.</summary>
    /// <inheritdoc cref="OccurrencesDownload" path="/param"/>
    public static string MatchingReportDownload(long importId, Guid? download = null) =>
        Download(string.Create(CultureInfo.InvariantCulture, $"imports/{importId}/matching"), "", download);

    /// <summary>A version of a taxa list, as a file.</summary>
    /// <inheritdoc cref="OccurrencesDownload" path="/param"/>
    public static string TaxaListDownload(long listId, int version, string file, Guid? download = null) =>
        Download(string.Create(CultureInfo.InvariantCulture, $"taxa-lists/{listId}/{version}/{file}"), "", download);

    private static string Download(string path, string query, Guid? download)
    {
        var all = string.Join('&', ((string?[])[query, download is { } id ? $"{DownloadParameter}={id}" : null]).Where(part => !string.IsNullOrEmpty(part)));
        return all.Length == 0 ? $"{DownloadsPath}/{path}" : $"{DownloadsPath}/{path}?{all}";
    }

    private static string Picture(string of, long id, int size) => string.Create(CultureInfo.InvariantCulture, $"pictures/{of}/{id}?size={size}");
}
