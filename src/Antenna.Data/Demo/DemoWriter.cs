using Antenna.Core.Predictions;
using Antenna.Data.Database;
using Antenna.Data.Import;
using Antenna.Data.Import.Identifications;
using Antenna.Data.Import.Pipeline;
using Antenna.Data.Import.Taxa;
using Antenna.Data.Import.TaxaLists;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Projects;
using Npgsql;

namespace Antenna.Data.Demo;

/// <summary>
/// Makes a demo project inside one transaction: through the imports, as data of one's own would come, and by the writers of
/// this room what no import can say.
/// </summary>
internal sealed class DemoWriter(NpgsqlConnection connection, NpgsqlDataSource dataSource, NotATaxonLabels notATaxon, DateTime now)
{
    // The first to be seen stands for the animal; the occurrences that the import made of the others are left empty.
    private const string Unite =
        """
        with seen as (
            select detection.id, detection.occurrence_id as own,
                   first_value(detection.occurrence_id) over (partition by crop.animal order by capture.captured_at, detection.id) as animal
            from unnest($2, $3) as crop(path, animal)
            join detections detection on detection.crop_path = crop.path
            join captures capture on capture.id = detection.capture_id and capture.project_id = $1)
        update detections detection set occurrence_id = seen.animal from seen where detection.id = seen.id
        returning seen.own, seen.animal
        """;

    private const string FindAnimals =
        """
        select detection.crop_path, detection.occurrence_id from detections detection
        join captures capture on capture.id = detection.capture_id
        where capture.project_id = $1 and detection.crop_path = any($2)
        """;

    private const string AddToSet =
        """
        insert into capture_set_items (capture_set_id, capture_id)
        select $1, id from captures where project_id = $2 and path = any($3)
        """;

    private const string FindWithdrawn =
        """
        select identification.id, withdrawal.at from identifications identification
        join unnest($1, $2, $3) as withdrawal(occurrence_id, person_id, at)
          on withdrawal.occurrence_id = identification.occurrence_id and withdrawal.person_id = identification.person_id
        where identification.withdrawn_at is null and identification.superseded_by_id is null
        """;

    /// <returns>The project's id.</returns>
    public async Task<long> WriteAsync(DemoContent content, CancellationToken cancellationToken)
    {
        var projectId = await connection.ScalarAsync<long>(
            "insert into projects (name, created_at, is_demo) values ($1, $2, true) returning id", [content.Project, now], cancellationToken);
        var shared = new SharedRows(null, ImportLock.Project(content.Project));
        await TaxaImport.ImportAsync(connection, new(content.TaxaFile) { Source = content.Project }, notATaxon, new(), null, cancellationToken);
        await new PipelineTransfer(
            connection, new(content.ResultsFile, content.Project, content.CaptureSet), shared, notATaxon, now, null).RunAsync(cancellationToken);
        await PlaceAsync(projectId, content.Places, cancellationToken);
        await UniteAsync(projectId, content.Animals, cancellationToken);
        foreach (var set in content.OtherCaptureSets)
            await AddSetAsync(projectId, set, cancellationToken);
        foreach (var version in content.Versions)
            await ListAsync(projectId, content.TaxaList, version, cancellationToken);
        await new IdentificationTransfer(
            connection, new(content.IdentificationsFile, content.Project, content.Versions[0].Author), shared, now, null).RunAsync(cancellationToken);
        await ClickAsync(projectId, content.Clicks, cancellationToken);
        await WithdrawAsync(projectId, content.Withdrawals, cancellationToken);
        return projectId;
    }

    private Task<int> PlaceAsync(long projectId, IReadOnlyList<DemoPlace> places, CancellationToken cancellationToken) => connection.ExecuteAsync(
        """
        update deployments deployment set latitude = place.latitude, longitude = place.longitude
        from unnest($2, $3, $4) as place(name, latitude, longitude)
        where deployment.project_id = $1 and deployment.name = place.name
        """,
        [
            projectId,
            places.Select(place => place.Station).ToArray(),
            places.Select(place => place.Latitude).ToArray(),
            places.Select(place => place.Longitude).ToArray(),
        ],
        cancellationToken);

    private async Task UniteAsync(long projectId, IReadOnlyList<IReadOnlyList<string>> animals, CancellationToken cancellationToken)
    {
        var crops = animals.Index().SelectMany(animal => animal.Item, (animal, crop) => (Crop: crop, Animal: animal.Index)).ToList();
        var seen = await connection.QueryAsync(
            Unite,
            [projectId, crops.Select(each => each.Crop).ToArray(), crops.Select(each => each.Animal).ToArray()],
            reader => (Own: reader.GetInt64(0), Animal: reader.GetInt64(1)),
            cancellationToken);
        await connection.ExecuteAsync(
            "delete from occurrences where id = any($1)",
            [seen.Where(each => each.Own != each.Animal).Select(each => each.Own).ToArray()], cancellationToken);
        await Determinations.RecomputeAsync(connection, [.. seen.Select(each => each.Animal).Distinct()], cancellationToken);
    }

    private async Task AddSetAsync(long projectId, DemoCaptureSet set, CancellationToken cancellationToken)
    {
        var id = await connection.ScalarAsync<long>(
            "insert into capture_sets (project_id, name, created_at) values ($1, $2, $3) returning id", [projectId, set.Name, now], cancellationToken);
        await connection.ExecuteAsync(AddToSet, [id, projectId, set.Captures.ToArray()], cancellationToken);
    }

    private async Task ListAsync(long projectId, string list, DemoListVersion version, CancellationToken cancellationToken) =>
        await new TaxaListImport(dataSource, notATaxon, new StandingClock(version.At)).ImportAsync(
            connection, new(version.File, list, version.Author) { ProjectId = projectId, Note = version.Note }, null, cancellationToken);

    private async Task ClickAsync(long projectId, IReadOnlyList<DemoClick> clicks, CancellationToken cancellationToken)
    {
        var animals = await FindAnimalsAsync(projectId, clicks.Select(click => click.Crop), cancellationToken);
        var states = await OccurrenceStates.LockAsync(connection, [.. animals.Values.Distinct()], cancellationToken);
        var agreements = new List<NewIdentification>();
        foreach (var click in clicks)
        {
            var state = states[animals[click.Crop]];
            var person = await PersonAsync(click.Person, cancellationToken);
            agreements.Add(click.With is { } other
                ? await AgreeAsync(state, person, other, click.At, cancellationToken)
                : Agree(state, person, click.At));
        }

        await IdentificationWriter.AddAsync(connection, agreements, cancellationToken);
    }

    private static NewIdentification Agree(OccurrenceState state, long person, DateTime at)
    {
        var machine = state.Determine().Machine
            ?? throw new InvalidOperationException($"Nothing is predicted of occurrence {state.Id}, so it cannot be agreed with.");
        var row = state.Classifications.Single(row => row.Id == machine.ClassificationId);
        return new(state.Id, person, machine.TaxonId, at, null) { AgreedAlgorithmId = row.AlgorithmId, AgreedClassificationId = row.Id };
    }

    private async Task<NewIdentification> AgreeAsync(OccurrenceState state, long person, string other, DateTime at, CancellationToken cancellationToken)
    {
        var (id, taxon) = (await connection.QueryAsync(
            """
            select identification.id, identification.taxon_id
            from identifications identification join people person on person.id = identification.person_id
            where identification.occurrence_id = $1 and person.name = $2 and identification.taxon_id is not null
              and identification.withdrawn_at is null and identification.superseded_by_id is null
            """,
            [state.Id, other], reader => (reader.GetInt64(0), reader.GetInt64(1)), cancellationToken)).Single();
        return new(state.Id, person, taxon, at, null) { AgreedIdentificationId = id };
    }

    private async Task WithdrawAsync(long projectId, IReadOnlyList<DemoWithdrawal> withdrawals, CancellationToken cancellationToken)
    {
        var animals = await FindAnimalsAsync(projectId, withdrawals.Select(each => each.Crop), cancellationToken);
        var people = new List<long>();
        foreach (var withdrawal in withdrawals)
            people.Add(await PersonAsync(withdrawal.Person, cancellationToken));
        var found = await connection.QueryAsync(
            FindWithdrawn,
            [withdrawals.Select(each => animals[each.Crop]).ToArray(), people.ToArray(), withdrawals.Select(each => each.At).ToArray()],
            reader => (Id: reader.GetInt64(0), At: reader.GetDateTime(1)),
            cancellationToken);
        await IdentificationWriter.WithdrawAsync(
            connection, found.ToDictionary(each => each.Id, each => each.At), [.. animals.Values.Distinct()], cancellationToken);
    }

    private async Task<Dictionary<string, long>> FindAnimalsAsync(long projectId, IEnumerable<string> crops, CancellationToken cancellationToken) =>
        (await connection.QueryAsync(
            FindAnimals, [projectId, crops.ToArray()], reader => (Crop: reader.GetString(0), Animal: reader.GetInt64(1)), cancellationToken))
        .ToDictionary(found => found.Crop, found => found.Animal);

    private async Task<long> PersonAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = new AntennaDbContext(AntennaDatabase.Options(connection));
        return (await People.EnsureAsync(context, name, cancellationToken)).Id;
    }

    /// <summary>The moment at which a version was saved, for the import that records it.</summary>
    private sealed class StandingClock(DateTime at) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(at, TimeSpan.Zero);
    }
}
