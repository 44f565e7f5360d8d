using Antenna.Core.Predictions;
using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.Predictions;

/// <summary>Reads category maps.</summary>
public static class CategoryMaps
{
    /// <summary>The map with its labels as they are resolved now.</summary>
    public static async Task<CategoryMap> LoadAsync(AntennaDbContext context, long categoryMapId, CancellationToken cancellationToken) => new(
        await context.CategoryMapClasses.AsNoTracking()
            .Where(stored => stored.CategoryMapId == categoryMapId)
            .OrderBy(stored => stored.Index)
            .Select(stored => new ClassLabel(stored.Index, stored.Label, stored.Meaning, stored.TaxonId))
            .ToListAsync(cancellationToken));
}
