using Npgsql;

namespace Antenna.Data.Import.Camtrap;

/// <summary>
/// Links the staged observations to captures, and says of which nothing is made. An observation of an event is linked to the media of
/// which others say that they are of that event; where none does, to those that its deployment took from its begin to its end.
/// </summary>
internal sealed class ObservationLinks(NpgsqlConnection connection, IReadOnlyList<ObservationPackage> packages, ImportFindings findings)
{
    /// <summary>The captures of each observation, in the order of time.</summary>
    public const string Captures = "import_observation_captures";

    /// <summary>Media of an event that an animal of it is linked to: a person has to look at them, and an event may be a whole day.</summary>
    public const int MostMedia = 20;

    private const string Observations = PackageStaging.Observations;
    private const string Media = PackageStaging.Media;

    private const string SetOutcomes =
        $"""
        update {Observations} observation
        set outcome = case
                when observation.media_id is not null
                     and not exists (select from {Media} media where media.package = observation.package and media.media_id = observation.media_id)
                    then '{nameof(ObservationOutcome.UnknownMedia)}'
                when type = 'human' then '{nameof(ObservationOutcome.Human)}'
                when type = 'vehicle' then '{nameof(ObservationOutcome.Vehicle)}'
                when type = 'unclassified' and (coalesce(x, x1) is null or media_id is null) then '{nameof(ObservationOutcome.Unclassified)}'
                when type not in ('animal', 'unknown', 'unclassified', 'blank') then '{nameof(ObservationOutcome.UnknownType)}' end,
            x = case when media_id is not null and type <> 'blank' then x end,
            x1 = case when media_id is not null and type <> 'blank' then x1 end
        """;

    private const string SaysTheSame =
        $"""
        select from {Observations} said
        join {Media} media on media.package = said.package and media.media_id = said.media_id
        where said.package = observation.package and said.type = observation.type
          and coalesce(said.taxon_id::text, said.name, '') = coalesce(observation.taxon_id::text, observation.name, '')
        """;

    private const string SaidByEvent =
        $"""
        update {Observations} observation set outcome = '{nameof(ObservationOutcome.SaidOfMedia)}'
        where outcome is null and media_id is null and exists ({SaysTheSame} and said.event_id = observation.event_id)
        """;

    private const string SaidByTime =
        $"""
        update {Observations} observation set outcome = '{nameof(ObservationOutcome.SaidOfMedia)}'
        where outcome is null and media_id is null and exists ({SaysTheSame}
              and media.deployment_id = observation.deployment_id and media.taken_at between observation.event_start and observation.event_end)
        """;

    private const string LinkMedia =
        $"""
        insert into {Captures} (position, capture_id, nth)
        select observation.position, media.capture_id, 1
        from {Observations} observation
        join {Media} media on media.package = observation.package and media.media_id = observation.media_id
        where observation.outcome is null
        """;

    private const string EventMedia =
        $"""
        insert into {Captures} (position, capture_id, nth)
        select position, capture_id, row_number() over (partition by position order by taken_at, capture_id)
        from (
            select observation.position, media.capture_id, min(media.taken_at) as taken_at
            from {Observations} observation
            join {Media} media on media.package = observation.package
        """;

    private const string LinkByEvent =
        $"""
        {EventMedia}
            join {Observations} said on said.package = observation.package and said.event_id = observation.event_id and said.media_id = media.media_id
            where observation.outcome is null and observation.media_id is null
            group by observation.position, media.capture_id) linked
        """;

    private const string LinkByTime =
        $"""
        {EventMedia}
                and media.deployment_id = observation.deployment_id and media.taken_at between observation.event_start and observation.event_end
            where observation.outcome is null and observation.media_id is null
              and not exists (select from {Captures} linked where linked.position = observation.position)
            group by observation.position, media.capture_id) linked
        """;

    private const string CutLong =
        $"""
        delete from {Captures} linked using {Observations} observation
        where observation.position = linked.position and observation.type <> 'blank' and linked.nth > $1
        """;

    private const string SetCaptures =
        $"update {Observations} observation set capture_id = linked.capture_id from {Captures} linked where linked.position = observation.position and linked.nth = 1";

    private const string SetWithoutMedia =
        $"update {Observations} set outcome = '{nameof(ObservationOutcome.WithoutMedia)}' where outcome is null and capture_id is null";

    // Fractions of a picture become px to a millionth: so a box that was divided by the size of its picture is the same again.
    private const string Measure =
        $"""
        update {Observations} observation
        set x1 = round((x * capture.width)::numeric, 6), y1 = round((y * capture.height)::numeric, 6),
            x2 = round(((x + w) * capture.width)::numeric, 6), y2 = round(((y + h) * capture.height)::numeric, 6)
        from captures capture
        where capture.id = observation.capture_id and capture.width is not null and capture.height is not null and x is not null and outcome is null
        """;

    /// <summary>Makes the table of links; a check has to do so before it copies what it may change.</summary>
    public static async Task CreateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync($"create temporary table {Captures} (position bigint, capture_id bigint, nth bigint) on commit drop", [], cancellationToken);
        await connection.ExecuteAsync($"create index on {Captures} (position)", [], cancellationToken);
    }

    /// <summary>Links them, once the captures are written and the names matched.</summary>
    public async Task LinkAsync(CancellationToken cancellationToken)
    {
        foreach (var statement in (string[])[SetOutcomes, SaidByEvent, SaidByTime, LinkMedia, LinkByEvent, $"analyze {Captures}", LinkByTime])
            await connection.ExecuteAsync(statement, [], cancellationToken);
        var cut = await connection.ExecuteAsync(CutLong, [(long)MostMedia], cancellationToken);
        foreach (var statement in (string[])[$"analyze {Captures}", SetCaptures, SetWithoutMedia, Measure, $"analyze {Observations}"])
            await connection.ExecuteAsync(statement, [], cancellationToken);
        if (cut > 0)
            findings.Add(new(
                ImportFindingLevel.Note, $"Animals of events are shown on the first {MostMedia} media of their event; further media are captures without them.", cut, []));
        await ReportAsync(
            $"outcome = '{nameof(ObservationOutcome.UnknownMedia)}'", "media_id", ImportFindingLevel.Warning,
            "Observations of media that the package does not list are left out.", cancellationToken);
        await ReportAsync(
            $"outcome = '{nameof(ObservationOutcome.WithoutMedia)}'", "coalesce(event_id, observation_id)", ImportFindingLevel.Warning,
            "Observations of events without media in the package are left out: there is nothing to show them on.", cancellationToken);
        await ReportAsync(
            $"outcome = '{nameof(ObservationOutcome.UnknownType)}'", "type", ImportFindingLevel.Warning,
            "Observations whose type is none of animal, human, vehicle, blank, unknown and unclassified are left out.", cancellationToken);
        await ReportAsync(
            "x is not null and x1 is null and outcome is null", "media_id", ImportFindingLevel.Warning,
            "Boxes that cannot be drawn, since the size of their picture is not known: the animals are kept without a box, as somewhere on the picture.", cancellationToken);
        await ReportAsync(
            "animals > 1 and outcome is null", "animals || ' animals'", ImportFindingLevel.Note,
            "Observations of several animals at once become one occurrence each, with their number: nothing tells the animals apart.", cancellationToken);
    }

    private async Task ReportAsync(string condition, string what, ImportFindingLevel level, string message, CancellationToken cancellationToken)
    {
        var rows = await connection.QueryAsync(
            $"select package, line, {what}, count(*) over () from {Observations} where {condition} order by position limit {ImportFindings.ExamplesKept}",
            [], reader => (Package: reader.GetInt32(0), Line: reader.GetInt64(1), What: reader.GetString(2), Count: reader.GetInt64(3)), cancellationToken);
        if (rows.Count > 0)
            findings.Add(new(
                level, message, rows[0].Count,
                [.. rows.Select(row => new ImportExample(packages[row.Package].Observations.Place with { Line = row.Line }, ShortText.Quote(row.What)))]));
    }
}
