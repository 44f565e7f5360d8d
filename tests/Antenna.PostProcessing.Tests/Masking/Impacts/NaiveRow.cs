using Antenna.Data.Scopes;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Tests.Runs;
using Xunit;

namespace Antenna.PostProcessing.Tests.Masking.Impacts;

/// <summary>One row of a scope with what the rules make of it, class by class in float64, by no code of the product.</summary>
internal sealed class NaiveRow
{
    private readonly float[] _logits;
    private readonly MaskPlan _plan;

    private NaiveRow(long sourceId, float[] logits, MaskPlan plan)
    {
        (SourceId, _logits, _plan) = (sourceId, logits, plan);
        CanBeMasked = logits.Length == plan.CategoryMap.Count && !logits.Any(float.IsNaN) && !logits.Any(float.IsPositiveInfinity) && logits.Any(float.IsFinite);
        if (!CanBeMasked)
            return;
        Winner = Best(plan.Kept.IsKept);
        SourceWinner = Best(_ => true)!.Value;
        Kept = Mass(plan.Kept.IsKept);
        LargestExcluded = Enumerable.Range(0, logits.Length).Where(index => !plan.Kept.IsKept(index)).Select(index => Mass(other => other == index)).DefaultIfEmpty(0).Max();
    }

    public long SourceId { get; }

    /// <summary>The logits are sound.</summary>
    public bool CanBeMasked { get; }

    /// <summary>Null where the mask has no answer.</summary>
    public int? Winner { get; }

    public int SourceWinner { get; }

    public double Kept { get; }

    public double LargestExcluded { get; }

    /// <summary>
    /// Whether a class wins where it alone is kept besides, and the row is not held then. Where the mask has no answer, the
    /// classifier's own stands, and that it would win is no change.
    /// </summary>
    public bool IsWonBy(int added, double holdBelow) => CanBeMasked && (Winner is not null || added != SourceWinner)
        && Best(index => index == added || _plan.Kept.IsKept(index)) == added
        && Mass(index => index == added || _plan.Kept.IsKept(index)) >= holdBelow;

    public static async Task<IReadOnlyList<NaiveRow>> ReadAsync(RunBench bench, MaskPlan plan)
    {
        var token = TestContext.Current.CancellationToken;
        var rows = new List<NaiveRow>();
        await using var connection = await bench.DataSource.OpenConnectionAsync(token);
        await using var reader = await ScopeRows.ReadAsync(connection, plan.Scope, plan.Classifier.Id, OccurrenceRange.All, token);
        while (await reader.ReadAsync(token))
            rows.Add(new(reader.SourceId, reader.Logits.ToArray(), plan));
        return rows;
    }

    private int? Best(Predicate<int> among)
    {
        int? best = null;
        for (var index = 0; index < _logits.Length; index++)
            if (among(index) && float.IsFinite(_logits[index]) && (best is not { } other || _logits[index] > _logits[other]))
                best = index;
        return best;
    }

    private double Mass(Predicate<int> among)
    {
        var largest = (double)_logits.Max();
        var all = _logits.Sum(logit => Math.Exp(logit - largest));
        return _logits.Where((_, index) => among(index)).Sum(logit => Math.Exp(logit - largest)) / all;
    }
}
