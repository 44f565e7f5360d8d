using Antenna.PostProcessing.Feeds;

namespace Antenna.PostProcessing.Runs;

/// <summary>Tells that a run moved, whichever process moves it.</summary>
public sealed class RunFeed : ChangeFeed;
