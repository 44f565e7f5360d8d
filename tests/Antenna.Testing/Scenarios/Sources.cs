using Antenna.Core.Predictions;
using Antenna.Data.Model;
using Antenna.Data.Predictions;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Testing.Scenarios;

/// <summary>Writes what pipelines delivered, as an import would: each result the source of a lineage of its own.</summary>
internal sealed class Sources(AntennaDbContext context)
{
    public async Task<IReadOnlyList<Classification>> AddAsync(
        IReadOnlyList<(Detection Detection, PipelineResult Result)> results, CancellationToken cancellationToken)
    {
        // A source is its own lineage, so its id is needed before its row.
        var ids = await context.Database
            .SqlQuery<long>($"""select nextval(pg_get_serial_sequence('classifications', 'id')) as "Value" from generate_series(1, {results.Count})""")
            .ToListAsync(cancellationToken);
        var rows = results.Zip(ids, (each, id) => Row(id, each.Detection, each.Result)).ToList();
        context.AddRange(rows);
        context.AddRange(results.Zip(ids)
            .Where(each => each.First.Result.Logits is not null)
            .Select(each => new ClassificationLogits { ClassificationId = each.Second, Logits = LogitsBytes.Of(each.First.Result.Logits) }));
        await context.SaveChangesAsync(cancellationToken);
        return rows;
    }

    private static Classification Row(long id, Detection detection, PipelineResult result)
    {
        var map = result.Classifier.Map;
        var (winner, score) = Answer(result);
        return new()
        {
            Id = id,
            LineageId = id,
            DetectionId = detection.Id,
            AlgorithmId = result.Classifier.Id,
            TaxonId = map[winner].TaxonId,
            ClassIndex = winner,
            Score = score,
            AbsoluteScore = score,
            Terminal = result.Terminal,
            CreatedAt = result.At,
        };
    }

    private static (int Winner, double Score) Answer(PipelineResult result)
    {
        var everything = KeptSet.Everything(result.Classifier.Map.Count);
        return MaskedPrediction.TryCompute(result.Logits, everything, top: 1, out var prediction) is LogitsFault.None
            ? (prediction!.Winner, prediction.Absolute)
            : (0, 0.5); // Whatever was wrong with the logits, the service delivered some answer with them.
    }
}
