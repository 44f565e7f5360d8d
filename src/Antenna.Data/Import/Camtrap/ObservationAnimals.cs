using Npgsql;

namespace Antenna.Data.Import.Camtrap;

/// <summary>
/// Finds or makes the occurrences of the staged observations, with their detections. Observations of one individual in one event, and
/// of one box on one capture, are of one animal; what was imported before is found by its id on its capture.
/// </summary>
/// <param name="detectorId">The algorithm that stands for what packages say of where animals are.</param>
internal sealed class ObservationAnimals(NpgsqlConnection connection, long projectId, long detectorId)
{
    /// <summary>The animals: what makes each one, and its occurrence.</summary>
    private const string Animals = "import_observed_animals";

    private const string Observations = PackageStaging.Observations;
    private const string Links = ObservationLinks.Captures;
    private const string New = nameof(ObservationOutcome.NewOccurrence);
    private const string Same = nameof(ObservationOutcome.SameAnimal);
    private const string Known = nameof(ObservationOutcome.Known);
    private const string Own = nameof(ObservationOutcome.OwnOccurrence);

    // Whether an observation has the box of a detection on a capture. A box is cut at the edges of its picture on its way out, and px are
    // those of fractions.
    private const string IsSameBox =
        """
        ((observation.x1, observation.y1, observation.x2, observation.y2) = (detection.x1, detection.y1, detection.x2, detection.y2)
         or greatest(abs(observation.x1 - greatest(detection.x1, 0)), abs(observation.y1 - greatest(detection.y1, 0)),
                     abs(observation.x2 - least(detection.x2, capture.width)), abs(observation.y2 - least(detection.y2, capture.height))) < 0.01)
        """;

    // Only one that this project exported has the form, names an occurrence of it, and stands on a capture of that.
    private const string FindOwn =
        $"""
        update {Observations} observation set occurrence_id = occurrence.id, outcome = '{Own}'
        from occurrences occurrence
        where observation.outcome is null and occurrence.project_id = $1
          and occurrence.id = substring(observation.observation_id from '^occurrence:([1-9][0-9]{"{0,17}"})(?:/detection:[1-9][0-9]*)?$')::bigint
          and exists (
            select from detections detection
            join captures capture on capture.id = detection.capture_id
            where detection.occurrence_id = occurrence.id and detection.capture_id = observation.capture_id
              and (observation.x1 is null or detection.x1 is null or {IsSameBox}))
        """;

    private const string FindKnown =
        $"""
        update {Observations} observation set occurrence_id = known.occurrence_id, outcome = '{Known}'
        from imported_observations known
        where observation.outcome is null and observation.type <> 'blank'
          and known.capture_id = observation.capture_id and known.observation_id = observation.observation_id
        """;

    private const string WriteBlanks =
        $"""
        insert into detections (capture_id, algorithm_id)
        select distinct linked.capture_id, $1::bigint from {Observations} observation
        join {Links} linked on linked.position = observation.position
        where observation.outcome is null and observation.type = 'blank'
          and not exists (
            select from detections known
            where known.capture_id = linked.capture_id and known.algorithm_id = $1 and known.x1 is null and known.occurrence_id is null)
        """;

    private const string SetBlanks = $"update {Observations} set outcome = '{nameof(ObservationOutcome.Blank)}' where outcome is null and type = 'blank'";

    private const string NameIndividuals =
        $"""
        update {Observations} set animal = jsonb_build_array('individual', package, deployment_id, coalesce(event_id, media_id, observation_id), individual)::text
        where individual is not null and (outcome is null or outcome = '{Known}')
        """;

    private const string NameBoxes =
        $"""
        update {Observations} observation set animal = boxed.animal
        from (
            select position, coalesce(
                min(animal) over (partition by capture_id, x, y, w, h, x1, y1, x2, y2),
                jsonb_build_array('box', capture_id, x, y, w, h, x1, y1, x2, y2)::text) as animal
            from {Observations} where coalesce(x, x1) is not null and (outcome is null or outcome = '{Known}')) boxed
        where boxed.position = observation.position
        """;

    private const string NameOthers =
        $"update {Observations} set animal = jsonb_build_array('observation', position)::text where animal is null and (outcome is null or outcome = '{Known}')";

    // Who drew a box the package does not say, so it may be any detector's; it is first of all what a package brought before.
    private const string FindBoxes =
        $"""
        update {Observations} observation set occurrence_id = found.occurrence_id
        from (
            select distinct on (observation.position) observation.position, detection.occurrence_id
            from {Observations} observation
            join captures capture on capture.id = observation.capture_id
            join detections detection on detection.capture_id = capture.id
            where observation.outcome is null and observation.x1 is not null and detection.occurrence_id is not null and {IsSameBox}
            order by observation.position, detection.algorithm_id = $1 desc, detection.id) found
        where found.position = observation.position
        """;

    private const string Gather =
        $"""
        insert into {Animals} (animal, occurrence_id, is_new, first)
        select animal, coalesce(known, nextval(pg_get_serial_sequence('occurrences', 'id'))), known is null, first
        from (
            select animal, min(occurrence_id) as known, min(position) filter (where outcome is null) as first
            from {Observations} where animal is not null group by animal having bool_or(outcome is null)
            order by first offset 0) seen
        """;

    private const string AddOccurrences =
        $"""
        insert into occurrences (id, project_id, deployment_id, first_seen_at, verified)
        select distinct on (animal.occurrence_id) animal.occurrence_id, $1::bigint, capture.deployment_id, capture.captured_at, false
        from {Animals} animal
        join {Observations} observation on observation.animal = animal.animal
        join {Links} linked on linked.position = observation.position
        join captures capture on capture.id = linked.capture_id
        where animal.is_new
        order by animal.occurrence_id, capture.captured_at, capture.id
        """;

    private const string SetOccurrences =
        $"""
        update {Observations} observation
        set occurrence_id = animal.occurrence_id,
            outcome = case when animal.is_new and animal.first = observation.position then '{New}' else '{Same}' end
        from {Animals} animal
        where animal.animal = observation.animal and observation.outcome is null
        """;

    private const string AddBoxes =
        $"""
        insert into detections (capture_id, algorithm_id, occurrence_id, x1, y1, x2, y2)
        select distinct observation.capture_id, $1::bigint, observation.occurrence_id, observation.x1, observation.y1, observation.x2, observation.y2
        from {Observations} observation
        where observation.outcome in ('{New}', '{Same}') and observation.x1 is not null
          and not exists (
            select from detections detection
            join captures capture on capture.id = detection.capture_id
            where detection.occurrence_id = observation.occurrence_id and detection.capture_id = observation.capture_id and {IsSameBox})
        on conflict do nothing
        """;

    // An animal that has a box on a capture is there, and not besides somewhere on the picture.
    private const string AddPictures =
        $"""
        insert into detections (capture_id, algorithm_id, occurrence_id)
        select distinct linked.capture_id, $1::bigint, observation.occurrence_id
        from {Observations} observation
        join {Links} linked on linked.position = observation.position
        where observation.outcome in ('{New}', '{Same}') and observation.x1 is null
          and not exists (select from detections known where known.occurrence_id = observation.occurrence_id and known.capture_id = linked.capture_id)
        """;

    private const string SetDetections =
        $"""
        update {Observations} observation set detection_id = (
            select detection.id from detections detection
            where detection.occurrence_id = observation.occurrence_id and detection.capture_id = observation.capture_id
            order by (detection.x1, detection.y1, detection.x2, detection.y2) is not distinct from (observation.x1, observation.y1, observation.x2, observation.y2) desc,
                     detection.id
            limit 1)
        where is_machine and taxon_id is not null and outcome in ('{New}', '{Same}', '{Known}')
        """;

    // What a package leaves open stays as it was.
    private const string Remember =
        $"""
        insert into imported_observations as known (capture_id, observation_id, occurrence_id, life_stage, sex, behaviour, animals)
        select distinct on (capture_id, observation_id) capture_id, observation_id, occurrence_id, life_stage, sex, behaviour, animals
        from {Observations} where outcome in ('{New}', '{Same}', '{Known}')
        order by capture_id, observation_id, position
        on conflict (capture_id, observation_id) do update
        set life_stage = coalesce(excluded.life_stage, known.life_stage), sex = coalesce(excluded.sex, known.sex),
            behaviour = coalesce(excluded.behaviour, known.behaviour), animals = coalesce(excluded.animals, known.animals)
        where (coalesce(excluded.life_stage, known.life_stage), coalesce(excluded.sex, known.sex),
               coalesce(excluded.behaviour, known.behaviour), coalesce(excluded.animals, known.animals))
              is distinct from (known.life_stage, known.sex, known.behaviour, known.animals)
        """;

    /// <summary>Detections written, of animals and of captures on which nothing was found.</summary>
    public ImportCount Detections { get; private set; } = new("detections", 0);

    public ImportCount Occurrences { get; private set; } = new("occurrences", 0);

    /// <summary>Makes the table of animals; a check has to do so before it copies what it may change.</summary>
    public static Task CreateAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => connection.ExecuteAsync(
        $"create temporary table {Animals} (animal text primary key, occurrence_id bigint, is_new boolean, first bigint) on commit drop", [], cancellationToken);

    /// <summary>Finds and makes them, once the observations are linked to captures.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(FindOwn, [projectId], cancellationToken);
        await connection.ExecuteAsync(FindKnown, [], cancellationToken);
        var blanks = await connection.ExecuteAsync(WriteBlanks, [detectorId], cancellationToken);
        foreach (var statement in (string[])[SetBlanks, NameIndividuals, NameBoxes, NameOthers])
            await connection.ExecuteAsync(statement, [], cancellationToken);
        await connection.ExecuteAsync(FindBoxes, [detectorId], cancellationToken);
        await connection.ExecuteAsync($"analyze {Observations}", [], cancellationToken);
        await connection.ExecuteAsync(Gather, [], cancellationToken);
        await connection.ExecuteAsync($"analyze {Animals}", [], cancellationToken);
        var added = await connection.ExecuteAsync(AddOccurrences, [projectId], cancellationToken);
        await connection.ExecuteAsync(SetOccurrences, [], cancellationToken);
        await connection.ExecuteAsync($"analyze {Observations}", [], cancellationToken);
        var detected = await connection.ExecuteAsync(AddBoxes, [detectorId], cancellationToken)
            + await connection.ExecuteAsync(AddPictures, [detectorId], cancellationToken);
        await connection.ExecuteAsync(SetDetections, [], cancellationToken);
        await connection.ExecuteAsync(Remember, [], cancellationToken);

        // Whoever reads on from a position has to know that many have a detection.
        await connection.ExecuteAsync($"analyze {Observations}", [], cancellationToken);
        var known = await connection.ScalarAsync<long>($"select count(distinct occurrence_id) from {Observations} where outcome in ('{Known}', '{Own}')", [], cancellationToken);
        (Detections, Occurrences) = (new("detections", blanks + detected), new("occurrences", added, Unchanged: known));
    }
}
