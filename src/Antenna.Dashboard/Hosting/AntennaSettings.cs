using Antenna.Core.Predictions;
using Antenna.Dashboard.Importing;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Postgres;
using Antenna.PostProcessing;

namespace Antenna.Dashboard.Hosting;

/// <summary>The product's own settings, read once at the start, so that a wrong one is refused at once.</summary>
/// <param name="ConnectionString">The PostgreSQL to use; null for a private one.</param>
/// <param name="Workers">How much this node executes at once.</param>
/// <param name="SignIn">Who acts, and what a browser has to show for it.</param>
/// <param name="ImportFolders">What pages may read of this server's files.</param>
/// <param name="NotATaxon">Labels of classes that are not a taxon, where a classifier's map does not say so itself.</param>
public sealed record AntennaSettings(
    string? ConnectionString,
    PrivatePostgresOptions PrivatePostgres,
    SchedulerTiming Scheduler,
    RunWorkers Workers,
    SignInSettings SignIn,
    NotATaxonLabels NotATaxon,
    ReadableFolders ImportFolders)
{
    public const string ConnectionStringName = "Antenna";

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingsException">One of them makes no sense.</exception>
    public static AntennaSettings Read(IConfiguration configuration)
    {
        try
        {
            CheckLogLevels(configuration);
            var signIn = SignInSettings.Read(configuration);
            return new(
                TextOrNull(configuration.GetConnectionString(ConnectionStringName)),
                configuration.GetSection(PrivatePostgresOptions.Section).Get<PrivatePostgresOptions>() ?? new(),
                new(
                    Interval(configuration, "Scheduler:CheckIn", SchedulerTiming.Default.CheckIn),
                    Interval(configuration, "Scheduler:CheckInTolerance", SchedulerTiming.Default.CheckInTolerance)),
                WorkersOf(configuration),
                signIn,
                configuration.GetSection("Labels:NotATaxon").Get<string[]>() is { } labels ? new(labels) : NotATaxonLabels.Default,
                FoldersOf(configuration, isShared: signIn.Token is not null));
        }
        catch (InvalidOperationException exception)
        {
            throw new SettingsException($"The settings cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>The log reads them itself, later, and does not report which of them is wrong.</summary>
    private static void CheckLogLevels(IConfiguration configuration)
    {
        foreach (var level in configuration.GetSection("Logging:LogLevel").GetChildren())
        {
            if (!Enum.TryParse<LogLevel>(level.Value, ignoreCase: true, out _))
                throw new SettingsException($"The setting {level.Path} is '{level.Value}'; expected one of {string.Join(", ", Enum.GetNames<LogLevel>())}.");
        }
    }

    private static RunWorkers WorkersOf(IConfiguration configuration)
    {
        const string key = "Scheduler:Workers";
        return configuration.GetValue<int?>(key) switch
        {
            null => RunWorkers.Default,
            >= 1 and <= 64 and var parts => RunWorkers.Of(parts),
            var wrong => throw new SettingsException($"The setting {key} is {wrong}; expected 1 to 64 parts of runs at once."),
        };
    }

    /// <summary>
    /// What pages may read. Unless it is set, it is the home folder of the one person at this computer; a server with a configured
    /// token may have several, who have no business in each other's files.
    /// </summary>
    private static ReadableFolders FoldersOf(IConfiguration configuration, bool isShared)
    {
        const string key = ReadableFolders.Setting;
        if (configuration.GetSection(key).Get<string[]>() is { } folders)
        {
            return folders.FirstOrDefault(folder => !Path.IsPathFullyQualified(folder)) is { } relative
                ? throw new SettingsException($"The setting {key} has '{relative}'; expected absolute paths of folders.")
                : new(folders);
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return new(isShared || home.Length == 0 || home == Path.GetPathRoot(home) ? [] : [home]);
    }

    private static TimeSpan Interval(IConfiguration configuration, string key, TimeSpan otherwise)
    {
        var interval = configuration.GetValue(key, otherwise);
        return interval > TimeSpan.Zero
            ? interval
            : throw new SettingsException($"The setting {key} is {interval}; expected a time above 0, such as {otherwise:c}.");
    }

    private static string? TextOrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
