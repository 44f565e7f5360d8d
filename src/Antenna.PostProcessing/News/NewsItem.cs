using Antenna.Data.News;
using Antenna.Data.Runs;

namespace Antenna.PostProcessing.News;

/// <summary>One change, as its subscribers are told of it.</summary>
/// <param name="Change">What was announced; null where announcements may have been missed.</param>
/// <param name="Run">The run as it stands now, where a run changed and is still there.</param>
public sealed record NewsItem(Announcement? Change, RunRow? Run = null)
{
    /// <summary>Says that announcements may have been missed: what a subscriber shows is to be read again.</summary>
    public static NewsItem Missed { get; } = new(Change: null);
}
