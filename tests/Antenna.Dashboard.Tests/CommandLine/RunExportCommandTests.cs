using Antenna.Data.Tables;
using Xunit;

namespace Antenna.Dashboard.Tests.CommandLine;

public sealed class RunExportCommandTests(CommandProject project) : IClassFixture<CommandProject>
{
    private const string Mask = "--capture-set {set} --taxa-list {list} --classifier {moths}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_run_did_is_written_with_a_row_for_each_prediction_that_it_changed_also_once_it_is_undone()
    {
        using var folder = new TemporaryFolder();
        await RunAsync($"mask {Mask}");

        var answer = (await project.Commands().RunAsync([.. project.Words("export run-effects 1 --json --output"), folder["effects.csv"]])).Json();
        var lines = await LinesAsync(folder["effects.csv"]);

        Assert.Equal(string.Join(',', OwnTables.RunEffects), lines[0].TrimStart('\uFEFF'));
        Assert.Equal(answer.GetProperty("rows").GetInt32(), lines.Length - 1);
        Assert.Equal(["Actias luna", "Samia cynthia"], lines[1..].Select(line => line.Split(',')[2]).Order().Distinct());
        Assert.All(lines[1..], line => Assert.Equal("Actias luna", line.Split(',')[5]));
        await RunAsync("export run-log 1 --output", folder["log.csv"]);
        Assert.Equal("time,level,message,data", (await LinesAsync(folder["log.csv"]))[0]);
        Assert.Equal("\uFEFF"u8.ToArray(), (await File.ReadAllBytesAsync(folder["log.csv"], Token))[..3]);
        await RunAsync("runs undo 1");
        await RunAsync("export run-effects 1 --output", folder["undone.csv"]);

        // The predictions that it wrote are gone, and are still told as they were.
        Assert.Equal(lines, await LinesAsync(folder["undone.csv"]));
    }

    [Fact]
    public async Task An_evaluation_is_written_with_all_first_and_masks_nothing()
    {
        using var folder = new TemporaryFolder();
        await RunAsync($"export evaluation {Mask} --output", folder["evaluation.csv"]);

        var evaluation = await LinesAsync(folder["evaluation.csv"]);
        Assert.StartsWith("all,,0,0,0,0,0,", evaluation[1], StringComparison.Ordinal);
        Assert.EndsWith(",moths", evaluation[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("export run-effects 404404", "There is no run 404404")]
    [InlineData("export run-log 404404", "There is no run 404404")]
    [InlineData("export evaluation --capture-set {set} --taxa-list {birds} --classifier {moths}", "none of")]
    public async Task What_cannot_be_written_is_refused_and_leaves_no_file(string command, string problem)
    {
        using var folder = new TemporaryFolder();

        var outcome = await project.Commands().RunAsync([.. project.Words(command), "--output", folder["out.csv"]]);

        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains(problem, outcome.Error, StringComparison.OrdinalIgnoreCase);
        Assert.False(File.Exists(folder["out.csv"]));
    }

    private async Task RunAsync(string command, params string[] more)
    {
        var outcome = await project.Commands().RunAsync([.. project.Words(command), .. more]);
        Assert.True(outcome.ExitCode == 0, outcome.Error);
    }

    private static Task<string[]> LinesAsync(string path) => File.ReadAllLinesAsync(path, Token);
}
