using Antenna.Core.Predictions;
using Antenna.Dashboard.Components.Look;
using Antenna.Data.Model;
using Antenna.PostProcessing.Masking;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>Describes in a plain sentence what the masses of a masked prediction mean for the list's curator.</summary>
internal static class MassesSentence
{
    /// <summary>From here on, the off-list mass is what there is to say: the true species is probably not on the list.</summary>
    private const double Dominating = 0.5;

    /// <summary>From here on, a mass is worth mentioning.</summary>
    private const double Notable = 0.1;

    /// <summary>From here on, one part of a mass is all of it, but for what adding it up rounds.</summary>
    private const double All = 1 - 1e-6;

    /// <summary>Beyond this, one part of a mass is most of it, rather than half.</summary>
    private const double Most = 0.55;

    /// <summary>From here on, one part of a mass is nearly all of it.</summary>
    private const double NearlyAll = 0.95;

    public static IReadOnlyList<SentencePart> Of(PreviewedPrediction prediction) => prediction switch
    {
        { Masked: null } =>
        [
            new($"The model rules out everything that this list keeps: all of its belief was {OffList(prediction, "it")}"),
            .. Whereabouts(prediction),
            new("."),
        ],
        { Winner.Meaning: ClassMeaning.NotATaxon, Masked.Masses: { Nothing: >= Dominating } masses } =>
        [
            new($"{Share(masses.Nothing, start: true)} of the model's belief was {OnNothing(prediction.Winner.Label, prediction.Masked.Absolute, masses.Nothing)}. "
                + "The mask keeps that: it does not make an animal of it."),
        ],
        { Winner.Meaning: ClassMeaning.NotATaxon, Masked.Masses: var masses } =>
        [
            new($"No listed species was likelier than “{prediction.Winner.Label}”, which is no taxon and had {Share(prediction.Masked.Absolute)} of the model's belief; "
                + $"{Share(masses.OffList)} was {OffList(prediction, "this list")}"),
            .. Whereabouts(prediction),
            new("."),
        ],
        { Masked.Masses: { OffList: >= Dominating } masses } =>
        [
            new($"{Share(masses.OffList, start: true)} of the model's belief was {OffList(prediction, "this list")}"),
            .. Whereabouts(prediction),
            new(Suspicion(prediction)),
        ],
        { Masked.Masses: { OffList: >= Notable } masses } =>
        [
            new($"The list keeps {Share(masses.Kept)} of the model's belief; the other {Share(masses.OffList)} was {OffList(prediction, "it")}"),
            .. Whereabouts(prediction),
            new("."),
        ],
        { Masked: { LargestExcluded: <= MaskEffect.Negligible, Masses: var masses } } =>
            [new($"The list takes nothing away that the model believed in{Background(masses)}.")],
        { Masked.Masses: var masses } =>
            [new($"The model was within this list already: {Share(masses.Listed)} of its belief was on listed species{Background(masses)}.")],
        _ => [],
    };

    /// <summary>Where the excluded classes lie: species, or labels that may name anything where those have most of it.</summary>
    private static string OffList(PreviewedPrediction prediction, string list) =>
        prediction.Likeliest is { Taxon: null } unresolved && unresolved.Mass >= prediction.OffList.Total / 2
            ? $"off {list}"
            : $"on species that are not on {list}";

    /// <summary>What is no taxon, of which the winner may be one of several.</summary>
    private static string OnNothing(string winner, double mass, double nothing) => mass >= nothing * All
        ? $"on “{winner}”, which is no taxon"
        : $"on what is no taxon, {(mass >= nothing / 2 ? Quantity(mass, nothing) : "the largest part")} on “{winner}”";

    private static string Background(Masses masses) => masses.Nothing >= Notable ? $", and {Share(masses.Nothing)} on nothing that is a taxon" : "";

    /// <summary>Where the off-list mass lies: on one class, in one genus, in one family, or spread.</summary>
    private static IEnumerable<SentencePart> Whereabouts(PreviewedPrediction prediction)
    {
        if (prediction.Likeliest is not { } likeliest)
            return [];

        var off = prediction.OffList;
        if (likeliest.Mass >= off.Total / 2)
        {
            var relation = (likeliest.Taxon, likeliest.KinshipToWinner, likeliest.IsOriginal) switch
            {
                (null, _, _) => "a label that resolves to no taxon, ",
                (_, Kinship.SameGenus, _) => "one congener of the winner, ",
                (_, _, true) => "its first choice, ",
                _ => "",
            };
            return [new($", {Quantity(likeliest.Mass, off.Total)} on {relation}"), Name(likeliest.Taxon, likeliest.Label)];
        }

        if (off.SameGenus >= off.Total / 2)
            return [new($", {Quantity(off.SameGenus, off.Total)} on the genus of its first choice, "), Name(prediction.Original.Taxon, prediction.Original.Label)];
        return off.SameGenus + off.SameFamily >= off.Total / 2
            ? [new($", {Quantity(off.SameGenus + off.SameFamily, off.Total)} on the family of its first choice, "), Name(prediction.Original.Taxon, prediction.Original.Label)]
            : [new(", spread over several, none of which had half of it")];
    }

    private static string Suspicion(PreviewedPrediction prediction)
    {
        var off = prediction.OffList;
        return prediction.Likeliest switch
        {
            { Taxon: null } unresolved when unresolved.Mass >= off.Total / 2 => ": which taxon is it?",
            { } one when one.Mass >= off.Total / 2 => ": is it missing?",
            _ when off.SameGenus + off.SameFamily >= off.Total / 2 => ": are some of them missing?",
            _ => ": it may be an animal that the model does not know.",
        };
    }

    private static string Quantity(double part, double whole) => (part / whole) switch
    {
        >= All => "all of it",
        >= NearlyAll => "nearly all of it",
        > Most => "most of it",
        _ => "about half of it",
    };

    private static SentencePart Name(TaxonName? taxon, string label) => taxon is null ? new($"“{label}”") : new(taxon.Name, taxon);

    private static string Share(double share, bool start = false)
    {
        var text = Figures.Share(share);
        return start ? string.Concat(char.ToUpperInvariant(text[0]), text[1..]) : text;
    }
}
