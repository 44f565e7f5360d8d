using System.Diagnostics;
using System.Diagnostics.Metrics;
using Antenna.PostProcessing.Runs;
using Xunit;

namespace Antenna.PostProcessing.Tests.Runs;

public sealed class TelemetryTests
{
    [Fact]
    public void A_batch_is_within_its_part_and_a_part_within_its_run()
    {
        List<Activity> ended = [];
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                // Other tests may execute runs at the same time.
                if (Equals(activity.GetTagItem(Telemetry.RunTag), -7L))
                    ended.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);

        using (Telemetry.StartRun(-7))
        using (Telemetry.StartPart("masking", -7, number: 2, attempt: 3))
        using (var batch = Telemetry.StartBatch("masking", -7))
            Telemetry.Fail(batch, new InvalidOperationException("a name that somebody entered"));

        Assert.Equal(["batch masking", "part masking", "run"], ended.Select(activity => activity.OperationName));
        Assert.Equal([ended[1].SpanId, ended[2].SpanId, default], ended.Select(activity => activity.ParentSpanId));
        Assert.Equal((2, 3L), (ended[1].GetTagItem(Telemetry.PartTag), ended[1].GetTagItem(Telemetry.AttemptTag)));
        Assert.Equal(ActivityStatusCode.Error, ended[0].Status);
        Assert.DoesNotContain(ended[0].TagObjects, tag => $"{tag.Value}".Contains("somebody", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_measured_is_found_by_the_name_of_the_meter()
    {
        var names = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter == Telemetry.Meter)
                    names.Add(instrument.Name);
            },
        };

        listener.Start();

        Assert.Equal("Antenna", Telemetry.Meter.Name);
        Assert.Equal(["antenna.batch.duration", "antenna.parts.active", "antenna.rows", "antenna.runs.ended"], names.Order());
    }
}
