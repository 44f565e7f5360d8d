using System.Text;
using Antenna.Dashboard.SignIn;
using Xunit;

namespace Antenna.Dashboard.Tests.SignIn;

public sealed class KeySealTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("")]
    [InlineData("<key id=\"1\">ñ</key>")]
    public void What_is_sealed_is_opened_with_the_same_secret_and_not_with_another(string text)
    {
        var whole = new KeySeal(Secret).Seal(text);

        Assert.True(new KeySeal(Secret).TryOpen(whole, out var opened));
        Assert.Equal(text, opened);
        Assert.False(new KeySeal($"{Secret}0").TryOpen(whole, out _));
    }

    [Fact]
    public void What_was_changed_or_cut_is_not_opened()
    {
        var seal = new KeySeal(Secret);
        var whole = seal.Seal("key");
        for (var at = 0; at < whole.Length; at++)
        {
            var changed = whole.ToArray();
            changed[at] ^= 1;
            Assert.False(seal.TryOpen(changed, out _));
            Assert.False(seal.TryOpen(whole.AsSpan(0, at), out _));
        }
    }

    [Fact]
    public void The_same_text_is_never_sealed_to_the_same_bytes()
    {
        var seal = new KeySeal(Secret);

        Assert.NotEqual(seal.Seal("key"), seal.Seal("key"));
        Assert.DoesNotContain("key", Encoding.Latin1.GetString(seal.Seal("a long text with a key in it")), StringComparison.Ordinal);
    }
}
