using Npgsql;

namespace Antenna.Benchmarks;

/// <summary>
/// A generated database of 1,000,000 occurrences and 2,000,000 classifications, with the unevenness that makes lists slow:
/// a few species are common and most are rare, each flies in some weeks of the year, years grow, stations come later,
/// masks were run on an older and on the newest set, and some rows have no time or no determination.
/// </summary>
internal static class PagesFixture
{
    public const int Occurrences = 1_000_000;

    // Projects: 1 has seven tenths of everything, and the last one some detections that are older than all others.
    public const long Project = 1;
    public const long OldProject = 4;

    // Capture sets: one a project and year, in the order of both, then one a project with everything, then one a station.
    public const long OldestSet = 1;
    public const long OldSet = 2;
    public const long NewestSet = 4;
    public const long EverythingSet = 13;

    // Algorithms.
    public const long Wide = 2;
    public const long Regional = 3;
    public const long OldMask = 4;
    public const long NewMask = 5;
    public const long OldDetector = 6;

    // Runs: the old mask on the old set, the new one on the newest.
    public const long OldRun = 1;
    public const long NewRun = 2;

    public const long ListVersion = 1;

    // Taxa: an order, families, genera, species, synonyms.
    public const long LepidopteraId = 1;
    private const int Families = 60;
    private const int Genera = 2_400;
    private const int Species = 24_000;
    private const int Synonyms = 2_000;
    private const int FirstSpecies = Families + Genera + 2;

    /// <summary>Detections of the old project, one a capture.</summary>
    private const int OldDetections = 300;

    /// <summary>Species that fly where the stations are; the classifiers know all of them.</summary>
    private const int Fauna = 3_000;

    /// <summary>The n-th most common species of the fauna, from 1.</summary>
    public static long CommonSpecies(int n) => FirstSpecies + n * 7_919L % Species;

    /// <summary>The capture set of a station.</summary>
    public static long StationSet(int station) => 15 + station;

    public static long GenusOf(long species) => 2 + Families + (species - FirstSpecies) % Genera;

    /// <summary>The family of a species.</summary>
    public static long FamilyOf(long species) => 2 + (species - FirstSpecies) % Genera % Families;

    /// <summary>Fills a database that has the schema and nothing in it.</summary>
    public static async Task FillAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        foreach (var statement in Taxonomy().Concat(Algorithms()).Concat(Captures()).Concat(Predictions()).Concat(RunsAndPeople()))
        {
            await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var vacuum = new NpgsqlCommand("vacuum (analyze)", connection) { CommandTimeout = 0 };
        await vacuum.ExecuteNonQueryAsync(cancellationToken);
    }

    private static IEnumerable<string> Taxonomy()
    {
        yield return "select setseed(0.20240601)";
        yield return "insert into taxa (id, name, rank, homonym, misapplied, source) values (1, 'Lepidoptera', 40, 0, false, 'benchmark')";
        yield return Taxa("f", 60, 2, Families, parent: "1", name: "initcap(word(n)) || 'idae'");
        yield return Taxa("g", 100, 2 + Families, Genera, parent: $"2 + n % {Families}", name: "initcap(word(n))");
        yield return Taxa("s", 110, FirstSpecies, Species, parent: $"{2 + Families} + n % {Genera}", name: $"(select name from taxa where id = {2 + Families} + n % {Genera}) || ' ' || word(n)");
        yield return $"insert into taxa (id, name, rank, homonym, accepted_taxon_id, misapplied, source) select {FirstSpecies + Species} + n, 'Oldname ' || n, 110, 0, {FirstSpecies} + n, false, 'benchmark' from generate_series(0, {Synonyms - 1}) n";
        yield return $"insert into taxon_common_names (taxon_id, name) select {FirstSpecies} + n, 'The ' || md5('c' || n) from generate_series(0, {Species - 1}, 4) n";
    }

    /// <summary>Names of letters without any order, so that the order of names is not that of ids.</summary>
    private static string Taxa(string kind, int rank, int first, int count, string parent, string name)
    {
        var word = $"translate(substr(md5('{kind}' || n), 1, 10), '0123456789', 'ghiklmnopr')";
        return $"insert into taxa (id, name, rank, homonym, parent_id, misapplied, source) select {first} + n, {name.Replace("word(n)", word, StringComparison.Ordinal)}, {rank}, 0, {parent}, false, 'benchmark' from generate_series(0, {count - 1}) n";
    }

    private static IEnumerable<string> Algorithms()
    {
        yield return "insert into people (id, name) values (1, 'first'), (2, 'second')";
        yield return $"insert into category_maps (id, hash, class_count) values (1, 'benchmark', {Species})";
        yield return $"insert into category_map_classes (category_map_id, index, label, meaning, taxon_id) select 1, n, 'species ' || n, 'Taxon', {FirstSpecies} + n from generate_series(0, {Species - 1}) n";
        yield return $"insert into kept_sets (id, category_map_id, hash, listed, not_a_taxon, listed_count, not_a_taxon_count) select n, 1, n::text, '', '', 1, 0 from generate_series(1, 2) n";
        yield return
            """
            insert into algorithms (id, kind, key, name, version, category_map_id, source_algorithm_id, kept_set_id, mode, created_at) values
                (1, 'Detector', 'detector', 'detector', 1, null, null, null, null, now()),
                (2, 'Classifier', 'wide', 'wide', 1, 1, null, null, null, now()),
                (3, 'Classifier', 'regional', 'regional', 1, 1, null, null, null, now()),
                (4, 'Masking', 'wide/1', 'wide masked to v1', 1, 1, 2, 1, 'Reweighted', now()),
                (5, 'Masking', 'wide/2', 'wide masked to v2', 1, 1, 2, 2, 'Reweighted', now()),
                (6, 'Detector', 'old-detector', 'old detector', 1, null, null, null, null, now())
            """;
        yield return "insert into taxa_lists (id, name, created_at) values (1, 'benchmark list', now())";
        yield return "insert into taxa_list_versions (id, taxa_list_id, number, author_id, created_at, entry_count, content_hash) select n, 1, n, 1, now(), 5500, n::text from generate_series(1, 2) n";
        yield return $"insert into taxa_list_entries (taxa_list_version_id, name_key, name, rank, include_descendants, keys, higher_taxa, taxon_id, match) select version, taxon, taxon, 110, false, '{{}}', '{{}}', taxon, 'Exact' from (select version, r, {FirstSpecies} + r * 7919 % {Species} as taxon from generate_series(1, 2) version, generate_series(1, {Fauna + 3_000}) r where r % 10 <> version) listed";
    }

    private static IEnumerable<string> Captures()
    {
        yield return "insert into projects (id, name, created_at, is_demo) values (1, 'Green Mountains', now(), false), (2, 'Coast', now(), false), (3, 'Valley', now(), false), (4, 'Garden', now(), false)";
        yield return "insert into deployments (id, project_id, name) select n, case when n <= 40 then 1 when n <= 52 then 2 else 3 end, 'station ' || n from generate_series(1, 60) n";
        yield return
            $"""
            create temporary table draft as
            select project, year, r, station, slot,
                   make_date(year, 1, 1) + least(300, greatest(100, 120 + r * 7919 % 160 + ((random() + random() + random() - 1.5) * 20)::int)) as night
            from (
                select project, year, r, floor(random() * 4)::int as slot,
                       first + floor(power(random(), 1.5) * stations * (year - 2021) / 4)::int as station
                from (
                    select case when n % 10 < 7 then 1 when n % 10 < 9 then 2 else 3 end as project,
                           case when n % 10 < 7 then 1 when n % 10 < 9 then 41 else 53 end as first,
                           case when n % 10 < 7 then 40 when n % 10 < 9 then 12 else 8 end as stations,
                           floor(exp(random() * ln({Fauna + 1})))::int as r,
                           2022 + floor(sqrt(random()) * 4)::int as year
                    from generate_series(1, {Occurrences}) n) animal) seen
            """;
        yield return
            """
            insert into captures (id, project_id, deployment_id, path, captured_at, width, height)
            select id, project, station, station || '/' || night || '/' || slot || '.jpg',
                   case when id % 300 > 0 then night + interval '21 hours' + slot * interval '83 minutes' + station * interval '7 seconds' end, 4096, 2160
            from (select row_number() over (order by year, project, station, night, slot) as id, *
                  from (select distinct year, project, station, night, slot from draft) shot) shots
            """;
        yield return
            """
            insert into occurrences (id, project_id, deployment_id, first_seen_at, verified)
            select row_number() over (order by capture.id, r, draft.ctid), project, station, capture.captured_at, false
            from draft join captures capture on capture.path = station || '/' || night || '/' || slot || '.jpg'
            """;

        // One detection an animal, and for every tenth also the later captures of its night.
        yield return
            """
            create temporary table seen as
            select row_number() over (order by capture.id, r, draft.ctid) as occurrence_id, capture.id as capture_id, project, station, night, slot, r
            from draft join captures capture on capture.path = station || '/' || night || '/' || slot || '.jpg'
            """;
        yield return
            $"""
            insert into detections (id, capture_id, algorithm_id, occurrence_id, x1, y1, x2, y2, crop_path)
            select {OldDetections} + row_number() over (order by occurrence_id, capture_id), capture_id, 1, occurrence_id,
                   occurrence_id % 4000, occurrence_id % 2000, occurrence_id % 4000 + 60, occurrence_id % 2000 + 40, occurrence_id || '.jpg'
            from (
                select occurrence_id, capture_id from seen
                union all
                select occurrence_id, later.id from seen cross join generate_series(1, 2) step
                join captures later on later.project_id = project and later.path = station || '/' || night || '/' || slot + step || '.jpg'
                where occurrence_id % 10 = 0) found
            """;
        yield return "analyze detections, occurrences, captures, seen";
        yield return "insert into capture_sets (id, project_id, name, created_at) select (project - 1) * 4 + year - 2021, project, year::text, now() from generate_series(1, 3) project, generate_series(2022, 2025) year";
        yield return $"insert into capture_sets (id, project_id, name, created_at) select 12 + id, id, 'everything', now() from projects where id <> {OldProject}";
        yield return "insert into capture_sets (id, project_id, name, created_at) select 15 + id, project_id, name, now() from deployments";
        yield return "insert into capture_set_items select (project_id - 1) * 4 + extract(year from split_part(path, '/', 2)::date)::int - 2021, id from captures";
        yield return "insert into capture_set_items select 12 + project_id, id from captures union all select 15 + deployment_id, id from captures";
        yield return $"insert into captures (id, project_id, path) select 100000000 + n, {OldProject}, n || '.jpg' from generate_series(1, {OldDetections}) n";
        yield return $"insert into detections (id, capture_id, algorithm_id, x1, y1, x2, y2) select n, 100000000 + n, {OldDetector}, 0, 0, 60, 40 from generate_series(1, {OldDetections}) n";
    }

    private static IEnumerable<string> Predictions()
    {
        // The source of the wide classifier on everything, that of the regional one on the newest year.
        yield return
            $"""
            create temporary table source as
            select row_number() over () as id, *
            from (
                select detection.id as detection_id, detection.occurrence_id, detection.capture_id, 2 as algorithm_id, power(random(), 0.4) as score,
                       case when random() < 0.95 then {FirstSpecies} + seen.r * 7919 % {Species} end as taxon_id
                from detections detection join seen on seen.occurrence_id = detection.occurrence_id
                union all
                select detection.id, detection.occurrence_id, detection.capture_id, 3, power(random(), 0.4),
                       case when random() < 0.97 then {FirstSpecies} + (case when random() < 0.8 then seen.r else seen.r + 1 end) * 7919 % {Species} end
                from detections detection join seen on seen.occurrence_id = detection.occurrence_id
                where extract(year from seen.night) = 2025) said
            order by detection_id, algorithm_id
            """;
        yield return
            $"""
            create temporary table masked as
            select 10000000 + row_number() over (order by source.id) as id, source.id as source_id, detection_id, occurrence_id, score, run_id,
                   case when source.taxon_id is null then null when random() < 0.75 then source.taxon_id
                        else {FirstSpecies} + (source.taxon_id - {FirstSpecies} + 7919) % {Species} end as taxon_id
            from source
            join capture_set_items item on item.capture_id = source.capture_id
            join (values (2, 1), (4, 2)) as run(capture_set_id, run_id) on run.capture_set_id = item.capture_set_id
            where algorithm_id = 2
            """;
        yield return "analyze source, masked";
        yield return "insert into runs (id, project_id, task, capture_set_id, source_algorithm_id, algorithm_id, taxa_list_version_id, settings, settings_hash, batch_size, requested_by_id, state, created_at, finished_at, total) select n, 1, 'class-masking', n * 2, 2, 3 + n, n, '{}', n::text, 200, 1, 'Succeeded', now(), now(), 1 from generate_series(1, 2) n";
        yield return
            """
            insert into classifications (id, detection_id, algorithm_id, lineage_id, taxon_id, class_index, score, absolute_score, terminal, created_at)
            select source.id, source.detection_id, algorithm_id, source.id, source.taxon_id, 0, source.score, source.score, masked.id is null, timestamptz '2026-01-01'
            from source left join masked on masked.source_id = source.id
            """;
        yield return
            """
            insert into classifications (id, detection_id, algorithm_id, lineage_id, applied_to_id, run_id, taxon_id, class_index, score, absolute_score, terminal, created_at,
                listed_mass, nothing_mass, off_list_mass, top_classes, top_scores)
            select id, detection_id, 3 + run_id, source_id, source_id, run_id, taxon_id, 0, score, score * 0.9, true, timestamptz '2026-01-01',
                   score, 0, 1 - score, array[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], array[0.9, 0.09, 0.01, 0, 0, 0, 0, 0, 0, 0]
            from masked
            """;
        yield return "analyze classifications";
    }

    private static IEnumerable<string> RunsAndPeople()
    {
        yield return
            """
            update occurrences occurrence
            set machine_taxon_id = best.taxon_id, machine_score = best.score, determination_taxon_id = best.taxon_id,
                determination_score = case when id % 12 = 0 then 1 else best.score end, verified = id % 12 = 0
            from (
                select distinct on (detection.occurrence_id) detection.occurrence_id, row.taxon_id, row.score
                from detections detection join classifications row on row.detection_id = detection.id
                where row.terminal and row.taxon_id is not null
                order by detection.occurrence_id, row.absolute_score desc, row.created_at desc, row.id desc) best
            where best.occurrence_id = occurrence.id
            """;
        yield return "insert into identifications (occurrence_id, taxon_id, person_id, created_at) select id, determination_taxon_id, 1 + id % 2, now() from occurrences where verified";
        yield return "insert into run_lineage_effects (run_id, lineage_id, terminal_before_id, terminal_after_id, written) select run_id, source_id, source_id, id, true from masked";
        yield return
            """
            insert into run_occurrence_effects (run_id, occurrence_id, taxon_before_id, score_before, taxon_after_id, score_after, first_seen_at)
            select distinct on (masked.run_id, masked.occurrence_id) masked.run_id, masked.occurrence_id, source.taxon_id, source.score, masked.taxon_id, masked.score,
                   (select first_seen_at from occurrences occurrence where occurrence.id = masked.occurrence_id)
            from masked join source on source.id = masked.source_id
            order by masked.run_id, masked.occurrence_id, masked.id
            """;
        yield return "drop table draft, seen, source, masked";
        foreach (var table in (string[])["taxa", "algorithms", "captures", "occurrences", "detections", "classifications", "runs"])
            yield return $"select setval(pg_get_serial_sequence('{table}', 'id'), (select max(id) from {table}))";
        yield return "vacuum full occurrences";
    }
}
