namespace Antenna.Data.Import.RunningAntenna;

/// <summary>How requests to a running Antenna are made.</summary>
public sealed record AntennaApiOptions
{
    /// <summary>The name of the client that its factory makes.</summary>
    public const string ClientName = "running-antenna";

    /// <summary>Requests at once: the other Antenna has people who work with it.</summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>Rows of a list in one request; a server may give fewer.</summary>
    public int PageSize { get; init; } = 200;

    /// <summary>How often a request is repeated that fails for a while: with the delays below some four minutes.</summary>
    public int Retries { get; init; } = 8;

    /// <summary>The delay before the first repetition, which doubles with each.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest that a server is obeyed that says after how long to ask again.</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromMinutes(15);
}
