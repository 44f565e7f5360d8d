using System.Text.Json;
using Antenna.Data.Model;
using Npgsql;
using Xunit;

namespace Antenna.PostProcessing.Tests.Histories;

/// <summary>The rows of a lineage, each as its text without whether it is terminal, and the terminal one.</summary>
internal sealed record LineageContent(IReadOnlyDictionary<long, string> Rows, long? Terminal)
{
    /// <summary>Of a lineage that is not there: the small-size filter begins lineages, and undoing it removes them.</summary>
    public static LineageContent None { get; } = new(new Dictionary<long, string>(), null);

    public override string ToString() =>
        $"terminal {Terminal} of {string.Join(" | ", Rows.OrderBy(row => row.Key).Select(row => row.Value))}";

    /// <summary>The lineages of a project, by id.</summary>
    public static async Task<SortedDictionary<long, LineageContent>> ReadAsync(NpgsqlDataSource dataSource, long projectId)
    {
        await using var command = dataSource.CreateCommand(
            """
            select row.lineage_id, row.id, row.terminal, (to_jsonb(row) - 'terminal')::text
            from classifications row join detections detection on detection.id = row.detection_id
            join occurrences occurrence on occurrence.id = detection.occurrence_id
            where occurrence.project_id = $1
            """);
        command.Parameters.Add(new() { Value = projectId });
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<(long Lineage, long Id, bool Terminal, string Text)>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            rows.Add((reader.GetInt64(0), reader.GetInt64(1), reader.GetBoolean(2), reader.GetString(3)));
        return new(rows.GroupBy(row => row.Lineage).ToDictionary(
            lineage => lineage.Key,
            lineage => new LineageContent(
                lineage.ToDictionary(row => row.Id, row => row.Text), lineage.Where(row => row.Terminal).Select(row => (long?)row.Id).SingleOrDefault())));
    }
}

internal static class LineageContents
{
    /// <summary>What a lineage holds, or would hold if it were there.</summary>
    public static LineageContent Of(this IReadOnlyDictionary<long, LineageContent> lineages, long id) => lineages.GetValueOrDefault(id) ?? LineageContent.None;
}

/// <summary>
/// The rules of runs and their undoing, written down a second time and kept in memory: which may be resumed or undone, what
/// stands on what, and what the rows are after an undo.
/// </summary>
internal sealed class RunModel
{
    private readonly SortedDictionary<long, ModelRun> _runs = [];

    /// <summary>The runs, newest first.</summary>
    public IReadOnlyList<long> Newest => [.. _runs.Keys.Reverse()];

    public IReadOnlyDictionary<long, RunState> States => _runs.ToDictionary(run => run.Key, run => run.Value.State);

    public void Launched(long run, long? undoes) => _runs.Add(run, new(undoes));

    /// <summary>Takes note of what a run changed, and how it ended.</summary>
    public void Ended(
        long run, RunState state, IReadOnlyDictionary<long, LineageContent> before, IReadOnlyDictionary<long, LineageContent> after)
    {
        var ended = _runs[run];
        foreach (var lineage in before.Keys.Union(after.Keys).Where(each => $"{after.Of(each)}" != $"{before.Of(each)}"))
            ended.Effects.Add(lineage, (before.Of(lineage), after.Of(lineage)));
        ended.Begun |= state is RunState.Succeeded || ended.Effects.Count > 0;
        ended.Enter(state);
        if (state is RunState.Succeeded && ended.Undoes is { } undone)
            Turn(undone);
    }

    /// <summary>Takes note that a run had begun, though nothing may have come of it.</summary>
    public void Begun(long run) => _runs[run].Begun = true;

    public long? Undoes(long run) => _runs[run].Undoes;

    public bool MayBeResumed(long run) =>
        _runs[run].State is RunState.Canceled
        && !_runs.Any(later => later.Key > run && later.Value.Begun && CountsAfter(later.Value, run));

    public bool MayBeUndone(long run) => _runs[run].State is not RunState.Reverted;

    /// <summary>What has to be undone before a run, newest first.</summary>
    public IReadOnlyList<long> StandingOn(long run)
    {
        var standing = new SortedSet<long> { run };
        var seen = 0;
        while (seen < standing.Count)
        {
            seen = standing.Count;
            foreach (var below in standing.ToList())
            {
                standing.UnionWith(_runs.Where(later => later.Key > below && CountsAfter(later.Value, below)
                    && later.Value.Effects.Keys.Any(_runs[below].Effects.ContainsKey)).Select(later => later.Key));
            }
        }

        return [.. standing.Reverse().Where(id => id != run)];
    }

    /// <summary>What the rows are once a run is undone to its end.</summary>
    public SortedDictionary<long, LineageContent> Without(long run, IReadOnlyDictionary<long, LineageContent> now)
    {
        var without = new SortedDictionary<long, LineageContent>(now.ToDictionary());
        foreach (var (lineage, (before, after)) in _runs[run].Effects)
        {
            var rows = without.Of(lineage).Rows.ToDictionary();
            var terminal = without.Of(lineage).Terminal;
            var asLeft = terminal == after.Terminal && !IsSuperseded(lineage, now);
            foreach (var written in after.Rows.Keys.Except(before.Rows.Keys))
                rows.Remove(written);

            // Newer results may have retired the lineage since: then what the run had removed stays away, and nothing counts.
            if (asLeft)
            {
                foreach (var removed in before.Rows.Where(row => row.Key == before.Terminal && !after.Rows.ContainsKey(row.Key)))
                {
                    if (removed.Key != lineage || !now.Any(other => IsOfSameResult(other, removed)))
                        rows[removed.Key] = removed.Value;
                }

                terminal = before.Terminal is { } id && rows.ContainsKey(id) ? id : null;
            }

            if (rows.Count > 0)
                without[lineage] = new(rows, terminal);
            else
                without.Remove(lineage);
        }

        return without;
    }

    /// <summary>Whether the same algorithm said something newer of the same detection.</summary>
    private static bool IsSuperseded(long lineage, IReadOnlyDictionary<long, LineageContent> now) =>
        now.Of(lineage).Rows.TryGetValue(lineage, out var source)
        && now.Any(other => IsOfSameResult(other, new(lineage, source)) && Source.Parse(other.Value.Rows[other.Key]).CreatedAt > Source.Parse(source).CreatedAt);

    /// <summary>Whether a lineage is what the same algorithm said of the same detection: there is one such lineage a detection.</summary>
    private static bool IsOfSameResult(KeyValuePair<long, LineageContent> lineage, KeyValuePair<long, string> source) =>
        lineage.Value.Rows.TryGetValue(lineage.Key, out var row) && Source.Parse(row).Result == Source.Parse(source.Value).Result;

    /// <summary>An undo that came to its end cancels out with its run, where both came after.</summary>
    private static bool CountsAfter(ModelRun later, long run) =>
        later.State is not RunState.Reverted && (later.Undoes is null || later.Undoes < run || later.State is not RunState.Succeeded);

    /// <summary>A run is undone, or the run that it had undone stands again, and so on.</summary>
    private void Turn(long run)
    {
        var reverts = true;
        for (long? next = run; next is { } id && _runs[id].State is RunState.Reverted != reverts; next = _runs[id].Undoes, reverts = !reverts)
        {
            // An undo that had not come to its end had not turned its run.
            var before = reverts ? _runs[id].State : _runs[id].Before;
            _runs[id].Enter(reverts ? RunState.Reverted : before);
            if (before is not RunState.Succeeded)
                return;
        }
    }

    /// <summary>Of which detection and by which algorithm a source row is, and since when.</summary>
    private readonly record struct Source((long Detection, long Algorithm) Result, DateTimeOffset CreatedAt)
    {
        public static Source Parse(string row)
        {
            using var document = JsonDocument.Parse(row);
            var of = document.RootElement;
            return new((of.GetProperty("detection_id").GetInt64(), of.GetProperty("algorithm_id").GetInt64()), of.GetProperty("created_at").GetDateTimeOffset());
        }
    }

    private sealed class ModelRun(long? undoes)
    {
        private readonly List<RunState> _states = [RunState.Queued];

        public long? Undoes => undoes;

        public bool Begun { get; set; }

        public RunState State => _states[^1];

        public RunState Before => _states[^2];

        public Dictionary<long, (LineageContent Before, LineageContent After)> Effects { get; } = [];

        public void Enter(RunState state) => _states.Add(state);
    }
}
