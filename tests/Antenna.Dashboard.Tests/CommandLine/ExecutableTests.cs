using Xunit;

namespace Antenna.Dashboard.Tests.CommandLine;

/// <summary>What only a process shows: which stream a command writes to, and its exit code.</summary>
public sealed class ExecutableTests(CommandProject project) : IClassFixture<CommandProject>
{
    [Fact]
    public async Task A_command_answers_on_standard_output_and_ends_with_0()
    {
        var answer = await project.Executable().RunAsync(project.Words("mask --capture-set {set} --taxa-list {list} --classifier {moths}"));

        Assert.Contains("Succeeded", answer.Done(), StringComparison.Ordinal);
        Assert.DoesNotContain("Succeeded", answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list classifiers --capture-set 99", 1)]
    [InlineData("list everything", 2)]
    public async Task A_command_that_is_refused_gives_the_reason_on_standard_error_alone(string command, int exitCode) =>
        Assert.NotEmpty((await project.Executable().RunAsync(command.Split(' '))).Refused(exitCode));

    [Fact]
    public async Task A_command_without_a_usable_database_ends_with_3() =>
        Assert.Single((await new Executable(("ConnectionStrings:Antenna", "none")).RunAsync("list", "projects")).Refused(exitCode: 3));
}
