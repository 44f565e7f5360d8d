using Antenna.Core.Taxonomy;
using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Taxonomy;
using Npgsql;

namespace Antenna.Data.Import.RunningAntenna;

/// <summary>
/// Writes, in the import's transaction, the identifications of the occurrences that were imported: who, when, what they agreed
/// with, and what they withdrew. There, whatever a later identification of the same person replaced is flagged as withdrawn too;
/// here that is superseded, and only what nothing followed was withdrawn by hand.
/// </summary>
internal sealed class IdentificationsTransfer(NpgsqlConnection connection, RemoteStaging staging, string host, ImportFindings findings, DateTime now)
{
    private const int OccurrencesAtOnce = 500;

    private const string EnsurePeople =
        """
        with added as (insert into people (name) select unnest($1) on conflict do nothing returning id, name)
        select id, name from added union all select id, name from people where name = any($1)
        """;

    private const string FindKnown =
        """
        select distinct on (given.position) given.position, known.id
        from unnest($1, $2, $3, $4, $5, $6) as given(position, occurrence_id, person_id, taxon_id, created_at, comment)
        join identifications known on known.occurrence_id = given.occurrence_id and known.person_id = given.person_id
            and known.taxon_id is not distinct from given.taxon_id and known.comment is not distinct from given.comment and known.created_at = given.created_at
        order by given.position, known.id
        """;

    // A click of agreement is no independent identification, whatever became of what it agreed with: of a masked row, its source says so.
    private const string AgreedWith =
        """
        select distinct on (detection.occurrence_id, row.taxon_id) detection.occurrence_id, row.taxon_id, row.id, row.algorithm_id
        from classifications row join detections detection on detection.id = row.detection_id
        where detection.occurrence_id = any($1) and row.applied_to_id is null
        order by detection.occurrence_id, row.taxon_id, row.terminal desc, row.created_at desc, row.id desc
        """;

    private readonly Dictionary<long, long?> _taxa = [];
    private NameMatcher? _matcher;

    public ImportCount Count { get; private set; } = new("identifications", 0);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var occurrences in (await staging.PendingOccurrencesAsync(connection, cancellationToken)).Chunk(OccurrencesAtOnce))
        {
            var remote = (await staging.IdentificationsAsync(connection, occurrences, cancellationToken)).ConvertAll(staged => Parse(staged, host));
            await LoadTaxaAsync([.. remote.Select(each => each.Remote.TaxonId).OfType<long>().Distinct()], cancellationToken);
            var local = remote.Where(each => each.Staged.LocalId is not null).ToDictionary(each => each.Remote.Id, each => each.Staged.LocalId!.Value);
            await AddAsync(occurrences, [.. remote.Where(each => each.Staged is { LocalId: null, IsPending: true } && CanBeAdded(each.Remote))], local, cancellationToken);
            await WithdrawAsync(occurrences, remote, local, cancellationToken);
            await staging.BindAsync(connection, RemoteObjectKind.Identification, local, cancellationToken);
            Count = Count with { Skipped = Count.Skipped + remote.Count(each => !local.ContainsKey(each.Remote.Id)) };
        }
    }

    private static (StagedIdentification Staged, RemoteIdentification Remote) Parse(StagedIdentification staged, string host)
    {
        using var body = staged.Body.Parse();
        return (staged, RemoteIdentification.Read(body.RootElement, host)!);
    }

    private bool CanBeAdded(RemoteIdentification remote)
    {
        var place = new ImportPlace(host, JsonPath: $"identifications/{remote.Id}/");
        if (remote.Person is null || (remote.TaxonId is null && remote.Comment is null))
            findings.Warn("Identifications that name no person, or neither a taxon nor a comment, are left out.", place);
        else if (remote.TaxonId is { } taxon && _taxa[taxon] is null)
            findings.Warn("Identifications of taxa that are not known here are left out. Import those taxa, or have taxa made of them, then import again.", place, $"taxon {taxon} there");
        else
            return true;
        return false;
    }

    private async Task AddAsync(
        long[] occurrences, List<(StagedIdentification Staged, RemoteIdentification Remote)> added, Dictionary<long, long> local, CancellationToken cancellationToken)
    {
        if (added.Count == 0)
            return;
        var people = (await connection.QueryAsync(
            EnsurePeople, [added.Select(each => each.Remote.Person!).Distinct().Order(StringComparer.Ordinal).ToArray()],
            reader => (Id: reader.GetInt64(0), Name: reader.GetString(1)), cancellationToken)).DistinctBy(person => person.Name).ToDictionary(person => person.Name, person => person.Id);
        var predictions = (await connection.QueryAsync(
            AgreedWith, [occurrences],
            reader => (Occurrence: reader.GetInt64(0), Taxon: reader.GetFieldValue<long?>(1), Id: reader.GetInt64(2), Algorithm: reader.GetInt64(3)), cancellationToken)).ToLookup(row => row.Occurrence);
        var rows = added.ConvertAll(each => (each.Remote, Row: new NewIdentification(
            each.Staged.OccurrenceId, people[each.Remote.Person!], each.Remote.TaxonId is { } taxon ? _taxa[taxon] : null, TimeOf(each.Remote), each.Remote.Comment)));
        foreach (var (position, id) in await FindKnownAsync(rows.ConvertAll(each => each.Row), cancellationToken))
            local[rows[position].Remote.Id] = id;
        Count = Count with { Unchanged = Count.Unchanged + rows.RemoveAll(each => local.ContainsKey(each.Remote.Id)) };

        // What agrees with another comes after it.
        while (rows.Count > 0)
        {
            var missing = rows.Select(each => each.Remote.Id).ToHashSet();
            var ready = rows.Where(each => each.Remote.AgreedIdentification is not { } with || !missing.Contains(with)).ToList();
            ready = ready.Count > 0 ? ready : rows;
            var written = await IdentificationWriter.AddAsync(connection, ready.ConvertAll(each => Agreed(each.Remote, each.Row, local, predictions[each.Row.OccurrenceId].ToList())), cancellationToken);
            foreach (var (each, id) in ready.Zip(written.Ids))
                local[each.Remote.Id] = id;
            Count = Count with { New = Count.New + ready.Count, Changed = Count.Changed + written.Superseded };
            rows = [.. rows.Where(each => !local.ContainsKey(each.Remote.Id))];
        }
    }

    private NewIdentification Agreed(
        RemoteIdentification remote, NewIdentification row, Dictionary<long, long> local, List<(long Occurrence, long? Taxon, long Id, long Algorithm)> predictions)
    {
        if (remote.AgreedIdentification is { } with && local.TryGetValue(with, out var known))
            return row with { AgreedIdentificationId = known };
        if (remote.AgreedIdentification is null)
        {
            if (remote.AgreedPrediction is null)
                return row;
            if (predictions.Where(each => each.Taxon == row.TaxonId).ToList() is [var same, ..])
                return row with { AgreedAlgorithmId = same.Algorithm, AgreedClassificationId = same.Id };
        }

        findings.Warn("Clicks of agreement with what did not come here stay clicks of agreement: no evaluation counts them.", new(host, JsonPath: $"identifications/{remote.Id}/"));
        return row with { AgreedIdentificationId = Identification.NotHere };
    }

    private async Task WithdrawAsync(
        long[] occurrences, List<(StagedIdentification Staged, RemoteIdentification Remote)> remote, Dictionary<long, long> local, CancellationToken cancellationToken)
    {
        var byHand = remote.Where(each => each.Remote.Withdrawn && each.Staged.IsPending && local.ContainsKey(each.Remote.Id) && !remote.Any(later =>
                later.Staged.OccurrenceId == each.Staged.OccurrenceId && later.Remote.Person == each.Remote.Person && later.Remote.TaxonId is not null
                && (TimeOf(later.Remote), later.Remote.Id).CompareTo((TimeOf(each.Remote), each.Remote.Id)) > 0))
            .ToDictionary(each => local[each.Remote.Id], _ => now);
        if (byHand.Count > 0)
            await IdentificationWriter.WithdrawAsync(connection, byHand, occurrences, cancellationToken);
    }

    private Task<List<(int Position, long Id)>> FindKnownAsync(List<NewIdentification> rows, CancellationToken cancellationToken) => connection.QueryAsync(
        FindKnown,
        [
            Enumerable.Range(0, rows.Count).ToArray(), rows.Select(row => row.OccurrenceId).ToArray(), rows.Select(row => row.PersonId).ToArray(),
            rows.Select(row => row.TaxonId).ToArray(), rows.Select(row => row.CreatedAt).ToArray(), rows.Select(row => row.Comment).ToArray(),
        ],
        reader => (reader.GetInt32(0), reader.GetInt64(1)), cancellationToken);

    private DateTime TimeOf(RemoteIdentification remote) =>
        remote.CreatedAt is { } text && ImportTimestamp.ReadUtc(text, out var time) is TimestampReading.Known && time <= now ? time : now;

    /// <summary>Finds the accepted taxa here: by key, then by name, where that is certain.</summary>
    private async Task LoadTaxaAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        long[] unknown = [.. ids.Where(id => !_taxa.ContainsKey(id))];
        if (unknown.Length == 0)
            return;
        if (_matcher is null)
        {
            await using var context = new AntennaDbContext(AntennaDatabase.Options(connection));
            _matcher = await NameMatchers.LoadAsync(context, cancellationToken);
        }

        var fetched = await staging.ReadAsync(RemoteObjectKind.Taxon, null, unknown, cancellationToken);
        foreach (var id in unknown)
            _taxa[id] = fetched.TryGetValue(id, out var taxon) ? TaxonOf(taxon, _matcher) : null;
    }

    private static long? TaxonOf(FetchedObject fetched, NameMatcher matcher)
    {
        using var taxon = fetched.Parse();
        return taxon.RootElement.Text("name") is { } name
            ? matcher.Match(new NameQuery(name) { Keys = taxon.RootElement.Text("gbif_taxon_key") is { } key ? [new ExternalKey(KeySources.Gbif, key)] : [] }).AcceptedTaxonId
            : null;
    }
}
