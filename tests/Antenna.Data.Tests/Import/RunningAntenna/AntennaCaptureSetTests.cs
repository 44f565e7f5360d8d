using System.Text.Json.Nodes;
using Antenna.Testing;
using Xunit;

namespace Antenna.Data.Tests.Import.RunningAntenna;

/// <summary>What is asked for of one capture set of a running Antenna.</summary>
public sealed class AntennaCaptureSetTests(PostgresCluster cluster)
{
    /// <summary>The list of occurrences has no filter for sets, and each has a page of its own: a project may have a thousand times those of a set.</summary>
    [Fact]
    public async Task Of_a_capture_set_only_occurrences_of_its_events_are_asked_for_and_one_whose_event_says_otherwise_comes_all_the_same()
    {
        await using var bench = await AntennaBench.CreateAsync(cluster, animals: 6);
        var content = bench.There.Content;
        content.CaptureSets.Add(new() { ["id"] = 61, ["name"] = "First night", ["source_images_count"] = 2, ["members"] = new JsonArray(1L, 2L) });
        foreach (var other in content.Captures.Skip(2).Concat(content.Occurrences.Skip(2)))
            other["event"] = new JsonObject { ["id"] = 2 };

        await bench.ImportAsync(request => request with { RemoteCaptureSetId = 61 });

        Assert.Equal(["occurrences/1/", "occurrences/2/"], bench.There.Requested("occurrences/").Order(StringComparer.Ordinal));

        content.AddDetection(content.Occurrences[5], 500, 1, 700, (500, [3, 1, 0]));
        content.Identify(1, 6, "Maria", 51, "2026-06-03T10:00:00");
        var more = await bench.ImportAsync(request => request with { RemoteCaptureSetId = 61 });

        Assert.Equal((1, 1, 1), (more.Count("occurrences").New, more.Count("classifications").New, more.Count("identifications").New));
        await bench.ImportAsync(request => request with { RemoteCaptureSetId = 61 });
        bench.There.ForgetRequests();
        Assert.Equal(0, (await bench.ImportAsync(request => request with { RemoteCaptureSetId = 61 })).Counts.Sum(count => count.New + count.Changed));
        Assert.Empty(bench.There.Requested("occurrences/"));
    }
}
