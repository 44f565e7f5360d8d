using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.Paging;

/// <summary>
/// Finds named things by a text in their names, a few at a time: there may be thousands, and nobody looks through a list of
/// those.
/// </summary>
public static class ChoiceSearch
{
    /// <summary>Entities with <c>Id</c> and <c>Name</c> as things to choose from.</summary>
    internal static IQueryable<ChoiceRow> AsChoices<T>(this IQueryable<T> things)
        where T : class =>
        things.Select(thing => new ChoiceRow
        {
            Id = EF.Property<long>(thing, "Id"),
            Name = EF.Property<string>(thing, "Name"),
            Group = EF.Property<string>(thing, "Name"),
            Number = 0,
        });

    /// <summary>
    /// The first things whose name has the text in it, in any case: those that begin with it, then the others, each in its
    /// order. Without a text, the first in that order.
    /// </summary>
    /// <param name="most">How many at most.</param>
    internal static async Task<IReadOnlyList<NamedChoice>> FindAsync(
        this IQueryable<ChoiceRow> things, string? text, int most, CancellationToken cancellationToken)
    {
        var typed = text?.Trim() ?? "";
        if (typed.Length > 0)
        {
            var within = $"%{Escaped(typed)}%";
            things = things.Where(thing => EF.Functions.ILike(thing.Name, within, @"\"));
        }

        var first = $"{Escaped(typed)}%";
        return await things
            .OrderByDescending(thing => EF.Functions.ILike(thing.Name, first, @"\"))
            .ThenBy(thing => thing.Group).ThenByDescending(thing => thing.Number).ThenBy(thing => thing.Id)
            .Select(thing => new NamedChoice(thing.Id, thing.Name))
            .Take(most)
            .ToListAsync(cancellationToken);
    }

    private static string Escaped(string text) => text
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal)
        .Replace("_", @"\_", StringComparison.Ordinal);
}

/// <summary>A thing to choose, sorted by the group that it is of, and in that by its number, greatest first.</summary>
internal sealed class ChoiceRow
{
    public required long Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Its name, where nothing groups it.</summary>
    public required string Group { get; init; }

    public required int? Number { get; init; }
}
