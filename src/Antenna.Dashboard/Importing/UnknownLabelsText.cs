using System.Globalization;
using Antenna.Data.Import.Pipeline;

namespace Antenna.Dashboard.Importing;

/// <summary>What is told of labels that the taxonomy does not know, and of which taxa can be made.</summary>
internal static class UnknownLabelsText
{
    private const int Shown = 3;

    public static string Of(ImportedClassifier classifier)
    {
        var all = classifier.Taxa + classifier.NotATaxon + classifier.Unresolved;
        var some = string.Join(", ", classifier.SomeNames.Take(Shown));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{classifier.Unresolved:N0} of {all:N0} {(all == 1 ? "label" : "labels")} of {classifier.Name} are no known taxon; {classifier.Names:N0} of them are names, such as {some}.");
    }
}
