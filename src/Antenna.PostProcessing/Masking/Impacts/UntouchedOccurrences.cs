using System.Runtime.CompilerServices;
using Antenna.Data.Occurrences;
using Antenna.Data.Scopes;
using Npgsql;

namespace Antenna.PostProcessing.Masking.Impacts;

/// <summary>
/// The occurrences of a scope that a number counts though no prediction of the run belongs to them: those of its taxon, which
/// they are before and after. They are found between those of the run's batches, in the order of ids.
/// </summary>
internal sealed class UntouchedOccurrences(NpgsqlDataSource dataSource, ImpactBasis basis, ImpactFilter filter)
{
    private const int AtOnce = 200;

    private readonly Queue<long> _ids = new();

    /// <summary>Reads which there are; nothing where the number counts no others than the run's.</summary>
    public async Task ReadAsync(long after, CancellationToken cancellationToken)
    {
        if (filter.TaxonOfScope is not { } taxon)
            return;
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await foreach (var id in ScopeTaxa.OccurrencesAsync(connection, basis.Plan.Scope, taxon, after, cancellationToken))
            _ids.Enqueue(id);
    }

    /// <summary>Those before the last occurrence of a batch that are not in the batch.</summary>
    /// <param name="batch">Occurrences of the run, in the order of ids.</param>
    public async Task<IReadOnlyList<ImpactCase>> UpToAsync(IReadOnlyList<long> batch, CancellationToken cancellationToken)
    {
        if (_ids.Count == 0 || batch.Count == 0)
            return [];
        var (touched, passed) = (batch.ToHashSet(), new List<long>());
        while (_ids.TryPeek(out var id) && id <= batch[^1])
        {
            _ids.Dequeue();
            if (!touched.Contains(id))
                passed.Add(id);
        }

        return passed.Count == 0 ? [] : await CasesAsync(passed, cancellationToken);
    }

    /// <summary>Those after the last batch.</summary>
    public async IAsyncEnumerable<ImpactCase> RestAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (_ids.Count > 0)
        {
            var some = new List<long>(AtOnce);
            while (some.Count < AtOnce && _ids.TryDequeue(out var id))
                some.Add(id);
            foreach (var occurrence in await CasesAsync(some, cancellationToken))
                yield return occurrence;
        }
    }

    private async Task<IReadOnlyList<ImpactCase>> CasesAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var states = await OccurrenceStates.ReadAsync(connection, ids, cancellationToken);
        return [.. states.Values.OrderBy(state => state.Id).Select(state => ImpactCase.Untouched(basis, state)).Where(filter.Matches)];
    }
}
