using Antenna.Core.Taxonomy;
using Xunit;

namespace Antenna.Core.Tests.Taxonomy;

public sealed class ExternalKeyTests
{
    [Theory]
    [InlineData("1898286", "1898286")]
    [InlineData("1898286.0", "1898286")]
    [InlineData("1898286.00", "1898286")]
    [InlineData("1898286,0", "1898286")]
    [InlineData("1.898286E+06", "1898286")]
    [InlineData("1.898286e6", "1898286")]
    [InlineData("1.9E+06", "1.9E+06")]
    [InlineData("12,000", "12,000")]
    [InlineData("1.5", "1.5")]
    [InlineData("urn:lsid:1.0", "urn:lsid:1.0")]
    public void A_key_is_what_it_was_before_it_became_a_number(string text, string key) => Assert.Equal(key, ExternalKey.AsGiven(text));
}
