using System.Collections.Concurrent;
using System.Data;
using Antenna.Core.Predictions;
using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.Predictions;

/// <summary>
/// Caches category maps, shared by the whole process: one of tens of thousands of classes takes megabytes,
/// and is read again only after its classes have changed.
/// </summary>
public sealed class CurrentCategoryMaps(IDbContextFactory<AntennaDbContext> contexts)
{
    private readonly ConcurrentDictionary<long, (long? Version, CategoryMap Map)> _latest = new();

    /// <summary>The map with its labels as they are resolved now.</summary>
    public async Task<CategoryMap> GetAsync(long categoryMapId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (_latest.TryGetValue(categoryMapId, out var latest) && latest.Version == await VersionAsync(context, categoryMapId, cancellationToken))
            return latest.Map;

        // One view of the database: the version must be that of the classes which are read.
        await using var transaction = await context.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var version = await VersionAsync(context, categoryMapId, cancellationToken);
        var map = await CategoryMaps.LoadAsync(context, categoryMapId, cancellationToken);
        _latest[categoryMapId] = (version, map);
        return map;
    }

    /// <summary>
    /// Another number whenever a class of the map means something else; labels never change. Adding up what each class means,
    /// scattered over 64 bits, takes a tenth of the time that reading them does.
    /// </summary>
    private static Task<long?> VersionAsync(AntennaDbContext context, long categoryMapId, CancellationToken cancellationToken) =>
        context.Database.SqlQuery<long?>(
            $"""
            select bit_xor(hashint8extended(coalesce(taxon_id, -hashtext(meaning)), index)) as "Value"
            from category_map_classes where category_map_id = {categoryMapId}
            """)
        .SingleAsync(cancellationToken);
}
