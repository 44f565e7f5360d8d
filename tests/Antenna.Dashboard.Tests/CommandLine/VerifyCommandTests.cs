using Antenna.Dashboard.CommandLine;
using Antenna.Data.Verification;
using Xunit;

namespace Antenna.Dashboard.Tests.CommandLine;

public sealed class VerifyCommandTests(CommandProject project) : IClassFixture<CommandProject>
{
    [Theory]
    [InlineData(0, 0, false, "Everything that is kept derived is what it derives from.")]
    [InlineData(0, 0, true, "Everything that is kept derived is what it derives from.")]
    [InlineData(1, 1, false, "1 of 3 differs from what it derives from. 'verify --repair' rebuilds what can be rebuilt.")]
    [InlineData(2, 2, false, "2 of 3 differ from what they derive from. 'verify --repair' rebuilds what can be rebuilt.")]
    [InlineData(1, 0, true, "1 of 3 differed, and is repaired.")]
    [InlineData(2, 0, true, "2 of 3 differed, and are repaired.")]
    [InlineData(2, 1, true, "1 of 3 differs after the repair too: what is right there cannot be told from what is stored. Look at the rows, or report it.")]
    public void The_last_sentence_counts_what_differed_and_what_is_left(int differed, int left, bool repair, string sentence)
    {
        var found = Enumerable.Range(0, 3).Select(index => new VerifiedTable($"table {index}", 10, Missing: index < differed ? 1 : 0, Surplus: 0)).ToList();

        Assert.Equal(sentence, VerifyCommand.Sentence(new(found, found[..left]), repair));
    }

    [Fact]
    public async Task It_says_on_standard_error_which_table_it_is_at()
    {
        var verified = await project.Executable().RunAsync(["verify"]);

        Assert.Matches("comparing capture_set_figures, [0-9]+ of [0-9]+", verified.Error);
        Assert.Empty((await project.Executable().RunAsync(["verify", "--json"])).Error);
    }

    [Fact]
    public async Task What_differs_ends_with_exit_code_1_until_it_is_repaired()
    {
        (await project.Commands().RunAsync("verify")).Done();
        await project.ExecuteAsync("update capture_set_figures set captures = captures + 1");

        var found = await project.Commands().RunAsync("verify");
        Assert.Equal(1, found.ExitCode);
        Assert.Matches("capture_set_figures .* differs", found.Output);

        var repaired = (await project.Commands().RunAsync("verify", "--repair", "--json")).Json();
        Assert.Empty(repaired.GetProperty("remaining").EnumerateArray());
        var table = Assert.Single(repaired.GetProperty("found").EnumerateArray(), each => each.GetProperty("differs").GetBoolean());
        Assert.Equal("capture_set_figures", table.GetProperty("name").GetString());

        (await project.Commands().RunAsync("verify")).Done();
    }
}
