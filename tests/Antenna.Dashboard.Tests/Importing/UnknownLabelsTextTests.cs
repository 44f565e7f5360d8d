using Antenna.Dashboard.Importing;
using Xunit;

namespace Antenna.Dashboard.Tests.Importing;

/// <summary>What is told of labels that no taxon has, where each number is none, one and many.</summary>
public sealed class UnknownLabelsTextTests
{
    private static readonly string[] Names = ["Actias luna", "Samia cynthia", "Bombyx mori", "Actias selene"];

    [Theory]
    [InlineData(0, 1, 0, "1 of 1 label of moths is no known taxon; it is no name.")]
    [InlineData(2, 1, 1, "1 of 3 labels of moths is no known taxon; it is a name: Actias luna.")]
    [InlineData(0, 2, 0, "2 of 2 labels of moths are no known taxa; none of them is a name.")]
    [InlineData(0, 2, 1, "2 of 2 labels of moths are no known taxa; one of them is a name: Actias luna.")]
    [InlineData(0, 2, 2, "2 of 2 labels of moths are no known taxa; all of them are names: Actias luna, Samia cynthia.")]
    [InlineData(1, 1200, 4, "1,200 of 1,201 labels of moths are no known taxa; 4 of them are names, such as Actias luna, Samia cynthia, Bombyx mori.")]
    public void Labels_that_are_no_taxon_are_counted_with_those_that_are_names(int taxa, int unresolved, int names, string sentence) =>
        Assert.Equal(sentence, UnknownLabelsText.Of(new("moths", taxa, 0, unresolved) { Names = names, SomeNames = [.. Names.Take(names)] }));
}
