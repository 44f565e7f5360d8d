using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Antenna.Data.Import.RunningAntenna;

/// <summary>
/// Reads lists, which answer a page at an offset, while they change. Each page begins with the last row of the one before it: where
/// that is another row now, rows moved, and the list is read once more. A row may be given several times, and whoever takes
/// them keeps one by its id.
/// </summary>
/// <param name="api">Answers.</param>
internal sealed class AntennaLists(AntennaApi api)
{
    private const int MostPasses = 5;

    /// <summary>How many rows a list has.</summary>
    public async Task<long> CountAsync(string path, CancellationToken cancellationToken)
    {
        using var page = await api.GetAsync(At(path, 1, 0), cancellationToken);
        return CountOf(page.RootElement) ?? 0;
    }

    /// <summary>The pages of a list, until all of it was seen; each row belongs to its page, which is disposed after it was taken.</summary>
    /// <param name="path">Relative to the root of the API, with its query.</param>
    /// <param name="changed">Told where the list changed on and on, so that rows may be missing.</param>
    public async IAsyncEnumerable<ListPage> ReadAsync(
        string path, Action<ListShortfall> changed, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<long>();
        for (var pass = 1; ; pass++)
        {
            var (offset, last, moved, count) = (0L, (long?)null, false, (long?)null);
            for (var more = true; more;)
            {
                // One row that was there before, to see whether it still is.
                var from = last is null ? offset : offset - 1;
                using var page = await api.GetAsync(At(path, api.Options.PageSize, from), cancellationToken);
                var rows = page.RootElement.Elements("results").ToList();
                moved |= last is not null && (rows.Count == 0 || rows[0].IdOf("id") != last);
                count = CountOf(page.RootElement);
                offset = from + rows.Count;
                more = rows.Count > (last is null ? 0 : 1) && page.RootElement.Member("next") is not null;
                last = rows.Count > 0 ? rows[^1].IdOf("id") : null;
                seen.UnionWith(rows.Select(row => row.IdOf("id")).OfType<long>());
                yield return new(rows, seen.Count, count ?? seen.Count);
            }

            if (!moved && seen.Count >= count.GetValueOrDefault())
                yield break;
            if (pass < MostPasses)
                continue;
            changed(new(path.Split('?')[0], seen.Count, count.GetValueOrDefault()));
            yield break;
        }
    }

    private static long? CountOf(JsonElement page) => page.IdOf("count");

    private static string At(string path, int limit, long offset) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit={limit}&offset={offset}");
}

/// <summary>Some rows of a list.</summary>
/// <param name="Seen">How many different rows were given until now.</param>
/// <param name="Count">How many the list has.</param>
internal sealed record ListPage(IReadOnlyList<JsonElement> Rows, long Seen, long Count);

/// <summary>A list that changed whenever it was read.</summary>
internal sealed record ListShortfall(string Path, long Seen, long Count);
