using Xunit;

namespace Antenna.Dashboard.Tests.CommandLine;

public sealed class VerifyCommandTests(CommandProject project) : IClassFixture<CommandProject>
{
    [Fact]
    public async Task What_differs_ends_with_exit_code_1_until_it_is_repaired()
    {
        (await project.Executable().RunAsync(["verify"])).Done();
        await project.ExecuteAsync("update capture_set_figures set captures = captures + 1");

        var found = await project.Executable().RunAsync(["verify"]);
        Assert.Equal(1, found.ExitCode);
        Assert.Matches("capture_set_figures .* differs", found.Output);

        var repaired = (await project.Executable().RunAsync(["verify", "--repair", "--json"])).Json();
        Assert.Empty(repaired.GetProperty("remaining").EnumerateArray());
        var table = Assert.Single(repaired.GetProperty("found").EnumerateArray(), each => each.GetProperty("differs").GetBoolean());
        Assert.Equal("capture_set_figures", table.GetProperty("name").GetString());

        (await project.Executable().RunAsync(["verify"])).Done();
    }
}
