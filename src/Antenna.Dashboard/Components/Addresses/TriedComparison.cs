namespace Antenna.Dashboard.Components.Addresses;

/// <summary>Which answers stand side by side, and how they are drawn.</summary>
public sealed record TriedComparison
{
    /// <summary>How many answers stand side by side at most.</summary>
    public const int MostAnswers = 3;

    private const string Common = "common";

    private const string Logarithmic = "log";

    public static TriedComparison Usual { get; } = new();

    /// <summary>From the left; the original and the mask tried where nothing else is chosen.</summary>
    public IReadOnlyList<TriedAnswer> Answers { get; init; } = [TriedAnswer.Original, TriedAnswer.Mask];

    /// <summary>The place of the answer that is shown where there is room for one alone.</summary>
    public int Shown { get; init; } = 1;

    /// <summary>Bars are logarithmic, so that small scores can be told apart.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Common names stand with the scientific ones.</summary>
    public bool ShowsCommonNames { get; init; }

    // The generated equality compares the lists by reference.
    public bool Equals(TriedComparison? other) =>
        other is not null && (Shown, IsLogarithmic, ShowsCommonNames) == (other.Shown, other.IsLogarithmic, other.ShowsCommonNames)
        && Answers.SequenceEqual(other.Answers);

    public override int GetHashCode() => HashCode.Combine(Shown, IsLogarithmic, ShowsCommonNames, Answers.Count);

    internal static TriedComparison Pass(AddressParameters parameters, TriedComparison comparison)
    {
        var isUsual = comparison.Answers.SequenceEqual(Usual.Answers);
        var answers = parameters.Texts("answer", isUsual ? [] : [.. comparison.Answers.Select(answer => answer.ToString())])
            .Select(TriedAnswer.Parse).OfType<TriedAnswer>().Take(MostAnswers).ToList();
        return new()
        {
            Answers = answers.Count == 0 ? Usual.Answers : answers,
            Shown = parameters.Count("shown", comparison.Shown == Usual.Shown ? null : comparison.Shown) ?? Usual.Shown,
            IsLogarithmic = parameters.Text("scale", comparison.IsLogarithmic ? Logarithmic : null) == Logarithmic,
            ShowsCommonNames = parameters.Text("names", comparison.ShowsCommonNames ? Common : null) == Common,
        };
    }
}
