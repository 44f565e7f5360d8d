using System.Text.Json;
using Antenna.Testing;
using Xunit;

namespace Antenna.Dashboard.Tests.CommandLine;

/// <summary>
/// Names that a terminal would obey, or that read as others, in every place where commands show them. Imports refuse them;
/// the database may have them from before, or from elsewhere.
/// </summary>
public sealed class HostileNamesTests(HostileProject hostile) : IClassFixture<HostileProject>, IDisposable
{
    private const string Hostile = HostileProject.Characters;

    private const string Visible = @"\u001b[2J\u0007\u202e\u2066";

    private readonly CommandProject _project = hostile.Project;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("list projects")]
    [InlineData("list capture-sets")]
    [InlineData("list taxa-lists")]
    [InlineData("list classifiers")]
    [InlineData("list classifiers --capture-set {set}")]
    [InlineData("list classifiers --taxa-list {list}")]
    [InlineData("list classifiers --capture-set {set} --taxa-list {list}")]
    [InlineData("list runs")]
    [InlineData("mask --capture-set {set} --taxa-list {list} --classifier {moths} --dry-run")]
    [InlineData("mask --capture-set {set} --taxa-list {list} --classifier {moths}")]
    public async Task No_command_hands_them_on_to_a_terminal(string command)
    {
        var text = await _project.Commands().RunAsync(_project.Words(command));
        var json = await _project.Commands().RunAsync(_project.Words($"{command} --json"));

        Assert.Contains(Visible, text.Done(), StringComparison.Ordinal);
        AssertVisible(text);
        AssertVisible(json);
        Assert.Contains(Strings(json.Json()), value => value.EndsWith(Hostile, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("import pipeline {file} --project a --capture-set b", "{\"algorithms\": {\"a\u202Eb\": 5}}")]
    [InlineData("import taxa {file}", "name\nNoctua\u202Epronuba")]
    [InlineData("import taxa-list {file} --name list", "nam\u202Ee\nNoctua")]
    [InlineData("import identifications {file} --project 1", "occ\u001B[2Jurrence,name\n1,Noctua")]
    [InlineData("list classifiers --capture-set a\u202Eb", "")]
    [InlineData("mask --capture-set a\u202Eb --taxa-list a\u202Eb --classifier a\u202Eb", "")]
    public async Task No_refusal_quotes_them(string command, string content)
    {
        var file = _folder["file\u202E.csv"];
        await File.WriteAllTextAsync(file, content, Token);

        var answer = await _project.Commands().RunAsync([.. command.Split(' ').Select(word => word.Replace("{file}", file, StringComparison.Ordinal))]);

        Assert.NotEmpty(answer.Refused());
        AssertVisible(answer);
        Assert.Contains("\\u", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_shows_them_by_their_codes()
    {
        var answer = await new Executable(
            ("ConnectionStrings__Antenna", _project.Database.ConnectionString), ("Curator__Name", $"Robin{Hostile}"), ("Logging__LogLevel__Default", "Trace"))
            .RunAsync([.. _project.Words("mask --capture-set {set} --taxa-list {list} --classifier {moths}"), "--verbose"]);

        answer.Done();
        AssertVisible(answer);
    }

    private static void AssertVisible(Answer answer) => Assert.All(
        answer.Output + answer.Error, character => Assert.True(character is '\n' || !IsHostile(character), $"U+{(int)character:X4} in {answer}"));

    private static bool IsHostile(char character) => char.IsControl(character) || character is '\u202E' or '\u2066';

    private static IEnumerable<string> Strings(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Strings),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Strings(property.Value)),
        _ => [],
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}

/// <summary>A project that was masked once, with characters in every name of it that a terminal would obey.</summary>
public sealed class HostileProject(PostgresCluster cluster) : IAsyncLifetime
{
    /// <summary>Clears the screen, rings, and turns the direction of what follows.</summary>
    public const string Characters = "\u001B[2J\u0007\u202E\u2066";

    public CommandProject Project { get; } = new(cluster);

    public async ValueTask InitializeAsync()
    {
        await Project.InitializeAsync();
        (await Project.Commands().RunAsync(Project.Words("mask --capture-set {set} --taxa-list {list} --classifier {moths}"))).Done();
        foreach (var (table, column) in new[]
        {
            ("projects", "name"), ("capture_sets", "name"), ("taxa_lists", "name"), ("algorithms", "name"), ("algorithms", "key"), ("people", "name"), ("taxa_list_versions", "note"),
            ("run_log_entries", "message"),
        })
        {
            await using var rename = Project.Database.DataSource.CreateCommand($"update {table} set {column} = coalesce({column}, '') || $1");
            rename.Parameters.Add(new() { Value = Characters });
            await rename.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }

    public ValueTask DisposeAsync() => Project.DisposeAsync();
}
