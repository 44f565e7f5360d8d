using Xunit;

namespace Antenna.Dashboard.Tests.CommandLine;

public sealed class ListCommandTests(CommandProject project) : IClassFixture<CommandProject>
{
    [Theory]
    [InlineData("projects", "Id Project Capture sets Captures Occurrences Runs", "2 Coast 1 0 0 0", "1 Green Mountains 1 5 5 0")]
    [InlineData("capture-sets --project coast", "Id Capture set Project Captures Detections Occurrences", "2 All nights Coast 0 0 0")]
    [InlineData("classifiers", "Id Classifier Key Classes Taxa Not a taxon Unresolved", "3 moths moths of Green Mountains 3 3 0 0")]
    [InlineData("classifiers --capture-set {set}", "Id Classifier Results In scope Maskable Classes Taxa Not a taxon Unresolved", "3 moths 5 5 4 3 3 0 0")]
    [InlineData("classifiers --taxa-list birds@1", "Id Classifier Classes Taxa Not a taxon Unresolved Kept Listed taxa Named Not in taxonomy", "3 moths 3 3 0 0 0 1 0 0")]
    [InlineData("classifiers --capture-set {set} --taxa-list {list}", "Id Classifier Results In scope Maskable Classes Taxa Not a taxon Unresolved Kept", "3 moths 5 5 4 3 3 0 0 1")]
    [InlineData("classifiers --capture-set {set} --taxa-list birds", "Id Classifier Results In scope Maskable Classes Taxa Not a taxon Unresolved Kept", "3 moths 5 5 4 3 3 0 0 0")]
    [InlineData("runs", "None yet.")]
    public async Task A_table_shows_what_there_is_with_the_ids_that_commands_take(string list, params string[] rows)
    {
        var answer = (await project.Commands().RunAsync(["list", .. project.Words(list)])).Done();

        Assert.Equal(rows, answer.Split('\n').Select(Plain).Where(line => line.Length > 0));
    }

    [Fact]
    public async Task Programs_get_the_same_as_JSON()
    {
        var answer = (await project.Commands().RunAsync(["list", .. project.Words("classifiers --capture-set {set} --taxa-list {list} --json")])).Json();

        var classifier = Assert.Single(answer.EnumerateArray());
        Assert.Equal(
            ("moths", "classifier", 5, 4, 3, 1),
            (classifier.GetProperty("classifier").GetProperty("name").GetString(), classifier.GetProperty("classifier").GetProperty("kind").GetString(),
                classifier.GetProperty("inScope").GetInt32(), classifier.GetProperty("maskable").GetInt32(),
                classifier.GetProperty("labels").GetProperty("classes").GetInt32(), classifier.GetProperty("keptClasses").GetInt32()));
    }

    /// <summary>A line of a table with its cells a space apart; rules are nothing.</summary>
    private static string Plain(string line) => string.Join(' ', line.Split([' ', '─', '\r'], StringSplitOptions.RemoveEmptyEntries));
}
