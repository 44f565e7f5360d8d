using System.Runtime.CompilerServices;

namespace Antenna.Dashboard.Tests.CommandLine;

/// <summary>The settings of every command that a test runs, in this process and in others.</summary>
internal static class TestSettings
{
    /// <summary>Who acts.</summary>
    public const string Curator = "Curator of the tests";

    /// <summary>By their names, such as <c>Curator:Name</c>.</summary>
    public static IReadOnlyList<(string Name, string Value)> All { get; } =
    [
        ("Curator:Name", Curator),
        ("SignIn:KeyFolder", Path.Combine(AppContext.BaseDirectory, "keys")),

        // Nodes that miss each other soon.
        ("Scheduler:CheckIn", "00:00:01"),
        ("Scheduler:CheckInTolerance", "00:00:02"),

        // The files do not change while a test runs, and watching them takes what the system has few of.
        ("hostBuilder:reloadConfigOnChange", "false"),
    ];

    /// <summary>Of a private PostgreSQL that is found on this machine, and has to survive no power cut.</summary>
    public static IReadOnlyList<(string Name, string Value)> FastPostgres { get; } =
    [
        ("PrivatePostgres:MavenRepository", ""),
        ("PrivatePostgres:ServerSettings:0", "fsync=off"),
        ("PrivatePostgres:ServerSettings:1", "synchronous_commit=off"),
        ("PrivatePostgres:ServerSettings:2", "full_page_writes=off"),
    ];

    /// <summary>An environment that no checkout has a settings file for, here and in what is started from here.</summary>
    [ModuleInitializer]
    internal static void UseOwnEnvironment() => Environment.SetEnvironmentVariable("ASPNETCORE_ENVIRONMENT", "Testing");
}
