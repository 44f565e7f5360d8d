using Antenna.Core.Taxonomy;
using Antenna.Data.Database;
using Antenna.Data.Model;
using Npgsql;

namespace Antenna.Data.Scopes;

/// <summary>How many detections of a scope cover how much of their capture.</summary>
/// <param name="Buckets">
/// By size: those under the first edge, those from each edge to the next, and those from the last edge on. One more than there
/// are edges.
/// </param>
/// <param name="NotMeasured">Those whose size cannot be told: no box, a capture of unknown size, a box that covers nothing.</param>
public sealed record SizeDistribution(IReadOnlyList<long> Buckets, long NotMeasured)
{
    /// <summary>Those whose size is known.</summary>
    public long Measured => Buckets.Sum();
}

/// <summary>Detections of a scope under a size.</summary>
/// <param name="Count">Their number.</param>
/// <param name="Largest">The largest of them, largest first: as many as were requested.</param>
public sealed record SmallDetections(long Count, IReadOnlyList<SmallDetection> Largest);

/// <summary>A detection under a size.</summary>
/// <param name="Detection">With what its size is told from.</param>
/// <param name="Determination">Of its occurrence; null for none.</param>
public sealed record SmallDetection(ScopeDetection Detection, TaxonName? Determination);

/// <summary>
/// The sizes of a scope's detections, measured by the database: a set may have a million, and only a few numbers of them are
/// shown. It measures as <see cref="Core.Detections.DetectionSize"/> does, in the same steps of the same arithmetic, so that a
/// box of just the threshold is on the same side of it here and in a run.
/// </summary>
public static class ScopeSizes
{
    private const string HasSize =
        """
        member.width > 0 and member.height > 0
        and member.x1 > '-infinity' and member.x1 < 'infinity' and member.y1 > '-infinity' and member.y1 < 'infinity'
        and member.x2 > '-infinity' and member.x2 < 'infinity' and member.y2 > '-infinity' and member.y2 < 'infinity'
        """;

    private const string Covered =
        """
        greatest(0, least(member.x2, member.width) - greatest(member.x1, 0)) * greatest(0, least(member.y2, member.height) - greatest(member.y1, 0))
        / (member.width::double precision * member.height)
        """;

    private const string Fraction = $"case when {HasSize} then nullif({Covered}, 0) end";

    /// <summary>Counts the detections by size, in one pass.</summary>
    /// <param name="edges">Fractions of a capture, ascending.</param>
    public static async Task<SizeDistribution> DistributionAsync(
        NpgsqlConnection connection, RunScope scope, IReadOnlyList<double> edges, CancellationToken cancellationToken)
    {
        await using var reader = await connection.ReadLongAsync(
            $"""
            select width_bucket(sized.fraction, $2), count(*)
            from (select {Fraction} as fraction {Members(scope)}) sized
            group by 1
            """,
            [ScopeSql.Key(scope), edges.ToArray()],
            cancellationToken);
        var (buckets, notMeasured) = (new long[edges.Count + 1], 0L);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (reader.IsDBNull(0))
                notMeasured = reader.GetInt64(1);
            else
                buckets[reader.GetInt32(0)] = reader.GetInt64(1);
        }

        return new(buckets, notMeasured);
    }

    /// <summary>The detections that cover less than a fraction of their capture: how many, and the largest of them.</summary>
    public static async Task<SmallDetections> UnderAsync(
        NpgsqlConnection connection, RunScope scope, double fraction, int most, CancellationToken cancellationToken)
    {
        await using var reader = await connection.ReadLongAsync(
            $"""
            select sized.id, sized.occurrence_id, sized.x1, sized.y1, sized.x2, sized.y2, sized.width, sized.height,
                   taxon.id, taxon.name, taxon.rank, sized.total
            from (select measured.*, count(*) over () as total
                  from (select member.*, {Fraction} as fraction {Members(scope)}) measured
                  where measured.fraction < $2
                  order by measured.fraction desc, measured.id limit $3) sized
            join occurrences occurrence on occurrence.id = sized.occurrence_id
            left join taxa taxon on taxon.id = occurrence.determination_taxon_id
            order by sized.fraction desc, sized.id
            """,
            [ScopeSql.Key(scope), fraction, most],
            cancellationToken);
        var (count, largest) = (0L, new List<SmallDetection>());
        while (await reader.ReadAsync(cancellationToken))
        {
            var box = new Box(reader.GetDouble(2), reader.GetDouble(3), reader.GetDouble(4), reader.GetDouble(5));
            var taxon = reader.IsDBNull(8) ? null : new TaxonName(reader.GetInt64(8), reader.GetString(9), (Rank)reader.GetInt16(10));
            largest.Add(new(new(reader.GetInt64(0), reader.GetInt64(1), box, reader.GetInt32(6), reader.GetInt32(7)), taxon));
            count = reader.GetInt64(11);
        }

        return new(count, largest);
    }

    private static string Members(RunScope scope) => ScopeSql.Members(scope, ScopeDetections.Detections, "member.occurrence_id is not null");
}
