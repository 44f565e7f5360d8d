using Antenna.Data.Import;
using Xunit;

namespace Antenna.Data.Tests.Import;

public class ControlCharactersTests
{
    [Theory]
    [InlineData("\u0000")]
    [InlineData("\u0007")]
    [InlineData("\u001B")]
    [InlineData("\u007F")]
    [InlineData("\u0085")]
    [InlineData("\u009B")]
    [InlineData("\u061C")]
    [InlineData("\u200E")]
    [InlineData("\u200F")]
    [InlineData("\u2028")]
    [InlineData("\u2029")]
    [InlineData("\u202A")]
    [InlineData("\u202E")]
    [InlineData("\u2066")]
    [InlineData("\u2069")]
    public void What_is_not_seen_and_changes_what_is_seen_is_found_and_shown_by_its_code(string character)
    {
        var code = $"{(int)character[0]:x4}";

        Assert.Contains($"U+{code.ToUpperInvariant()}", ControlCharacters.ProblemOf($"a{character}b"), StringComparison.Ordinal);
        Assert.Contains($"U+{code.ToUpperInvariant()}", ControlCharacters.ProblemOf($"a{character}b", allowLayout: true), StringComparison.Ordinal);
        Assert.Equal($@"a\u{code}b", ControlCharacters.Escape($"a{character}b"));
        Assert.Equal($"a\n\\u{code}b", ControlCharacters.Escape($"a\n{character}b", keepLayout: true));
    }

    [Theory]
    [InlineData("Actias luna (Linnaeus, 1758)")]
    [InlineData("Kivi-öökull × 夜蛾 פרפר")]
    [InlineData("zero\u200Bwidth\u200Djoined\uFEFF")]
    [InlineData(@"already \u202e escaped")]
    public void Every_other_text_is_left_as_it_is(string text)
    {
        Assert.Null(ControlCharacters.ProblemOf(text));
        Assert.Same(text, ControlCharacters.Escape(text));
    }

    [Theory]
    [InlineData("\t")]
    [InlineData("\n")]
    [InlineData("\r")]
    public void Tabs_and_line_breaks_are_layout_of_a_text_and_no_part_of_a_name(string layout)
    {
        Assert.NotNull(ControlCharacters.ProblemOf($"a{layout}b"));
        Assert.Null(ControlCharacters.ProblemOf($"a{layout}b", allowLayout: true));
        Assert.Equal($@"a\u{(int)layout[0]:x4}b", ControlCharacters.Escape($"a{layout}b"));
        Assert.Equal($"a{layout}b", ControlCharacters.Escape($"a{layout}b", keepLayout: true));
    }
}
