using Antenna.Core.Predictions;
using Xunit;

namespace Antenna.Core.Tests.Predictions;

public sealed class NotATaxonLabelsTests
{
    [Theory]
    [InlineData("background")]
    [InlineData("Background")]
    [InlineData("__background__")]
    [InlineData(" blank ")]
    [InlineData("NO_ANIMAL")]
    [InlineData("no-animal")]
    [InlineData("vehicle")]
    public void Published_labels_are_known_in_any_case_and_spelling(string label) =>
        Assert.True(NotATaxonLabels.Default.Contains(label));

    [Theory]
    [InlineData("Danaus plexippus")]
    [InlineData("other")]
    [InlineData("unknown")]
    [InlineData("nonmoth")]
    [InlineData("animal")]
    [InlineData("")]
    public void An_animal_that_the_classifier_could_not_name_is_not_nothing(string label) =>
        Assert.False(NotATaxonLabels.Default.Contains(label));

    [Fact]
    public void Configured_labels_replace_the_published_ones()
    {
        var labels = new NotATaxonLabels(["Non-moth", "", "  "]);

        Assert.True(labels.Contains("non moth"));
        Assert.False(labels.Contains("background"));
        Assert.False(labels.Contains(""));
    }
}
