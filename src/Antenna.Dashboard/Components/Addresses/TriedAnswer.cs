using System.Globalization;
using Antenna.Core.Predictions;

namespace Antenna.Dashboard.Components.Addresses;

/// <summary>The kinds of answers that can stand side by side.</summary>
public enum AnswerKind
{
    /// <summary>The classifier's own.</summary>
    Original,

    /// <summary>The mask that is tried.</summary>
    Mask,

    /// <summary>The same classifier masked to a list, or another version of it.</summary>
    List,

    /// <summary>What the roll-up makes of the mask tried, or of the classifier's own answer where the mask leaves that.</summary>
    RollUp,
}

/// <summary>One answer of a comparison, as an address has it: <c>original</c>, <c>mask-absolute</c>, <c>list-3-v2</c>.</summary>
/// <param name="TaxaListId">Of a list.</param>
/// <param name="Version">Of a list; null for its newest version.</param>
/// <param name="Mode">Of a mask; null for the scores that the mask tried has.</param>
public readonly record struct TriedAnswer(AnswerKind Kind, long? TaxaListId = null, int? Version = null, ScoreMode? Mode = null)
{
    public static TriedAnswer Original { get; } = new(AnswerKind.Original);

    public static TriedAnswer Mask { get; } = new(AnswerKind.Mask);

    public static TriedAnswer RollUp { get; } = new(AnswerKind.RollUp);

    /// <summary>Its scores can be chosen.</summary>
    public bool IsMasked => Kind is AnswerKind.Mask or AnswerKind.List;

    /// <summary>A list at its newest version.</summary>
    public static TriedAnswer OfList(long id) => new(AnswerKind.List, id);

    public override string ToString()
    {
        var list = Kind is AnswerKind.List ? string.Create(CultureInfo.InvariantCulture, $"-{TaxaListId}") : "";
        var version = Version is { } number ? string.Create(CultureInfo.InvariantCulture, $"-v{number}") : "";
        return $"{AddressValue.Word(Kind)}{list}{version}{(Mode is { } mode ? $"-{AddressValue.Word(mode)}" : "")}";
    }

    /// <summary>The answer that a text says; null where it says none.</summary>
    internal static TriedAnswer? Parse(string text)
    {
        // Its word has a hyphen.
        if (text == RollUp.ToString())
            return RollUp;
        var parts = new Queue<string>(text.Split('-'));
        if (AddressValue.Constant<AnswerKind>(parts.Dequeue()) is not { } kind)
            return null;
        var answer = new TriedAnswer(kind);
        if (kind is AnswerKind.List)
        {
            if (!parts.TryDequeue(out var id) || AddressValue.Id(id) is not { } list)
                return null;
            answer = answer with { TaxaListId = list };
            if (parts.TryPeek(out var version) && version is ['v', .. var number] && AddressValue.Count(number) is { } count)
            {
                parts.Dequeue();
                answer = answer with { Version = count };
            }
        }

        if (answer.IsMasked && parts.TryPeek(out var word) && AddressValue.Constant<ScoreMode>(word) is { } mode)
        {
            parts.Dequeue();
            answer = answer with { Mode = mode };
        }

        return parts.Count == 0 ? answer : null;
    }
}
