using System.Globalization;
using Antenna.Core.Evaluation;
using Antenna.Dashboard.Components.Look;
using Antenna.Data.Model;
using Antenna.PostProcessing.Masking.Impacts;

namespace Antenna.Dashboard.Components.Impacts;

/// <summary>The sentences of an impact.</summary>
internal static class ImpactTexts
{
    /// <summary>What the occurrences have in common that a number counts.</summary>
    public static string HeadingOf(ImpactFilter filter, IReadOnlyDictionary<long, TaxonName> names)
    {
        string Name(long? id) => id is { } taxon ? names.TryGetValue(taxon, out var named) ? named.Name : $"taxon {taxon}" : "none";
        var of = filter.From is { } said ? $" {Name(said)}" : "";
        return filter.Figure switch
        {
            ImpactFigure.Transition => $"{Name(filter.From)} becomes {Name(filter.To)}",
            ImpactFigure.Leaves => $"What stops being {Name(filter.From)}",
            ImpactFigure.Becomes => $"What becomes {Name(filter.To)}",
            ImpactFigure.Changes => "What becomes another taxon, or none",
            ImpactFigure.Before => $"What is {Name(filter.From)} now",
            ImpactFigure.After => $"What would be {Name(filter.To)}",
            ImpactFigure.Masked => "Occurrences with a masked prediction",
            ImpactFigure.Restored => "Occurrences with a restored prediction",
            ImpactFigure.Unchanged => "Occurrences with an unchanged prediction",
            ImpactFigure.Held => "Occurrences with a held prediction",
            ImpactFigure.Skipped => "Occurrences with a skipped prediction",
            ImpactFigure.WonByAdding => $"What {Name(filter.To)} would win, were it added",
            ImpactFigure.WonAndConfirmed => $"What {Name(filter.To)} would win, and people determined as it",
            ImpactFigure.Taken => $"What {Name(filter.To)} takes from other classes",
            ImpactFigure.TakenAndDenied => $"What {Name(filter.To)} takes, and people determined as something else",
            ImpactFigure.TakenAndVerified => $"What {Name(filter.To)} takes, and people determined",
            ImpactFigure.Fixed => $"Fixed: wrong before, right after{of}",
            ImpactFigure.Broken => $"Broken: right before, wrong after{of}",
            ImpactFigure.StaysRight => $"Right before and after{of}",
            ImpactFigure.StaysWrong => $"Wrong before and after{of}",
            ImpactFigure.RightBefore => $"Right before{of}",
            ImpactFigure.RightAfter => $"Right after{of}",
            ImpactFigure.Compared => $"What people identified on their own{of}",
            ImpactFigure.KeptMass => MassBin.HeadingOf(filter),
            ImpactFigure.VerifiedAgainst => "Verified occurrences whose prediction becomes another",
            ImpactFigure.DecidedByAnother => "Occurrences that another classifier decides",
            ImpactFigure.RollUpReplaced => "Occurrences with a roll-up that would no longer count",
            ImpactFigure.Unresolved => "Occurrences predicted as a label that resolves to no taxon",
            _ => "Occurrences of which most of the belief is off the list",
        };
    }

    /// <summary>A share with its interval: "9.4 % (7.4 to 11.9 %)".</summary>
    public static string Share(Proportion proportion)
    {
        var interval = proportion.Wilson();
        return $"{Percent(proportion.Share)} % ({Percent(interval.Low)} to {Percent(interval.High)} %)";
    }

    /// <summary>The test's probability, as it is read.</summary>
    public static string Probability(double p) => p < 0.001 ? "p < 0.001" : string.Create(CultureInfo.InvariantCulture, $"p = {p:0.000}");

    /// <summary>What people's own identifications say of the mask.</summary>
    public static string Evidence(PairedCounts evidence) => (evidence.Compared, evidence.Fixed, evidence.Broken) switch
    {
        (0, _, _) => "Nobody has identified any of these on their own, so nothing says whether the predictions become better. A click of agreement does not count.",
        (_, 0, 0) => $"Of {Figures.Count(evidence.Compared, "occurrence", "occurrences")} that people identified on their own, the mask makes none right that was wrong, and none wrong that was right.",
        (_, var better, var worse) when evidence.McNemarExact < 0.05 =>
            $"Of {Figures.Count(evidence.Compared, "occurrence", "occurrences")} that people identified on their own, the mask makes {Figures.Count(better)} right and {Figures.Count(worse)} wrong: {(better > worse ? "better" : "worse")} by more than chance would have it ({Probability(evidence.McNemarExact)}, McNemar's exact test).",
        (_, var better, var worse) =>
            $"Of {Figures.Count(evidence.Compared, "occurrence", "occurrences")} that people identified on their own, the mask makes {Figures.Count(better)} right and {Figures.Count(worse)} wrong: no more of a difference than chance may make ({Probability(evidence.McNemarExact)}, McNemar's exact test).",
    };

    private static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture);
}
