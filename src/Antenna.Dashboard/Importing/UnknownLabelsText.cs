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
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{classifier.Unresolved:N0} of {all:N0} {(all == 1 ? "label" : "labels")} of {classifier.Name} {(classifier.Unresolved == 1 ? "is no known taxon" : "are no known taxa")}; {NamesOf(classifier)}.");
    }

    private static string NamesOf(ImportedClassifier classifier)
    {
        var some = string.Join(", ", classifier.SomeNames.Take(Shown));
        var suchAs = classifier.Names > Shown ? $"names, such as {some}" : $"names: {some}";
        return (classifier.Unresolved, classifier.Names) switch
        {
            (1, 0) => "it is no name",
            (_, 0) => "none of them is a name",
            (1, 1) => $"it is a name: {some}",
            (_, 1) => $"one of them is a name: {some}",
            var (unresolved, names) when unresolved == names => $"all of them are {suchAs}",
            var (_, names) => string.Create(CultureInfo.InvariantCulture, $"{names:N0} of them are {suchAs}"),
        };
    }
}
