using Microsoft.Extensions.Configuration.Json;

namespace Antenna.Dashboard.Hosting;

/// <summary>
/// Where settings are read from: next to the executable, then from the top of the checkout that it was built in, then from
/// the environment and the command line. Never from the current folder: a command started elsewhere than the server
/// would work on another database.
/// </summary>
public static class SettingsFiles
{
    private const string Solution = "Antenna.Dashboard.sln";

    /// <summary>The top of the checkout that the executable lies in; null where it was published.</summary>
    public static string? CheckoutFolder { get; } = FindCheckout();

    /// <summary>The environment that names the settings file: as ASP.NET Core is told, else Development in a checkout.</summary>
    public static string EnvironmentName { get; } =
        Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT")
        ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT")
        ?? (CheckoutFolder is null ? Environments.Production : Environments.Development);

    /// <summary>
    /// Adds the checkout's file to the sources that a host begins with, over the files next to the executable and under
    /// environment and command line.
    /// </summary>
    public static void AddCheckout(IConfigurationBuilder configuration, string environmentName)
    {
        if (CheckoutFolder is null)
            return;

        var source = new JsonConfigurationSource
        {
            Path = Path.Combine(CheckoutFolder, $"appsettings.{environmentName}.json"),
            Optional = true,
        };
        source.ResolveFileProvider();
        var lastFile = configuration.Sources.Index().LastOrDefault(other => other.Item is JsonConfigurationSource, (-1, source)).Index;
        configuration.Sources.Insert(lastFile + 1, source);
    }

    private static string? FindCheckout()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
                return folder.FullName;
        return null;
    }
}
