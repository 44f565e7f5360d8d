using Antenna.Data.Model;

namespace Antenna.Data.Runs;

/// <summary>What became of the rows that a run looked at.</summary>
public readonly record struct RunCounters(
    long Masked = 0,
    long Unchanged = 0,
    long Restored = 0,
    long Held = 0,
    long SkippedNoLogits = 0,
    long SkippedWrongLength = 0,
    long SkippedNotFinite = 0,
    long SkippedOutOfScope = 0)
{
    public long Skipped => SkippedNoLogits + SkippedWrongLength + SkippedNotFinite + SkippedOutOfScope;

    public long Checked => Masked + Unchanged + Restored + Held + Skipped;

    public static RunCounters Of(Run run) => new(
        run.Masked, run.Unchanged, run.Restored, run.Held,
        run.SkippedNoLogits, run.SkippedWrongLength, run.SkippedNotFinite, run.SkippedOutOfScope);

    public static RunCounters operator +(RunCounters one, RunCounters other) => new(
        one.Masked + other.Masked, one.Unchanged + other.Unchanged, one.Restored + other.Restored, one.Held + other.Held,
        one.SkippedNoLogits + other.SkippedNoLogits, one.SkippedWrongLength + other.SkippedWrongLength,
        one.SkippedNotFinite + other.SkippedNotFinite, one.SkippedOutOfScope + other.SkippedOutOfScope);

    public static RunCounters Add(RunCounters left, RunCounters right) => left + right;
}
