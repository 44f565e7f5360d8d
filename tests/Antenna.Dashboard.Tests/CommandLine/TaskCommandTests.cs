using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Xunit;

namespace Antenna.Dashboard.Tests.CommandLine;

/// <summary>Any task runs from the command line, and what it did is undone from there.</summary>
public sealed class TaskCommandTests(PostgresCluster cluster) : IAsyncLifetime
{
    private readonly CommandProject _project = new(cluster);

    public ValueTask InitializeAsync() => _project.InitializeAsync();

    public ValueTask DisposeAsync() => _project.DisposeAsync();

    [Fact]
    public async Task A_run_is_undone_and_redone_by_commands()
    {
        await AnswerAsync("run class-masking --capture-set {set} --taxa-list {list} --classifier {moths}");

        Assert.Contains("would take 2 occurrences back", await AnswerAsync("runs undo 1 --dry-run"), StringComparison.Ordinal);
        Assert.Contains("2 occurrences checked: 2 undone.", await AnswerAsync("runs undo 1"), StringComparison.Ordinal);
        Assert.Contains("Reverted", await AnswerAsync("list runs"), StringComparison.Ordinal);
        Assert.Contains("Succeeded", await AnswerAsync("runs undo 2"), StringComparison.Ordinal);
        Assert.Contains("5 predictions checked: 2 unchanged,", await AnswerAsync("mask --capture-set {set} --taxa-list {list} --classifier {moths}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_are_listed_by_what_their_counts_let_through()
    {
        await AnswerAsync("run class-masking --capture-set {set} --taxa-list {list} --classifier {moths}");
        await AnswerAsync("run class-masking --capture-set {set} --taxa-list {list} --classifier {moths}");

        foreach (var (filter, ids) in new (string, string)[]
                 {
                     ("--min-updated 1", "1"), ("--max-updated 0", "2"), ("--some changed", "1"), ("--none changed", "2"), ("--some skipped --min-updated 1 --max-updated 2", "1"), ("", "2,1"),
                 })
        {
            var runs = (await _project.Commands().RunAsync([.. _project.Words($"list runs {filter} --json").Where(word => word.Length > 0)])).Json();
            Assert.Equal(ids, string.Join(',', runs.EnumerateArray().Select(run => run.GetProperty("id").GetInt64())));
        }
    }

    [Fact]
    public async Task A_run_is_retried_by_a_command_as_a_new_run()
    {
        await AnswerAsync("run small-size-filter --occurrences 1,2 --threshold 0.002");

        await AnswerAsync("runs retry 1");

        Assert.Equal(2, (await AnswerAsync("list runs")).Split("2 selected occurrences").Length - 1);
    }

    [Fact]
    public async Task A_selection_is_masked_and_nothing_else()
    {
        Assert.Contains(
            "2 predictions checked: 2 masked.", await AnswerAsync("mask --occurrences 1,2 --taxa-list {list} --classifier {moths}"), StringComparison.Ordinal);
        Assert.Contains("2 selected occurrences", await AnswerAsync("list runs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_of_a_task_writes_nothing()
    {
        var before = await _project.ReadAsync();

        var answer = await AnswerAsync("run recompute-determinations --capture-set {set} --dry-run");

        Assert.Contains("5 occurrences checked:", answer, StringComparison.Ordinal);
        DatabaseContent.AssertEqual(before, await _project.ReadAsync());
    }

    [Theory]
    [InlineData("run nothing --capture-set {set}", "There is no task 'nothing'.")]
    [InlineData("run small-size-filter --capture-set {set} --thresold 0.1", "--thresold: Small-size filter has no such setting. It has --threshold, --batch-size.")]
    [InlineData("run small-size-filter --capture-set {set} --threshold 1 2", "--threshold: Give one value; there are 2.")]
    [InlineData("run small-size-filter --capture-set {set} 0.1", "'0.1' belongs to no setting.")]
    [InlineData("run class-masking --occurrences 1,99 --taxa-list {list} --classifier {moths}", "There is no occurrence 99.")]
    [InlineData("runs undo 99", "There is no run 99.")]
    [InlineData("runs cancel 99", "There is no run 99.")]
    [InlineData("runs resume 99", "There is no run 99.")]
    [InlineData("runs retry 99", "There is no run 99.")]
    public async Task What_cannot_be_is_refused_with_what_to_change(string command, string message)
    {
        var answer = await _project.Commands().RunAsync(_project.Words(command));

        Assert.Equal(1, answer.ExitCode);
        Assert.Contains(message, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tasks_are_listed_with_their_settings()
    {
        var answer = await AnswerAsync("list tasks");

        foreach (var setting in (string[])["class-masking", "--taxa-list", "small-size-filter", "--threshold", "rank-roll-up", "recompute-determinations"])
            Assert.Contains(setting, answer, StringComparison.Ordinal);
    }

    private async Task<string> AnswerAsync(string command) => (await _project.Commands().RunAsync(_project.Words(command))).Done();
}
