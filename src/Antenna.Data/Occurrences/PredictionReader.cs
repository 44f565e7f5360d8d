using Antenna.Data.Model;
using Antenna.Data.Paging;
using Antenna.Data.Predictions;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.Occurrences;

/// <summary>Reads classifications with where each came from: the row that it was derived from, the run, the list version.</summary>
public sealed class PredictionReader(IDbContextFactory<AntennaDbContext> contexts, ClassificationList list)
{
    /// <summary>One page, by descending ids, in the order and by the cursors of <see cref="ClassificationList"/>.</summary>
    /// <param name="size">Rows a page, 1 to 100.</param>
    public async Task<Page<PredictionCard>> ReadAsync(ClassificationFilter filter, int size, string? cursor, CancellationToken cancellationToken)
    {
        var page = await list.ReadAsync(filter, size, cursor, cancellationToken);
        long[] ids = [.. page.Items.SelectMany(row => (long?[])[row.Id, row.AppliedToId]).OfType<long>().Distinct()];
        if (ids.Length == 0)
            return new([], page.Previous, page.Next);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var cards = (await PredictionCards.ReadAsync(context, context.Classifications.Where(row => ids.Contains(row.Id)), determination: null, cancellationToken))
            .ToDictionary(card => card.ClassificationId);

        // What an undo removed since the page was read is no longer there.
        return new([.. page.Items.Where(row => cards.ContainsKey(row.Id)).Select(row => cards[row.Id])], page.Previous, page.Next);
    }

    /// <summary>One classification; null where there is none of that id.</summary>
    public async Task<PredictionCard?> FindAsync(long classificationId, CancellationToken cancellationToken) =>
        (await ReadAsync(new() { Id = classificationId }, 1, cursor: null, cancellationToken)).Items is [var only] ? only : null;
}
