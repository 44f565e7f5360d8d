using Antenna.Core.Settings;

namespace Antenna.Core.Predictions;

/// <summary>Which taxa may become the answer of a roll-up. The numbers are stored: never renumber.</summary>
public enum RollUpCompetition : short
{
    /// <summary>What the winner is within: the answer says less than it did, and never something else.</summary>
    Lineage = 0,

    /// <summary>Every taxon of the rank: the answer may leave the winner's branch for one that holds more of the distribution.</summary>
    All = 1,
}

/// <summary>
/// How to roll predictions up: what a taxon of which rank has to reach, in which distribution, and who competes. All of it
/// is part of the identity of the algorithm that it makes.
/// </summary>
public sealed record RollUpSettings
{
    /// <summary>The fields that problems name.</summary>
    public const string ThresholdsField = "thresholds", DistributionField = "distribution", CompetitionField = "competition";

    /// <summary>Species 0.8, genus 0.6, family 0.4, of the absolute distribution, within the winner's lineage.</summary>
    public static RollUpSettings Default { get; } = new();

    public RollUpThresholds Thresholds { get; init; } = RollUpThresholds.Default;

    /// <summary>
    /// Which distribution of a masked row is summed. By default the absolute one: a genus is not sure because everything
    /// else was forbidden. An unmasked row has only one.
    /// </summary>
    public ScoreMode Distribution { get; init; } = ScoreMode.Absolute;

    public RollUpCompetition Competition { get; init; } = RollUpCompetition.Lineage;

    /// <summary>
    /// All of the settings in one line, the same for equal ones: <c>species=0.8,genus=0.6,family=0.4; absolute; lineage</c>.
    /// </summary>
    public override string ToString() => $"{Thresholds}; {Write(Distribution)}; {Write(Competition)}";

    /// <summary>A choice as settings write it.</summary>
    public static string Write(ScoreMode distribution) => NameOf(distribution);

    /// <inheritdoc cref="Write(ScoreMode)"/>
    public static string Write(RollUpCompetition competition) => NameOf(competition);

    /// <summary>Reads settings as people write them, names in any case.</summary>
    /// <param name="thresholds">As <see cref="RollUpThresholds"/> writes them; null or blank for the default.</param>
    /// <param name="distribution"><c>absolute</c> or <c>reweighted</c>; null or blank for the default.</param>
    /// <param name="competition"><c>lineage</c> or <c>all</c>; null or blank for the default.</param>
    /// <param name="settings">The settings, exactly where the answer is empty.</param>
    /// <returns>All that is wrong, by field.</returns>
    public static IReadOnlyList<InvalidSetting> TryRead(
        string? thresholds, string? distribution, string? competition, out RollUpSettings? settings)
    {
        var read = Default;
        List<InvalidSetting> problems = [];
        if (!string.IsNullOrWhiteSpace(thresholds))
        {
            problems.AddRange(RollUpThresholds.TryParse(thresholds, out var parsed).Select(problem => new InvalidSetting(ThresholdsField, problem)));
            read = read with { Thresholds = parsed ?? read.Thresholds };
        }

        if (TryChoose<ScoreMode>(DistributionField, distribution, problems) is { } mode)
            read = read with { Distribution = mode };
        if (TryChoose<RollUpCompetition>(CompetitionField, competition, problems) is { } chosen)
            read = read with { Competition = chosen };
        settings = problems.Count == 0 ? read : null;
        return problems;
    }

    private static T? TryChoose<T>(string field, string? text, List<InvalidSetting> problems)
        where T : struct, Enum
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        foreach (var value in Enum.GetValues<T>())
        {
            if (string.Equals(NameOf(value), text.Trim(), StringComparison.OrdinalIgnoreCase))
                return value;
        }

        problems.Add(new(field, $"\"{text}\" is not a {field}; expected {string.Join(" or ", Enum.GetValues<T>().Select(NameOf))}."));
        return null;
    }

    private static string NameOf<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
