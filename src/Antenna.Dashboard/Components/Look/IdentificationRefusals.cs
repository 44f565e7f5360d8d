using Antenna.Data.Occurrences;

namespace Antenna.Dashboard.Components.Look;

/// <summary>Explains why an identification was refused, and what to do.</summary>
internal static class IdentificationRefusals
{
    public static string Sentence(this IdentificationRefusal refusal) => refusal switch
    {
        IdentificationRefusal.NoSuchOccurrence => "The occurrence was removed meanwhile. Load the page again.",
        IdentificationRefusal.NoSuchTaxon => "The taxon was removed meanwhile. Choose another one.",
        IdentificationRefusal.PredictionGone =>
            "The prediction is no longer one of this occurrence: a run may have been undone. Load the page again.",
        IdentificationRefusal.PredictionNamesNoTaxon => "The prediction names no taxon to agree with. Suggest a name instead.",
        IdentificationRefusal.AgreedIdentificationEnded => "The identification was withdrawn, superseded or removed meanwhile. Load the page again.",
        IdentificationRefusal.CommentNamesNoTaxon => "A comment names no taxon to agree with. Suggest a name instead.",
        IdentificationRefusal.OwnIdentification => "This is your own identification: it counts already.",
        IdentificationRefusal.EmptyComment => "The comment is empty. Write something.",
        IdentificationRefusal.IdentificationGone => "The identification was removed already. Load the page again.",
        IdentificationRefusal.NotTheirIdentification => "Only the person who made an identification can withdraw or delete it.",
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "Not a reason to refuse."),
    };
}
