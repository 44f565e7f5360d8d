using System.Diagnostics;
using Antenna.Testing;

namespace Antenna.Dashboard.Tests.CommandLine;

/// <summary>The product's executable, as a shell starts it, in a process of its own.</summary>
/// <param name="settings">Settings by their names, such as <c>Curator:Name</c>, over those of the tests.</param>
internal sealed class Executable(params IReadOnlyList<(string Name, string Value)> settings)
{
    /// <summary>On a test's database.</summary>
    public static Executable On(TestDatabase database) => new(("ConnectionStrings:Antenna", database.ConnectionString));

    /// <summary>Runs it to its end.</summary>
    public async Task<Answer> RunAsync(params string[] arguments)
    {
        await using var command = Start(arguments);
        return await command.EndAsync();
    }

    /// <summary>Starts it, and leaves it running.</summary>
    public ExecutingCommand Start(params string[] arguments)
    {
        var start = StartedProgram.Describe(["dotnet", Path.Combine(AppContext.BaseDirectory, "Antenna.Dashboard.dll"), .. arguments]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach (var (name, value) in TestSettings.All.Concat(settings))
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        return new(Process.Start(start)!);
    }
}
