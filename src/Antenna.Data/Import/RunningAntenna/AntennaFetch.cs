using System.Text.Json;
using Antenna.Data.Model;

namespace Antenna.Data.Import.RunningAntenna;

/// <summary>
/// Fetches a project of a running Antenna into the staging: its lists, which name everything, then the page of each occurrence
/// that is new or changed, then that of each classification that is new, where the logits are.
/// </summary>
internal sealed class AntennaFetch(
    AntennaApi api, AntennaImportRequest request, RemoteStaging staging, ImportFindings findings, IProgress<ImportProgress>? progress)
{
    private const int ListedAtOnce = 500;
    private const int WalkedAtOnce = 50;

    private readonly AntennaLists _lists = new(api);
    private readonly Dictionary<long, RemoteAlgorithm> _algorithms = [];
    private readonly Dictionary<long, RemoteDeployment> _deployments = [];
    private ListedRows _rows = null!;
    private bool _isShort;

    /// <summary>The algorithms there.</summary>
    public IReadOnlyDictionary<long, RemoteAlgorithm> Algorithms => _algorithms;

    /// <summary>The stations of the project.</summary>
    public IReadOnlyCollection<RemoteDeployment> Deployments => _deployments.Values;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var hadSome = (await staging.FetchedBeforeAsync(long.MaxValue, areOutside: false, 1, cancellationToken)).Count > 0;
        await ListAsync(cancellationToken);
        await FetchAllAsync(RemoteObjectKind.Occurrence, FetchOccurrenceAsync, cancellationToken);
        if (hadSome || _rows.Outside > 0)
            await FindUnlistedAsync(cancellationToken);
        await FetchAllAsync(RemoteObjectKind.Classification, FetchClassificationAsync, cancellationToken);
        await FetchIdentificationsAsync(cancellationToken);
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        var (project, set) = (request.RemoteProjectId, request.RemoteCaptureSetId);
        await EachAsync("ml/algorithms/", page => KeepAll(_algorithms, page.Rows.Select(RemoteAlgorithm.Read), row => row.Id), cancellationToken);
        await EachAsync($"deployments/?project_id={project}", page => KeepAll(_deployments, page.Rows.Select(RemoteDeployment.Read), row => row.Id), cancellationToken);
        _rows = new(api.Address, _deployments, set is not null);
        await foreach (var page in _lists.ReadAsync($"captures/?project_id={project}{(set is null ? "" : $"&collections={set}")}", Report, cancellationToken))
        {
            await StageAsync(RemoteObjectKind.Capture, [.. page.Rows.Select(_rows.Capture).OfType<ListedObject>()], cancellationToken);
            Tell(ImportPhase.ReadRemoteLists, page.Seen, page.Count);
        }

        if (!_isShort)
            ReportUnlisted("Captures", await staging.RemoveUnlistedAsync(RemoteObjectKind.Capture, cancellationToken));
        await foreach (var page in _lists.ReadAsync($"occurrences/?project_id={project}&apply_defaults=false", Report, cancellationToken))
        {
            await StageAsync(RemoteObjectKind.Occurrence, [.. page.Rows.Select(_rows.Occurrence).OfType<ListedObject>()], cancellationToken);
            Tell(ImportPhase.ReadRemoteLists, page.Seen, page.Count);
        }

        if (!_isShort)
            ReportUnlisted("Occurrences", await staging.RemoveUnlistedAsync(RemoteObjectKind.Occurrence, cancellationToken));
    }

    /// <summary>
    /// Finds classifications that are new although the list says the same of their occurrences as before, such as one that does
    /// not count: the list of all of them tells that there are any, but not of which occurrences.
    /// </summary>
    private async Task FindUnlistedAsync(CancellationToken cancellationToken)
    {
        var (unknown, imported) = (new HashSet<long>(), new HashSet<long>());
        var set = request.RemoteCaptureSetId is { } id ? $"&detection__source_image__collections={id}" : "";
        await foreach (var page in _lists.ReadAsync($"classifications/?detection__source_image__project={request.RemoteProjectId}{set}", Report, cancellationToken))
        {
            long[] ids = [.. page.Rows.Select(row => row.IdOf("id")).OfType<long>()];
            unknown.UnionWith(ids.Except(await staging.KnownAsync(RemoteObjectKind.Classification, ids, cancellationToken)));
            imported.UnionWith(await staging.ImportedAsync(ids, cancellationToken));
        }

        if (!_isShort)
            ReportUnlisted("Classifications", await staging.CountImportedAsync(cancellationToken) - imported.Count);
        await WalkAsync(unknown, areOutside: false, cancellationToken);
        await WalkAsync(unknown, areOutside: true, cancellationToken);

        // They are of no occurrence, and are not looked for again.
        await StageAsync(RemoteObjectKind.Classification, [.. unknown.Select(id => new ListedObject(id, RemoteStaging.LeftOut, []))], cancellationToken);
    }

    /// <summary>Requests occurrences until all of these classifications were found.</summary>
    private async Task WalkAsync(HashSet<long> unknown, bool areOutside, CancellationToken cancellationToken)
    {
        for (var before = long.MaxValue; unknown.Count > 0;)
        {
            var walked = await staging.FetchedBeforeAsync(before, areOutside, WalkedAtOnce, cancellationToken);
            if (walked.Count == 0)
                return;
            before = walked[^1];
            await staging.ForgetAsync(RemoteObjectKind.Occurrence, walked, cancellationToken);
            await FetchAllAsync(RemoteObjectKind.Occurrence, FetchOccurrenceAsync, cancellationToken);
            unknown.ExceptWith(await staging.KnownAsync(RemoteObjectKind.Classification, unknown, cancellationToken));
        }
    }

    /// <summary>Their list is of all projects that the token sees; the taxa that they name have a page each.</summary>
    private async Task FetchIdentificationsAsync(CancellationToken cancellationToken)
    {
        await foreach (var page in _lists.ReadAsync("identifications/", Report, cancellationToken))
        {
            var rows = page.Rows.Select(row => RemoteIdentification.Read(row, api.Address.Host)).OfType<RemoteIdentification>().ToList();
            var occurrences = await staging.KnownAsync(RemoteObjectKind.Occurrence, [.. rows.Select(row => row.OccurrenceId).Distinct()], cancellationToken);
            rows.RemoveAll(row => !occurrences.Contains(row.OccurrenceId));
            await StageAsync(
                RemoteObjectKind.Identification,
                [.. rows.Select(row => new ListedObject(row.Id, ListedRows.Version([$"{row.TaxonId}", row.Comment, $"{row.Withdrawn}"]), FetchedObject.Compress(row.Write)) { ParentId = row.OccurrenceId })],
                cancellationToken);
            long[] taxa = [.. rows.Select(row => row.TaxonId).OfType<long>().Distinct()];
            var known = await staging.KnownAsync(RemoteObjectKind.Taxon, taxa, cancellationToken);
            await StageAsync(RemoteObjectKind.Taxon, [.. taxa.Where(id => !known.Contains(id)).Select(id => new ListedObject(id, "1"))], cancellationToken);
            Tell(ImportPhase.ReadRemoteLists, page.Seen, page.Count);
        }

        if (!_isShort)
            ReportUnlisted("Identifications", await staging.CountUnlistedAsync(RemoteObjectKind.Identification, cancellationToken));
        await FetchAllAsync(
            RemoteObjectKind.Taxon,
            async (id, token) =>
            {
                using var answer = await api.FindAsync($"taxa/{id}/", token);
                await staging.KeepAsync(RemoteObjectKind.Taxon, id, answer is null ? null : FetchedObject.Compress(answer.RootElement.WriteTo), [], token);
            },
            cancellationToken);
    }

    private async Task FetchAllAsync(RemoteObjectKind kind, Func<long, CancellationToken, Task> fetch, CancellationToken cancellationToken)
    {
        var (missing, all) = await staging.CountAsync(kind, cancellationToken);
        var phase = kind switch
        {
            RemoteObjectKind.Occurrence => ImportPhase.FetchOccurrences,
            RemoteObjectKind.Classification => ImportPhase.FetchClassifications,
            _ => ImportPhase.ReadRemoteLists,
        };
        var fetched = all - missing;
        for (var after = 0L; ;)
        {
            var ids = await staging.MissingAsync(kind, after, ListedAtOnce, cancellationToken);
            if (ids.Count == 0)
                return;
            after = ids[^1];
            await Parallel.ForEachAsync(
                ids,
                new ParallelOptions { MaxDegreeOfParallelism = api.Options.Concurrency, CancellationToken = cancellationToken },
                async (id, token) =>
                {
                    await fetch(id, token);
                    Tell(phase, Interlocked.Increment(ref fetched), all);
                });
        }
    }

    private async Task FetchOccurrenceAsync(long id, CancellationToken cancellationToken)
    {
        using var answer = await api.FindAsync($"occurrences/{id}/", cancellationToken);
        if (answer is null)
            ReportGone($"occurrences/{id}/");
        var found = answer is null ? [] : RemoteDetection.ReadAll(answer.RootElement)
            .SelectMany(detection => detection.Classifications.Select(row => new ListedObject(row.Id, VersionOf(row, detection))))
            .DistinctBy(row => row.Id)
            .ToList();
        await staging.KeepAsync(RemoteObjectKind.Occurrence, id, answer is null ? null : FetchedObject.Compress(answer.RootElement.WriteTo), found, cancellationToken);
    }

    private string VersionOf(RemoteClassification row, RemoteDetection detection)
    {
        if (!_rows.HasCapture(detection.CaptureId))
            return RemoteStaging.Outside;
        return row.AppliedTo is null && row.AlgorithmId is { } id && _algorithms.TryGetValue(id, out var algorithm) && algorithm.MapId is not null
            ? RemoteStaging.Wanted
            : RemoteStaging.LeftOut;
    }

    private async Task FetchClassificationAsync(long id, CancellationToken cancellationToken)
    {
        using var answer = await api.FindAsync($"classifications/{id}/", cancellationToken);
        if (answer is null)
            ReportGone($"classifications/{id}/");
        await staging.KeepAsync(RemoteObjectKind.Classification, id, answer is null ? null : FetchedObject.Compress(writer => WriteNumbers(writer, answer.RootElement)), [], cancellationToken);
    }

    private static void WriteNumbers(Utf8JsonWriter writer, JsonElement answer)
    {
        writer.WriteStartObject();
        foreach (var name in (ReadOnlySpan<string>)["scores", "logits"])
        {
            if (answer.Member(name) is { ValueKind: JsonValueKind.Array } numbers && numbers.GetArrayLength() > 0)
            {
                writer.WritePropertyName(name);
                numbers.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    private Task StageAsync(RemoteObjectKind kind, List<ListedObject> rows, CancellationToken cancellationToken) =>
        rows.Count == 0 ? Task.CompletedTask : staging.ListAsync(kind, [.. rows.DistinctBy(row => row.Id)], cancellationToken);

    private async Task EachAsync(string path, Action<ListPage> take, CancellationToken cancellationToken)
    {
        await foreach (var page in _lists.ReadAsync(path, Report, cancellationToken))
            take(page);
    }

    private static void KeepAll<T>(Dictionary<long, T> into, IEnumerable<T?> rows, Func<T, long> idOf)
        where T : class
    {
        foreach (var row in rows.OfType<T>())
            into[idOf(row)] = row;
    }

    private void Report(ListShortfall shortfall)
    {
        _isShort = true;
        findings.Warn(
            "A list changed whenever it was read, so rows may be missing. Import again to fetch what is new.",
            new(api.Address.Host), $"{shortfall.Path}: {shortfall.Seen} of {shortfall.Count}");
    }

    /// <summary>What was deleted there is still what somebody worked with here.</summary>
    private void ReportUnlisted(string what, long count)
    {
        if (count > 0)
            findings.Note(
                $"{what} that were imported before are not {(request.RemoteCaptureSetId is null ? "there" : "there, or not in the set,")} any more; here they stay.",
                new(api.Address.Host), times: count);
    }

    private void ReportGone(string path)
    {
        lock (findings)
            findings.Warn("Things that a list named were gone when they were asked for; they are left out.", new(api.Address.Host, JsonPath: path));
    }

    private void Tell(ImportPhase phase, long done, long all) => progress?.Report(new(phase, all == 0 ? null : Math.Min(1, (double)done / all), done));
}
