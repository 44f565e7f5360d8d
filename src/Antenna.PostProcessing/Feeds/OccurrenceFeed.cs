namespace Antenna.PostProcessing.Feeds;

/// <summary>Tells that people said something of an occurrence or took it back. What runs do, their own feed tells.</summary>
public sealed class OccurrenceFeed : ChangeFeed;
