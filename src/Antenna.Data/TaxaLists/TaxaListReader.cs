using System.Globalization;
using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.Data.Paging;
using Antenna.Data.Taxonomy;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.TaxaLists;

/// <summary>Reads what is on the versions of taxa lists, name by name.</summary>
public sealed class TaxaListReader(IDbContextFactory<AntennaDbContext> contexts, CurrentTaxonomy taxonomy)
{
    private const int LargestPage = 200;

    private const string Order = "entries";

    /// <summary>One page of a version's entries, by name.</summary>
    /// <param name="size">Rows a page, 1 to 200.</param>
    public async Task<TaxaListEntryPage> EntriesAsync(
        long versionId, TaxaListEntryFilter filter, int size, string? cursor, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var entries = await TaxaListContents.LoadAsync(context, versionId, cancellationToken);
        var classifiers = await ClassifierTaxa.LoadAsync(context, cancellationToken);

        // After the entries: a taxon that is listed is in every later state of the taxonomy.
        var current = await taxonomy.GetAsync(cancellationToken);
        var found = entries.Where(entry => IsMeant(entry, filter, current, classifiers))
            .Select(entry => (Entry: entry, Name: current.NameOf(entry.TaxonId)!))
            .OrderBy(row => row.Name.Name, StringComparer.Ordinal).ThenBy(row => row.Name.Id)
            .ToList();
        var page = await PageReading.ReadAsync(
            PageCursor.Parse(cursor, Order),
            Order,
            Math.Clamp(size, 1, LargestPage),
            (at, rows) => Task.FromResult(Beside(found, at).Take(rows).ToList()),
            row => [row.Name.Name, row.Name.Id.ToString(CultureInfo.InvariantCulture)]);
        return new(
            new([.. page.Items.Select(row => RowOf(row.Entry, row.Name, current, classifiers))], page.Previous, page.Next), found.Count);
    }

    /// <summary>What a version lists otherwise than the one before it; null where there is no such version.</summary>
    public async Task<TaxaListDifference?> DifferenceAsync(long versionId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var version = await context.TaxaListVersions.AsNoTracking().SingleOrDefaultAsync(version => version.Id == versionId, cancellationToken);
        if (version is null)
            return null;
        var earlier = await context.TaxaListVersions.AsNoTracking()
            .SingleOrDefaultAsync(other => other.TaxaListId == version.TaxaListId && other.Number == version.Number - 1, cancellationToken);
        if (earlier is null)
            return new(null, [], [], []);

        var now = (await TaxaListContents.LoadAsync(context, versionId, cancellationToken)).ToDictionary(entry => entry.TaxonId, entry => entry.IncludeDescendants);
        var before = (await TaxaListContents.LoadAsync(context, earlier.Id, cancellationToken)).ToDictionary(entry => entry.TaxonId, entry => entry.IncludeDescendants);
        var current = await taxonomy.GetAsync(cancellationToken);
        return new(
            earlier.Number,
            Named(now.Keys.Where(id => !before.ContainsKey(id))),
            Named(before.Keys.Where(id => !now.ContainsKey(id))),
            [
                .. Named(now.Keys.Where(id => before.TryGetValue(id, out var included) && included != now[id]))
                    .Select(taxon => new ChangedEntry(taxon, now[taxon.Id])),
            ]);

        IReadOnlyList<TaxonName> Named(IEnumerable<long> ids) =>
            [.. ids.Select(id => current.NameOf(id)!).OrderBy(taxon => taxon.Name, StringComparer.Ordinal).ThenBy(taxon => taxon.Id)];
    }

    private static bool IsMeant(ListEntry entry, TaxaListEntryFilter filter, TaxonomySnapshot current, ClassifierTaxa classifiers) =>
        (string.IsNullOrWhiteSpace(filter.Search) || IsCalled(entry.TaxonId, filter.Search.Trim(), current))
        && (filter.NamedById is not { } naming || classifiers.CanName(naming, current.Tree, entry))
        && (filter.NotNamedById is not { } silent || !classifiers.CanName(silent, current.Tree, entry));

    private static bool IsCalled(long taxonId, string text, TaxonomySnapshot current)
    {
        return Contains(current.Tree[taxonId].Name)
            || Contains(current.CommonNameOf(taxonId))
            || Contains(FamilyOf(taxonId, current)?.Name)
            || current.Tree.SynonymsOf(taxonId).Any(synonym => Contains(current.Tree[synonym].Name));

        bool Contains(string? name) => name?.Contains(text, StringComparison.OrdinalIgnoreCase) ?? false;
    }

    private static TaxaListEntryRow RowOf(ListEntry entry, TaxonName name, TaxonomySnapshot current, ClassifierTaxa classifiers) => new(
        name,
        entry.IncludeDescendants,
        current.CommonNameOf(entry.TaxonId),
        FamilyOf(entry.TaxonId, current),
        classifiers.ThatName(current.Tree, entry));

    private static TaxonName? FamilyOf(long taxonId, TaxonomySnapshot current) =>
        current.Tree.AncestorAt(taxonId, Rank.Family) is { } family && family != taxonId ? current.NameOf(family) : null;

    /// <summary>The rows after the cursor, or before it from there on.</summary>
    private static IEnumerable<(ListEntry Entry, TaxonName Name)> Beside(IReadOnlyList<(ListEntry Entry, TaxonName Name)> rows, PageCursor? at)
    {
        if (at is not { Key: [var name, var text] } || !long.TryParse(text, CultureInfo.InvariantCulture, out var id))
            return rows;
        return at.Backward
            ? rows.Reverse().SkipWhile(row => Compare(row) >= 0)
            : rows.SkipWhile(row => Compare(row) <= 0);

        int Compare((ListEntry Entry, TaxonName Name) row) => string.CompareOrdinal(row.Name.Name, name) switch
        {
            0 => row.Name.Id.CompareTo(id),
            var order => order,
        };
    }
}
