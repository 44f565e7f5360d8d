using Xunit;

namespace Antenna.Dashboard.Tests.CommandLine;

/// <summary>What needs no database: help, and commands that are not understood.</summary>
public sealed class HelpTests
{
    /// <summary>No command gets as far as its database here; one that did would say so.</summary>
    private readonly InProcessCommands _antenna = new(("ConnectionStrings:Antenna", "no connection string"));

    [Fact]
    public async Task Help_names_every_command()
    {
        var help = (await _antenna.RunAsync("--help")).Done();

        Assert.All(["serve", "import", "mask", "list"], command => Assert.Matches($@"(?m)^  {command}  ", help));
        Assert.DoesNotContain("Examples:", help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("serve --help")]
    public async Task Help_explains_how_to_do_without_the_demo(string arguments) =>
        Assert.Contains("--no-demo", (await _antenna.RunAsync(arguments.Split(' '))).Done(), StringComparison.Ordinal);

    [Theory]
    [InlineData("mask", "--hold-below <mass>", "mask --capture-set 'Trap nights' --taxa-list 'Vermont insects' --classifier 1")]
    [InlineData("import taxa", "<file>", "import taxa taxa.csv --check")]
    [InlineData("import pipeline", "--captures <file>", "import pipeline results.json --project 'My project' --capture-set 'Trap nights'")]
    [InlineData("import taxa-list", "--report <file>", "import taxa-list vermont.csv --name 'Vermont insects' --note 'Atlas of 2024' --report matching.csv")]
    [InlineData("import pipeline", "--captures-encoding <name>", "import pipeline results.json --project 'My project' --capture-set 'Trap nights'")]
    [InlineData("import identifications", "--name-column <column>", "import identifications moths.xlsx --project 'My project' --sheet 2024 --name-column Art --check")]
    [InlineData("list runs", "--min-updated <count>", "list runs --some skipped --none changed")]
    [InlineData("import identifications", "--project <project>", "import identifications identifications.csv --project 'My project'")]
    [InlineData("import antenna", "--remote-project <id>", "import antenna https://antenna.example --remote-project 7 --project 'My project' --check")]
    [InlineData("list classifiers", "--taxa-list <list[@version]>", "list classifiers --taxa-list 'Vermont insects@2'")]
    public async Task Help_of_a_command_shows_its_options_and_ends_with_examples(string command, string option, string example)
    {
        var help = (await _antenna.RunAsync([.. command.Split(' '), "--help"])).Done();

        Assert.Contains(option, help, StringComparison.Ordinal);
        Assert.Contains("--json", help, StringComparison.Ordinal);
        Assert.Contains($"  {example}", help[help.IndexOf("Examples:", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mask", "Name the scope: one of --capture-set, --occurrence and --occurrences.")]
    [InlineData("mask --capture-set 1", "Option '--taxa-list' is required.", "Option '--classifier' is required.")]
    [InlineData("mask --capture-set 1 --occurrence 1 --taxa-list 1 --classifier 1", "Name the scope: one of --capture-set, --occurrence and --occurrences.")]
    [InlineData("mask --occurrence first --taxa-list 1 --classifier 1", "--occurrence: 'first' is not a whole number.")]
    [InlineData("mask --occurrence 1 --taxa-list 1 --classifier 1 --hold-below half --batch-size 1.5", "--hold-below: 'half' is not a number.", "--batch-size: '1.5' is not a whole number.")]
    [InlineData("mask --occurrence 1 --taxa-list 1 --classifier 1 --batch-size 99999999999", "--batch-size: '99999999999' is out of any range.")]
    [InlineData("mask --occurrence 1 --taxa-lists 1 --classifier 1", "Option '--taxa-list' is required.", "Unrecognized command or argument '--taxa-lists'.", "--taxa-list")]
    [InlineData("mask --occurrence 1 --taxa-list", "Required argument missing for option: '--taxa-list'.")]
    [InlineData("import taxa", "Required argument 'file' missing for command: 'taxa'.")]
    [InlineData("list", "Required command was not provided.")]
    [InlineData("list runs --nothing", "Unrecognized command or argument '--nothing'.")]
    [InlineData("list runs --none", "Required argument missing for option: '--none'.")]
    [InlineData("list runs --min-updated many --none nothing", "--min-updated: 'many' is not possible: give a whole number.", "--none: 'nothing' is not possible: give changed, unchanged, left or skipped.")]
    [InlineData("list runs --max-updated=-1", "--max-updated: '-1' is not possible: give a whole number.")]
    [InlineData("unmask", "Unrecognized command or argument 'unmask'.")]
    public async Task A_command_that_is_not_understood_gives_the_reason_and_ends_with_2(string command, params string[] problems)
    {
        var answer = await _antenna.RunAsync(command.Split(' '));

        Assert.Equal(2, answer.ExitCode);
        Assert.Empty(answer.Output);
        var lines = answer.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.All(problems, problem => Assert.Contains(problem, lines));
    }

    [Theory]
    [InlineData("no connection string", "ConnectionStrings:Antenna is not a connection string of PostgreSQL: ")]
    [InlineData("Host=127.0.0.1;Port=1;Username=curator;Database=moths", "The database 'moths' of 'curator' at 127.0.0.1:1 cannot be used: Connection refused. Check ConnectionStrings:Antenna.")]
    public async Task Without_a_usable_database_a_command_gives_the_reason_in_one_line_and_ends_with_3(string connectionString, string reason)
    {
        var antenna = new InProcessCommands(("ConnectionStrings:Antenna", connectionString));

        var line = Assert.Single((await antenna.RunAsync("list", "projects")).Refused(exitCode: 3));

        Assert.StartsWith(reason, line, StringComparison.Ordinal);
    }
}
