using Antenna.Core.Taxonomy;
using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.News;
using Antenna.Data.TaxaLists;
using Antenna.Data.Taxonomy;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Antenna.Data.Import.TaxaLists;

/// <summary>What accepting suggestions for the names of a list did.</summary>
/// <param name="Accepted">Names that are accepted for another taxon than before, or for one at all.</param>
/// <param name="Resolved">Names on the list, in any of its versions, that are another taxon now.</param>
public sealed record AcceptedForList(int Accepted, int Resolved);

/// <summary>
/// Accepts suggestions for the names of a list: of one that was imported before they count at once, and whenever it is imported again;
/// those of a reviewed report with the import that they are chosen for.
/// </summary>
public sealed class ListSuggestions(NpgsqlDataSource dataSource, CurrentTaxonomy taxonomy, TimeProvider time)
{
    /// <summary>What is accepted by now for lines of an import of the list, which their report does not know.</summary>
    public async Task<IReadOnlyList<AcceptedSuggestion>> FindAcceptedAsync(long taxaListId, IEnumerable<TaxaListLine> lines, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var context = new AntennaDbContext(AntennaDatabase.Options(connection));
        var accepted = await context.AcceptedListNames.AsNoTracking().Where(name => name.TaxaListId == taxaListId)
            .ToDictionaryAsync(name => (name.NameKey, name.KingdomKey), name => name.TaxonId, cancellationToken);
        return
        [
            .. from line in lines
               where line.Suggestions.Count > 0 && accepted.ContainsKey(KeyOf(line.Name, line.Kingdom))
               select new AcceptedSuggestion(line.Name, accepted[KeyOf(line.Name, line.Kingdom)]) { Kingdom = line.Kingdom },
        ];
    }

    /// <summary>Reads which suggestions a report accepts that a person reviewed, or any table of names and taxa.</summary>
    /// <exception cref="ImportRefusedException">It cannot be read, or a suggestion is not the name of one certain taxon.</exception>
    public async Task<IReadOnlyList<AcceptedSuggestion>> ReadReportAsync(string path, CancellationToken cancellationToken) =>
        await AcceptedSuggestions.ReadAsync(path, (await taxonomy.GetAsync(cancellationToken)).Matcher, cancellationToken);

    /// <exception cref="ImportRefusedException">The list or a taxon is not there any more; nothing was written.</exception>
    public async Task<AcceptedForList> AcceptAsync(
        long taxaListId, IReadOnlyCollection<AcceptedSuggestion> accepted, Person person, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var context = new AntennaDbContext(AntennaDatabase.Options(connection));
        var list = await context.TaxaLists.AsNoTracking().SingleOrDefaultAsync(each => each.Id == taxaListId, cancellationToken)
            ?? throw new ImportRefusedException("The list is not there any more. Import it again.");

        // As an import of the list does it: one after the other, and by no taxonomy that is just being replaced.
        await ImportLock.TaxaList(list.Name).TakeAsync(connection, cancellationToken);
        await ImportLock.Taxonomy.ShareAsync(connection, cancellationToken);
        var matcher = await NameMatchers.LoadAsync(context, cancellationToken);
        var written = await AcceptedSuggestions.WriteAsync(connection, list.Id, accepted, matcher, person.Id, time.GetUtcNow().UtcDateTime, cancellationToken);
        if (written == 0)
            return new(0, 0);
        var resolved = await TaxaListResolution.ResolveAsync(connection, matcher, list.Id, cancellationToken);
        await Announcements.TaxaListAsync(connection, list.Id, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new(written, resolved.Changed);
    }

    private static (string NameKey, string KingdomKey) KeyOf(string name, string? kingdom) =>
        (ScientificName.Normalize(name), kingdom is null ? "" : ScientificName.Normalize(kingdom));
}
