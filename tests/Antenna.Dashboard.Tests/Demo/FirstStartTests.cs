using Antenna.Dashboard.Demo;
using Antenna.Dashboard.Tests.CommandLine;
using Xunit;

namespace Antenna.Dashboard.Tests.Demo;

/// <summary>The server's own executable on a database of its own.</summary>
public sealed class FirstStartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Executable _antenna;

    public FirstStartTests()
    {
        // Where these tests are root's, PostgreSQL runs as another user, who has to get through to its folder.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder.Path, File.GetUnixFileMode(_folder.Path) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        _antenna = new([("ConnectionStrings:Antenna", ""), ("PrivatePostgres:DataFolder", _folder["database"]), .. TestSettings.FastPostgres]);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--no-demo --urls=http://127.0.0.1:0", false)]
    [InlineData("--urls=http://127.0.0.1:0", true)]
    public async Task A_server_that_first_starts_makes_the_demo_unless_turned_off_and_leaves_no_error_in_the_log(string arguments, bool made)
    {
        await using (var server = _antenna.Start(arguments.Split(' ')))
        {
            await server.LineWithAsync("ready");
            Assert.Equal(made, File.Exists(Path.Combine(DemoProject.FolderOf(_folder["database"])!, "pipeline-results.json")));
            await server.InterruptAsync();
        }

        // What it logs as an error is one that an operator would have to look into.
        Assert.DoesNotContain(
            await File.ReadAllLinesAsync(Path.Combine(_folder["database"], "postgres.log"), TestContext.Current.CancellationToken),
            line => line.Contains(" ERROR: ", StringComparison.Ordinal) || line.Contains(" FATAL: ", StringComparison.Ordinal));
        var projects = (await _antenna.RunAsync("list", "projects")).Done();
        Assert.Equal(made, projects.Contains("Demo: generated moths", StringComparison.Ordinal));
    }
}
