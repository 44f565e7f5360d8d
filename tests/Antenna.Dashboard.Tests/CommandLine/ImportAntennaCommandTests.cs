using Antenna.Testing.RunningAntennas;
using Xunit;

namespace Antenna.Dashboard.Tests.CommandLine;

/// <summary><c>import antenna</c>, whose token is no argument and stands nowhere after it.</summary>
public sealed class ImportAntennaCommandTests(CommandProject project) : IClassFixture<CommandProject>
{
    [Fact]
    public async Task A_project_of_a_running_Antenna_is_checked_and_imported_and_its_token_is_nowhere()
    {
        await using var there = await StandInAntenna.StartAsync(TestContext.Current.CancellationToken);
        there.Content.AddCapture(1);
        there.Content.AddOccurrence(1, 1, 2, 1, 0);
        var antenna = new Executable(("ConnectionStrings:Antenna", project.Database.ConnectionString), ("ANTENNA_API_TOKEN", StandInAntenna.Token));
        string[] import = ["import", "antenna", there.Address, "--remote-project", "7", "--project", "Hill moths"];

        var check = await antenna.RunAsync([.. import, "--check"]);
        Assert.Contains("nothing was written", check.Done(), StringComparison.Ordinal);
        Assert.DoesNotContain("classifications/10/", there.Requests);
        var answer = await antenna.RunAsync(import);

        Assert.Contains("as capture set", answer.Done(), StringComparison.Ordinal);
        Assert.DoesNotContain(StandInAntenna.Token, answer.Output + answer.Error + check.Output + check.Error, StringComparison.Ordinal);
        await using var command = project.Database.DataSource.CreateCommand("select string_agg(to_jsonb(imports)::text, '') from imports where kind = 'RunningAntenna'");
        var record = (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
        Assert.Contains("Hill moths", record, StringComparison.Ordinal);
        Assert.DoesNotContain(StandInAntenna.Token, record, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_none_is_refused_before_a_token_is_asked_for()
    {
        var refused = (await project.Commands().RunAsync("import", "antenna", "antenna.example", "--remote-project", "7", "--project", "Hill moths")).Refused();

        Assert.Contains(refused, line => line.Contains("no address of the web", StringComparison.Ordinal));
    }
}
