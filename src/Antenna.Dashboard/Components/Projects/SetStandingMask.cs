using Antenna.PostProcessing.Runs;

namespace Antenna.Dashboard.Components.Projects;

/// <summary>A standing mask that was set.</summary>
/// <param name="Now">The run that masks what is there now; null where nobody asked for it.</param>
public sealed record SetStandingMask(long Id, LaunchedRun? Now);
