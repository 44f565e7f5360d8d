using Antenna.Data.Database;
using Antenna.Data.Import.Identifications;
using Antenna.Data.Import.Taxa;
using Antenna.Data.Model;
using Antenna.Data.Taxonomy;
using Npgsql;

namespace Antenna.Data.Import.Camtrap;

/// <summary>Finds the taxa that the staged observations name, by the rules of identifications: a name is matched once, however often it stands there.</summary>
internal sealed class ObservedNames(NpgsqlConnection connection, IReadOnlyList<ObservationPackage> packages, ImportFindings findings)
{
    private const int NamesAtOnce = 1_000;

    // A number of a package and a line, in one number.
    private const int LineBits = 40;

    // Of people and vehicles nothing is made, so what they are called does not matter.
    private const string Page =
        $"""
        select name, count(*), min((package::bigint << 40) + line) from {PackageStaging.Observations}
        where name > $1 and type in ('animal', 'unknown', 'unclassified')
        group by name order by name limit $2
        """;

    private const string Write =
        $"""
        update {PackageStaging.Observations} observation set taxon_id = found.taxon_id
        from unnest($1, $2) as found(name, taxon_id)
        where observation.name = found.name and observation.type in ('animal', 'unknown', 'unclassified')
        """;

    /// <summary>Names without a taxon that taxa can be made of.</summary>
    public long Unknown { get; private set; }

    /// <summary>The names as what taxa can be made of.</summary>
    public async Task<IReadOnlyList<CandidateLabel>> CandidatesAsync(CancellationToken cancellationToken)
    {
        var labels = new List<CandidateLabel>();
        await foreach (var page in ReadAsync(cancellationToken))
            labels.AddRange(page.Select(Candidate));
        return labels;
    }

    /// <summary>Gives each observation its taxon; those whose name is no known one's have none, and the findings say so.</summary>
    /// <exception cref="ImportRefusedException">There are names, and none is known.</exception>
    public async Task MatchAsync(CancellationToken cancellationToken)
    {
        IdentifiedNames names;
        await using (var context = new AntennaDbContext(AntennaDatabase.Options(connection)))
            names = new(await NameMatchers.LoadAsync(context, cancellationToken), findings, "its observations are imported without it");
        await foreach (var page in ReadAsync(cancellationToken))
        {
            var matched = page.Select(name => (name.Name, TaxonId: names.AcceptedTaxonOf(name.Name, name.Place, name.Observations))).ToList();
            Unknown += page.Zip(matched).Count(each => each.Second.TaxonId is null && Candidate(each.First).IsName);
            var known = matched.Where(each => each.TaxonId is not null).ToList();
            await connection.ExecuteAsync(
                Write, [known.Select(each => each.Name).ToArray(), known.Select(each => each.TaxonId!.Value).ToArray()], cancellationToken);
        }

        if (names.NoneMatched)
            throw new ImportRefusedException(
                packages[0].Observations.Place,
                $"{CountText.NoneOf(names.Count, "name")} is that of a known taxon. Import the taxa first, or have taxa made of the names.");
    }

    private async IAsyncEnumerable<List<ObservedName>> ReadAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = "";
        while (true)
        {
            var page = await connection.QueryAsync(
                Page, [last, NamesAtOnce], reader => new ObservedName(reader.GetString(0), reader.GetInt64(1), PlaceOf(reader.GetInt64(2))), cancellationToken);
            if (page.Count == 0)
                yield break;
            yield return page;
            last = page[^1].Name;
        }
    }

    private ImportPlace PlaceOf(long place) => packages[(int)(place >> LineBits)].Observations.Place with { Line = place & ((1L << LineBits) - 1) };

    private CandidateLabel Candidate(ObservedName name) =>
        new(name.Name, packages.Select(package => package.RankOf(name.Name)).FirstOrDefault(rank => rank is not null), GbifKey: null, name.Place);

    private sealed record ObservedName(string Name, long Observations, ImportPlace Place);
}
