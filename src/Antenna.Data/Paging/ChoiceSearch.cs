using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.Paging;

/// <summary>
/// Finds named things by a text in their names, a few at a time: there may be thousands, and nobody looks through a list of
/// those.
/// </summary>
public static class ChoiceSearch
{
    /// <summary>
    /// The first things whose name has the text in it, in any case: those that begin with it, then the others, each by name.
    /// Without a text, the first by name.
    /// </summary>
    /// <param name="things">Entities with <c>Id</c> and <c>Name</c>.</param>
    /// <param name="most">How many at most.</param>
    public static async Task<IReadOnlyList<NamedChoice>> FindChoicesAsync<T>(
        this IQueryable<T> things, string? text, int most, CancellationToken cancellationToken)
        where T : class
    {
        var typed = text?.Trim() ?? "";
        if (typed.Length > 0)
        {
            var within = $"%{Escaped(typed)}%";
            things = things.Where(thing => EF.Functions.ILike(EF.Property<string>(thing, "Name"), within, @"\"));
        }

        var first = $"{Escaped(typed)}%";
        return await things
            .OrderByDescending(thing => EF.Functions.ILike(EF.Property<string>(thing, "Name"), first, @"\"))
            .ThenBy(thing => EF.Property<string>(thing, "Name")).ThenBy(thing => EF.Property<long>(thing, "Id"))
            .Select(thing => new NamedChoice(EF.Property<long>(thing, "Id"), EF.Property<string>(thing, "Name")))
            .Take(most)
            .ToListAsync(cancellationToken);
    }

    private static string Escaped(string text) => text
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal)
        .Replace("_", @"\_", StringComparison.Ordinal);
}
