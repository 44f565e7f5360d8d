using System.Runtime.CompilerServices;
using Antenna.Data.Occurrences;
using Antenna.Data.Scopes;
using Npgsql;

namespace Antenna.PostProcessing.Masking.Impacts;

/// <summary>
/// The occurrences of a scope that a number counts though no prediction of the run belongs to them: those of its taxon, which
/// they are before and after. They are found between those of the run's batches, in the order of ids, and read as they are
/// needed: a taxon may have as many as the scope.
/// </summary>
internal sealed class UntouchedOccurrences : IAsyncDisposable
{
    private const int AtOnce = 200;

    private readonly NpgsqlDataSource _dataSource;
    private readonly ImpactBasis _basis;
    private readonly ImpactFilter _filter;
    private NpgsqlConnection? _connection;
    private IAsyncEnumerator<long>? _ids;
    private bool _hasNext;

    private UntouchedOccurrences(NpgsqlDataSource dataSource, ImpactBasis basis, ImpactFilter filter) => (_dataSource, _basis, _filter) = (dataSource, basis, filter);

    /// <summary>Finds the first; there is none where the number counts no others than the run's. A connection is held until it is disposed of.</summary>
    /// <param name="after">The occurrence after which to look; 0 for all.</param>
    public static async Task<UntouchedOccurrences> OpenAsync(
        NpgsqlDataSource dataSource, ImpactBasis basis, ImpactFilter filter, long after, CancellationToken cancellationToken)
    {
        var untouched = new UntouchedOccurrences(dataSource, basis, filter);
        if (filter.TaxonOfScope is not { } taxon)
            return untouched;
        try
        {
            untouched._connection = await dataSource.OpenConnectionAsync(cancellationToken);
            untouched._ids = ScopeTaxa.OccurrencesAsync(untouched._connection, basis.Plan.Scope, taxon, after, cancellationToken).GetAsyncEnumerator(cancellationToken);
            untouched._hasNext = await untouched._ids.MoveNextAsync();
            return untouched;
        }
        catch
        {
            await untouched.DisposeAsync();
            throw;
        }
    }

    /// <summary>Moves on to the first after an occurrence, and gives those before that, in the order of ids.</summary>
    /// <param name="last">Null for all that are left.</param>
    /// <param name="touched">Occurrences that a prediction of the run belongs to, which are left out.</param>
    public async IAsyncEnumerable<ImpactCase> UpToAsync(long? last, IReadOnlySet<long> touched, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var some = new List<long>(AtOnce);
        while (_hasNext && (last is null || _ids!.Current <= last))
        {
            if (!touched.Contains(_ids!.Current))
                some.Add(_ids.Current);
            _hasNext = await _ids.MoveNextAsync();
            if (some.Count < AtOnce)
                continue;
            foreach (var occurrence in await CasesAsync(some, cancellationToken))
                yield return occurrence;
            some.Clear();
        }

        if (some.Count == 0)
            yield break;
        foreach (var occurrence in await CasesAsync(some, cancellationToken))
            yield return occurrence;
    }

    public async ValueTask DisposeAsync()
    {
        if (_ids is not null)
            await _ids.DisposeAsync();
        if (_connection is not null)
            await _connection.DisposeAsync();
    }

    private async Task<IReadOnlyList<ImpactCase>> CasesAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        await using var connection = await _dataSource.OpenConnectionAsync(cancellationToken);
        var states = await OccurrenceStates.ReadAsync(connection, ids, cancellationToken);
        return [.. states.Values.OrderBy(state => state.Id).Select(state => ImpactCase.Untouched(_basis, state)).Where(_filter.Matches)];
    }
}
