using System.Net;
using System.Net.Sockets;
using Antenna.Dashboard.Tests.CommandLine;
using Xunit;

namespace Antenna.Dashboard.Tests.Hosting;

/// <summary>Servers that cannot start: each says why in a line, before it has started or made anything.</summary>
public sealed class RefusedServerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly InProcessCommands _antenna;

    public RefusedServerTests() => _antenna = new(
        ("ConnectionStrings:Antenna", ""), ("PrivatePostgres:DataFolder", _folder["database"]), ("PrivatePostgres:MavenRepository", ""));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--urls=http://0.0.0.0:5299", "The server would listen at http://0.0.0.0:5299, where other computers reach it, and there is no sign-in yet: ")]
    [InlineData("--urls=http://localhost:0;http://[::]:5298", "The server would listen at http://[::]:5298, where other computers reach it")]
    [InlineData("--urls=http://moths.example", "The server would listen at http://moths.example, where other computers reach it")]
    [InlineData("--http_ports=5299", "The server would listen at http://*:5299, where other computers reach it")]
    [InlineData("--Kestrel:Endpoints:Web:Url=http://10.1.2.3:5299", "The server would listen at http://10.1.2.3:5299, where other computers reach it")]
    [InlineData("--urls=5299", "The setting urls gives '5299', which is no address to listen at; expected something like http://localhost:5210.")]
    [InlineData("--urls=http://localhost:99999", "The setting urls gives 'http://localhost:99999', which is no address to listen at; ")]
    [InlineData("--Scheduler:CheckIn=soon", "The settings cannot be read: Failed to convert configuration value 'soon' at 'Scheduler:CheckIn' to type 'System.TimeSpan'.")]
    [InlineData("--Scheduler:Workers=0", "The setting Scheduler:Workers is 0; expected 1 to 64 parts of runs at once.")]
    [InlineData("--Scheduler:CheckInTolerance=0", "The setting Scheduler:CheckInTolerance is 00:00:00; expected a time above 0, such as 00:00:10.")]
    [InlineData("--SignIn:Token=hunter2", "The settings cannot be read: The setting SignIn:Token is too short, or has spaces: ")]
    [InlineData("--OTEL_EXPORTER_OTLP_ENDPOINT=collector", "The setting OTEL_EXPORTER_OTLP_ENDPOINT is 'collector', which is no address; ")]
    [InlineData("--Logging:LogLevel:Default=Loud", "The setting Logging:LogLevel:Default is 'Loud'; expected one of Trace, Debug, ")]
    [InlineData("--ConnectionStrings:Antenna=localhost", "ConnectionStrings:Antenna is not a connection string of PostgreSQL: ")]
    public async Task A_setting_that_makes_no_sense_is_refused(string setting, string reason)
    {
        var line = Assert.Single((await _antenna.RunAsync(setting)).Refused(exitCode: 3));

        Assert.StartsWith(reason, line, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["database"]));
    }

    [Fact]
    public async Task An_address_that_another_program_has_is_refused()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = $"http://localhost:{((IPEndPoint)other.LocalEndpoint).Port}";

        var line = Assert.Single((await _antenna.RunAsync($"--urls={address}")).Refused(exitCode: 3));

        Assert.Equal(
            $"Something listens at {address} already, perhaps another Antenna.Dashboard: use that one, or choose another address, such as --urls=http://localhost:5211.",
            line);
        Assert.False(Directory.Exists(_folder["database"]));
    }
}
