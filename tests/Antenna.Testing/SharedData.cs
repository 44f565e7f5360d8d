using Xunit;

namespace Antenna.Testing;

/// <summary>
/// Finds the real data that tests read and the project may not contain (no licence for its photographs):
/// the folder <c>shared/data</c> next to the repository's top folder.
/// </summary>
public static class SharedData
{
    private const string Solution = "Antenna.Dashboard.sln";

    /// <summary>
    /// The path of a folder of the real data, for example <c>SharedData.Folder("cases")</c>. Where it is missing,
    /// the running test is skipped with the reason; with <c>CI=true</c> in the environment it fails instead, so that
    /// a build server can never pass by having lost its data.
    /// </summary>
    public static string Folder(params ReadOnlySpan<string> parts) => Existing(Locate(parts), Directory.Exists);

    /// <summary>The path of a file of the real data; what is missing is treated as by <see cref="Folder"/>.</summary>
    public static string File(params ReadOnlySpan<string> parts) => Existing(Locate(parts), System.IO.File.Exists);

    private static string Locate(ReadOnlySpan<string> parts) =>
        Path.GetFullPath(Path.Combine([RepositoryTop(), "..", "shared", "data", .. parts]));

    private static string Existing(string path, Func<string, bool> exists)
    {
        if (exists(path))
            return path;

        var reason = $"The real data is not on this machine: expected '{path}'.";
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
            Assert.Fail(reason);
        Assert.Skip(reason);
        return path;
    }

    private static string RepositoryTop()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (System.IO.File.Exists(Path.Combine(folder.FullName, Solution)))
                return folder.FullName;

        throw new InvalidOperationException(
            $"No folder from '{AppContext.BaseDirectory}' upwards holds {Solution}: run the tests from inside the repository.");
    }
}
