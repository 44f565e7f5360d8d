using Antenna.Data.Export;
using Xunit;

namespace Antenna.Dashboard.Tests.CommandLine;

public sealed class ExportCommandTests(CommandProject project) : IClassFixture<CommandProject>
{
    [Theory]
    [InlineData("--project 1", 5)]
    [InlineData("--capture-set {set}", 5)]
    [InlineData("--page http://elsewhere/occurrences?project=1&verified=yes", 0)]
    [InlineData("--occurrences 1,3,404404", 2)]
    public async Task Occurrences_are_written_as_a_table(string scope, int rows)
    {
        using var folder = new TemporaryFolder();
        var path = folder["out.csv"];

        var answer = (await project.Commands().RunAsync(["export", "occurrences", .. project.Words($"{scope} --json"), "--output", path])).Json();

        var lines = await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(string.Join(',', OccurrenceCsv.Header), lines[0]);
        Assert.Equal((rows, rows), (lines.Length - 1, answer.GetProperty("rows").GetInt32()));
    }

    [Theory]
    [InlineData("dwca", "5 occurrences.")]
    [InlineData("camtrap-dp", "0 occurrences; 5 without a picture, a time and a station with coordinates left out.")]
    public async Task A_kind_that_has_no_place_for_some_says_how_many_it_leaves_out(string format, string answer)
    {
        using var folder = new TemporaryFolder();

        var outcome = await project.Commands().RunAsync([.. project.Words($"export occurrences --project 1 --format {format} --output"), folder["out.zip"]]);

        Assert.Contains(answer, outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{list}", "csv", 0xEF)]
    [InlineData("{list}@1", "dwca", 'P')]
    public async Task A_version_of_a_taxa_list_is_written_in_the_kind_that_is_asked_for(string list, string format, int firstByte)
    {
        using var folder = new TemporaryFolder();
        var path = folder["out"];

        var answer = (await project.Commands().RunAsync(["export", "list", .. project.Words($"{list} --format {format} --json"), "--output", path])).Json();

        Assert.Equal(1, answer.GetProperty("rows").GetInt32());
        Assert.Equal(firstByte, (await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken))[0]);
    }

    [Theory]
    [InlineData("{list}@9", "There is no taxa list")]
    [InlineData("{list} --format parquet", "There is no kind of file 'parquet'. There are: csv, dwca")]
    public async Task A_version_that_cannot_be_written_is_refused_and_leaves_no_file(string options, string problem)
    {
        using var folder = new TemporaryFolder();
        var path = folder["out"];

        var outcome = await project.Commands().RunAsync(["export", "list", .. project.Words(options), "--output", path]);

        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains(problem, outcome.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }

    [Theory]
    [InlineData("", "Say which occurrences")]
    [InlineData("--project 1 --occurrences 1", "Say which occurrences")]
    [InlineData("--occurrences 1,two", "'two' is no id of an occurrence")]
    [InlineData("--page /runs", "is no address of a page of occurrences")]
    [InlineData("--project 1 --format parquet", "There is no kind of file 'parquet'")]
    public async Task What_cannot_be_written_is_refused_and_leaves_no_file(string options, string problem)
    {
        using var folder = new TemporaryFolder();
        var path = folder["out.csv"];

        var outcome = await project.Commands().RunAsync(["export", "occurrences", .. project.Words(options).Where(word => word.Length > 0), "--output", path]);

        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains(problem, outcome.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }
}
