using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Antenna.Dashboard.Hosting;
using Antenna.Dashboard.Tests.CommandLine;
using Antenna.Testing;
using Xunit;

namespace Antenna.Dashboard.Tests.Hosting;

/// <summary>The script that starts three nodes, as a person runs it.</summary>
public sealed partial class ThreeNodesTests(PostgresCluster cluster)
{
    [Fact]
    public async Task Three_nodes_share_a_sign_in_lose_one_and_stop_together()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The script is one for Linux.");
        await using var database = await TestDatabase.CreateAsync(cluster);
        await using var script = Start(database);
        var signIn = "";
        var (processes, addresses) = (new List<int>(), new List<Uri>());
        while (addresses.Count < 3)
        {
            var line = await script.LineWithAsync("");
            if (SignInLine().Match(line) is { Success: true } path)
                signIn = path.Value;
            else if (ProcessLine().Match(line) is { Success: true } process)
                processes.Add(int.Parse(process.Groups[1].Value, CultureInfo.InvariantCulture));
            else if (ReadyLine().Match(line) is { Success: true } ready)
                addresses.Add(new(ready.Groups[1].Value));
        }

        using var browser = RunningServer.NewClient(addresses[0]);
        using var signedIn = await browser.GetAsync(new Uri(addresses[0], signIn), Token);
        Assert.Equal(3, processes.Count);
        foreach (var address in addresses)
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser, address, "/"));

        using (var second = Process.GetProcessById(processes[1]))
            second.Kill();
        await script.LineWithAsync($"process {processes[1]} ended with 137");
        var stopped = await script.StopAsync("TERM");

        Assert.True(stopped.ExitCode is 0, $"{stopped}");
        Assert.All(processes, process => Assert.Throws<ArgumentException>(() => Process.GetProcessById(process)));
    }

    private static ExecutingCommand Start(TestDatabase database)
    {
        var start = new ProcessStartInfo(Path.Combine(SettingsFiles.CheckoutFolder!, "tests", "three-nodes"), ["0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ANTENNA_PROGRAM"] = Path.Combine(AppContext.BaseDirectory, "Antenna.Dashboard.dll");
        foreach (var (name, value) in TestSettings.All.Append(("ConnectionStrings:Antenna", database.ConnectionString)))
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        return new(Process.Start(start)!);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient browser, Uri node, string address)
    {
        using var response = await browser.GetAsync(new Uri(node, address), Token);
        return response.StatusCode;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [GeneratedRegex(@"/login\?t=[0-9a-f]{40}$")]
    private static partial Regex SignInLine();

    [GeneratedRegex(@"^node \d: process (\d+)$")]
    private static partial Regex ProcessLine();

    [GeneratedRegex(@"^node \d: Antenna\.Dashboard is ready: (http://[^\s,]+)")]
    private static partial Regex ReadyLine();
}
