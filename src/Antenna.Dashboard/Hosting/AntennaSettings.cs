using Antenna.Core.Predictions;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Postgres;
using Antenna.PostProcessing;

namespace Antenna.Dashboard.Hosting;

/// <summary>The product's own settings, read once at the start, so that a wrong one is refused at once.</summary>
/// <param name="ConnectionString">The PostgreSQL to use; null for a private one.</param>
/// <param name="Workers">How much this node executes at once.</param>
/// <param name="SignIn">Who acts, and what a browser has to show for it.</param>
/// <param name="NotATaxon">Labels of classes that are not a taxon, where a classifier's map does not say so itself.</param>
public sealed record AntennaSettings(
    string? ConnectionString,
    PrivatePostgresOptions PrivatePostgres,
    SchedulerTiming Scheduler,
    RunWorkers Workers,
    SignInSettings SignIn,
    NotATaxonLabels NotATaxon)
{
    public const string ConnectionStringName = "Antenna";

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingsException">One of them makes no sense.</exception>
    public static AntennaSettings Read(IConfiguration configuration)
    {
        try
        {
            CheckLogLevels(configuration);
            return new(
                TextOrNull(configuration.GetConnectionString(ConnectionStringName)),
                configuration.GetSection(PrivatePostgresOptions.Section).Get<PrivatePostgresOptions>() ?? new(),
                new(
                    Interval(configuration, "Scheduler:CheckIn", SchedulerTiming.Default.CheckIn),
                    Interval(configuration, "Scheduler:CheckInTolerance", SchedulerTiming.Default.CheckInTolerance)),
                WorkersOf(configuration),
                SignInSettings.Read(configuration),
                configuration.GetSection("Labels:NotATaxon").Get<string[]>() is { } labels ? new(labels) : NotATaxonLabels.Default);
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

    private static TimeSpan Interval(IConfiguration configuration, string key, TimeSpan otherwise)
    {
        var interval = configuration.GetValue(key, otherwise);
        return interval > TimeSpan.Zero
            ? interval
            : throw new SettingsException($"The setting {key} is {interval}; expected a time above 0, such as {otherwise:c}.");
    }

    private static string? TextOrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
