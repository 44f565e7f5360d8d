using Antenna.Core.Taxonomy;
using Xunit;

namespace Antenna.Core.Tests.Taxonomy;

public sealed class NameStatusesTests
{
    [Theory]
    [InlineData(null, NameStatus.Unstated)]
    [InlineData("", NameStatus.Unstated)]
    [InlineData("ACCEPTED", NameStatus.Accepted)]
    [InlineData("valid", NameStatus.Accepted)]
    [InlineData("provisionally accepted", NameStatus.Unstated)]
    [InlineData("doubtful", NameStatus.Unstated)]
    [InlineData("unplaced", NameStatus.Unstated)]
    [InlineData("HOMOTYPIC_SYNONYM", NameStatus.Synonym)]
    [InlineData("junior synonym", NameStatus.Synonym)]
    [InlineData("Misapplied name", NameStatus.Misapplied)]
    [InlineData("absent", NameStatus.Absent)]
    [InlineData("excluded", NameStatus.Excluded)]
    [InlineData("regionally extinct", NameStatus.Extinct)]
    [InlineData("erroneous record", NameStatus.Erroneous)]
    [InlineData("nom. nud.", NameStatus.NomenNudum)]
    [InlineData("migrant", NameStatus.Unstated)]
    public void Published_statuses_are_read(string? text, NameStatus expected)
    {
        Assert.True(NameStatuses.TryParse(text, out var status));
        Assert.Equal(expected, status);
    }

    [Fact]
    public void An_unknown_status_means_nothing()
    {
        Assert.False(NameStatuses.TryParse("under review", out var status));
        Assert.True(status.IsListed());
    }

    [Theory]
    [InlineData("Vanessa cardui", null, NameStatus.Accepted)]
    [InlineData("Vanessa cardui auct.", null, NameStatus.Misapplied)]
    [InlineData("Vanessa cardui sensu Smith, 1990, nec Linnaeus", null, NameStatus.Misapplied)]
    [InlineData("Vanessa cardui", "auct., non L.", NameStatus.Misapplied)]
    [InlineData("Vanessa cardui", "nec Linnaeus, 1758", NameStatus.Misapplied)]
    [InlineData("Vanessa cardui", "Linnaeus, 1758", NameStatus.Accepted)]
    [InlineData("Vanessa cardui sensu lato", null, NameStatus.Accepted)]
    public void Name_and_author_mark_what_is_misapplied(string name, string? author, NameStatus expected) =>
        Assert.Equal(expected, NameStatuses.OnList(NameStatus.Accepted, NameStatus.Unstated, ScientificName.Parse(name), author));

    [Fact]
    public void What_does_not_occur_is_not_listed_whatever_its_name_is()
    {
        var name = ScientificName.Parse("Vanessa cardui");

        Assert.Equal(NameStatus.Absent, NameStatuses.OnList(NameStatus.Accepted, NameStatus.Absent, name, null));
        Assert.Equal(NameStatus.Excluded, NameStatuses.OnList(NameStatus.Excluded, NameStatus.Absent, name, null));
        Assert.Equal(NameStatus.Synonym, NameStatuses.OnList(NameStatus.Synonym, NameStatus.Unstated, name, null));
    }
}
