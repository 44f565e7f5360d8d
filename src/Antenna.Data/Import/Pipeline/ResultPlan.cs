namespace Antenna.Data.Import.Pipeline;

/// <summary>What becomes of the results of a batch, given those that the database has of the same detections.</summary>
internal sealed class ResultPlan
{
    /// <summary>The one message for results that contradict each other.</summary>
    public const string Conflict =
        "Results of the same classifier, detection and time differ; the first one stays. A new result needs a new timestamp.";

    private readonly List<ResultRow> _new = [];
    private readonly List<(ResultRow Delivered, KnownResult Known)> _repeated = [];
    private readonly HashSet<long> _superseded = [];

    /// <summary>To be written, with the terminal flag that they are written with.</summary>
    public IReadOnlyList<ResultRow> New => _new;

    /// <summary>There already.</summary>
    public IReadOnlyCollection<(ResultRow Delivered, KnownResult Known)> Repeated => _repeated;

    /// <summary>Lineages of which nothing stays terminal.</summary>
    public IReadOnlyCollection<long> Superseded => _superseded;

    /// <summary>Adds the results of one classifier on one detection.</summary>
    /// <param name="delivered">Oldest first.</param>
    /// <param name="known">What the database has, in any order.</param>
    /// <param name="batch">Has the logits.</param>
    /// <param name="findings">Receives reports of contradictions and of late comers.</param>
    public void Add(IReadOnlyList<ResultRow> delivered, IReadOnlyList<KnownResult> known, ResultBatch batch, ImportFindings findings)
    {
        var fresh = new List<ResultRow>();
        foreach (var row in delivered)
        {
            if (known.Where(each => each.CreatedAt == row.CreatedAt).ToList() is [var same])
                _repeated.Add((row, same));
            else if (fresh.LastOrDefault() is not { } last || last.CreatedAt != row.CreatedAt)
                fresh.Add(row);
            else if (!batch.LogitsOf(last).Span.SequenceEqual(batch.LogitsOf(row).Span) || last.Prediction.ClassIndex != row.Prediction.ClassIndex
                || last.Prediction.TaxonId != row.Prediction.TaxonId)
                findings.Warn(Conflict, row.Place);
        }

        if (fresh.Count == 0)
            return;
        var newestKnown = known.Count == 0 ? DateTime.MinValue : known.Max(each => each.CreatedAt);
        foreach (var row in fresh)
        {
            if (row.Terminal && row.CreatedAt < newestKnown)
                findings.Note("Results that are older than those known of the same classifier and detection arrive as superseded.", row.Place);
            row.Terminal &= row.CreatedAt > newestKnown && row == fresh[^1];
        }

        _new.AddRange(fresh);
        if (fresh[^1].CreatedAt > newestKnown)
            _superseded.UnionWith(known.Select(each => each.Id));
    }
}
