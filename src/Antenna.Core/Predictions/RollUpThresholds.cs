using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using Antenna.Core.Taxonomy;

namespace Antenna.Core.Predictions;

/// <summary>What a taxon of a rank has to reach to be the answer of a roll-up.</summary>
/// <param name="Rank">Any but unknown.</param>
/// <param name="Score">Above 0, at most 1; a taxon of just this score reaches it.</param>
public readonly record struct RollUpThreshold(Rank Rank, double Score)
{
    /// <summary>As settings write it: <c>species=0.8</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Rank.DisplayName()}={Score:R}");
}

/// <summary>The thresholds of a roll-up, one a rank, fine to coarse: the order in which they are tried. Immutable, compared by what they hold.</summary>
public sealed class RollUpThresholds : IReadOnlyList<RollUpThreshold>, IEquatable<RollUpThresholds>
{
    private readonly ImmutableArray<RollUpThreshold> _thresholds;

    /// <param name="thresholds">In any order.</param>
    /// <exception cref="ArgumentException">There is none, a rank is unknown or there twice, or a score is not above 0 and at most 1.</exception>
    public RollUpThresholds(params IEnumerable<RollUpThreshold> thresholds)
    {
        _thresholds = [.. thresholds.OrderByDescending(threshold => threshold.Rank)];
        if (Problems(_thresholds).FirstOrDefault() is { } problem)
            throw new ArgumentException(problem, nameof(thresholds));
    }

    /// <summary>Species 0.8, genus 0.6, family 0.4.</summary>
    public static RollUpThresholds Default { get; } = new(new(Rank.Species, 0.8), new(Rank.Genus, 0.6), new(Rank.Family, 0.4));

    public int Count => _thresholds.Length;

    public RollUpThreshold this[int index] => _thresholds[index];

    /// <summary>Reads thresholds as people write them: <c>species=0.8, Genus=0.6</c>, in any order.</summary>
    /// <param name="text">Ranks by their names, in any case, each with its score.</param>
    /// <param name="thresholds">The thresholds, exactly where the answer is empty.</param>
    /// <returns>All that is wrong.</returns>
    public static IReadOnlyList<string> TryParse(string text, out RollUpThresholds? thresholds)
    {
        List<string> problems = [];
        List<RollUpThreshold> read = [];
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (TryParsePart(part, out var threshold) is { } problem)
                problems.Add(problem);
            else
                read.Add(threshold);
        }

        problems.AddRange(problems.Count == 0 ? Problems(read) : []);
        thresholds = problems.Count == 0 ? new(read) : null;
        return problems;
    }

    /// <summary>The thresholds as settings write them, fine to coarse: <c>species=0.8,genus=0.6,family=0.4</c>.</summary>
    public override string ToString() => string.Join(',', _thresholds);

    public bool Equals(RollUpThresholds? other) => other is not null && _thresholds.SequenceEqual(other._thresholds);

    public override bool Equals(object? obj) => Equals(obj as RollUpThresholds);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var threshold in _thresholds)
            hash.Add(threshold);
        return hash.ToHashCode();
    }

    public IEnumerator<RollUpThreshold> GetEnumerator() => _thresholds.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <returns>What is wrong with the part; null where it was read.</returns>
    private static string? TryParsePart(string part, out RollUpThreshold threshold)
    {
        threshold = default;
        if (part.Split('=', StringSplitOptions.TrimEntries) is not [var name, var number])
            return $"\"{part}\" is no threshold: give a rank and its score, such as {Default[0]}.";
        if (!RankNames.TryParse(name, out var rank) || rank is Rank.Unknown)
            return $"\"{name}\" is not a rank that predictions can be rolled up to. Ranks are {Ranks}.";
        if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var score))
            return $"\"{number}\" is not a number: give {rank.DisplayName()} a score above 0, at most 1, such as {Default[0].Score.ToString(CultureInfo.InvariantCulture)}.";
        threshold = new(rank, score);
        return null;
    }

    private static string Ranks =>
        string.Join(", ", Enum.GetValues<Rank>().Where(rank => rank is not Rank.Unknown).OrderDescending().Select(rank => rank.DisplayName()));

    private static IEnumerable<string> Problems(IReadOnlyCollection<RollUpThreshold> thresholds)
    {
        if (thresholds.Count == 0)
            yield return $"There is no threshold: give at least one rank and its score, such as {Default[0]}.";
        if (thresholds.Any(threshold => threshold.Rank is Rank.Unknown || !Enum.IsDefined(threshold.Rank)))
            yield return $"A threshold has no known rank. Ranks are {Ranks}.";
        foreach (var twice in thresholds.CountBy(threshold => threshold.Rank).Where(rank => rank.Value > 1))
            yield return $"The {twice.Key.DisplayName()} has {twice.Value} thresholds: give one.";
        foreach (var threshold in thresholds.Where(threshold => threshold.Score is not (> 0 and <= 1)))
            yield return $"{threshold} cannot be: a threshold is above 0, at most 1.";
    }
}
