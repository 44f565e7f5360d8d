using Antenna.Data.Import.Camtrap;

namespace Antenna.Dashboard.Importing;

/// <summary>What became of the observations of a package, in the words that page and command line both show.</summary>
internal static class ObservationText
{
    public static string Of(ObservationOutcome outcome) => outcome switch
    {
        ObservationOutcome.NewOccurrence => "a new occurrence",
        ObservationOutcome.SameAnimal => "an animal of another observation",
        ObservationOutcome.Known => "imported before",
        ObservationOutcome.OwnOccurrence => "an occurrence that this project exported",
        ObservationOutcome.Blank => "blank: nothing found, no occurrence",
        ObservationOutcome.SaidOfMedia => "of an event, and said of its media too",
        ObservationOutcome.Human => "a person, left out",
        ObservationOutcome.Vehicle => "a vehicle, left out",
        ObservationOutcome.Unclassified => "not classified yet and without a box, left out",
        ObservationOutcome.WithoutMedia => "of an event without media, left out",
        ObservationOutcome.UnknownMedia => "of media that are not listed, left out",
        ObservationOutcome.UnknownType => "of a type that is not known, left out",
        _ => outcome.ToString(),
    };

    /// <summary>Names that no taxon has, and what to do; null where there are none.</summary>
    public static string? UnknownNames(CamtrapReport report) => report.UnknownNames switch
    {
        0 => null,
        1 => "1 name of the observations is that of no known taxon, and could be made one.",
        var count => $"{count:N0} names of the observations are those of no known taxa, and could be made such.",
    };
}
