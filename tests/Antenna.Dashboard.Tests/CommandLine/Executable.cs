using System.Diagnostics;
using Antenna.Testing;

namespace Antenna.Dashboard.Tests.CommandLine;

/// <summary>The product's executable, as a shell starts it, in a process of its own.</summary>
/// <param name="settings">Environment variables over those of the tests.</param>
internal sealed class Executable(params IReadOnlyList<(string Name, string Value)> settings)
{
    /// <summary>Who acts.</summary>
    public const string Curator = "Curator of the tests";

    /// <summary>On a test's database.</summary>
    public static Executable On(TestDatabase database) => new(("ConnectionStrings__Antenna", database.ConnectionString));

    /// <summary>Runs it to its end.</summary>
    public async Task<Answer> RunAsync(params string[] arguments)
    {
        await using var command = Start(arguments);
        return await command.EndAsync();
    }

    /// <summary>Starts it, and leaves it running.</summary>
    public ExecutingCommand Start(params string[] arguments)
    {
        var start = InterruptibleProgram.Describe(["dotnet", Path.Combine(AppContext.BaseDirectory, "Antenna.Dashboard.dll"), .. arguments]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;

        // No environment that a checkout has a settings file for, and nodes that miss each other soon.
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Testing";
        start.Environment["Curator__Name"] = Curator;
        start.Environment["SignIn__KeyFolder"] = Path.Combine(AppContext.BaseDirectory, "keys");
        start.Environment["Scheduler__CheckIn"] = "00:00:01";
        start.Environment["Scheduler__CheckInTolerance"] = "00:00:02";

        // Looking for what could be compiled better takes a tenth of the time of a command that ends in a second.
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return new(Process.Start(start)!);
    }
}
