using Antenna.Data.Import.Identifications;
using Antenna.Data.Import.Pipeline;
using Npgsql;

namespace Antenna.Data.Import.Camtrap;

/// <summary>Writes what people observed as their identifications, by the rules of an import of those.</summary>
internal sealed class ObservationIdentifications(
    NpgsqlConnection connection, IReadOnlyList<ObservationPackage> packages, ImportConsequences consequences, ImportFindings findings)
{
    /// <summary>Whom a package does not name: that it was whoever imports it is not known.</summary>
    private const string Unnamed = "unnamed observer (Camtrap DP)";

    private const string Staged = IdentificationStaging.Staged;

    private const string ByPeople =
        $"""
        not is_machine and (taxon_id is not null or comment is not null)
        and outcome in ('{nameof(ObservationOutcome.NewOccurrence)}', '{nameof(ObservationOutcome.SameAnimal)}', '{nameof(ObservationOutcome.Known)}',
                        '{nameof(ObservationOutcome.OwnOccurrence)}')
        """;

    private const string Stage =
        $"""
        insert into {Staged} (line, occurrence_id, person, taxon_id, identified_at, comment, candidates)
        select position, occurrence_id, coalesce(observer, $1), taxon_id, classified_at, comment, 1
        from {PackageStaging.Observations} where {ByPeople}
        """;

    /// <returns>The identifications, the people, and how many determinations changed by them.</returns>
    public async Task<(ImportCount Identifications, ImportCount People, int Determinations)> WriteAsync(
        SharedRows shared, ImportPlace place, DateTime now, CancellationToken cancellationToken)
    {
        var staging = new IdentificationStaging(connection, place, findings);
        await connection.ExecuteAsync(Stage, [Unnamed], cancellationToken);
        await connection.ExecuteAsync($"analyze {Staged}", [], cancellationToken);
        var people = await staging.FindPeopleAsync(shared, cancellationToken);
        var known = await staging.DropKnownAsync(cancellationToken);
        await ReportAsync("classified_at is null", "Identifications without a time count as of the time of this import.", cancellationToken);
        await ReportAsync("observer is null", $"Identifications without a person are taken as those of '{Unnamed}'.", cancellationToken);
        await consequences.LockAsync($"select distinct occurrence_id from {Staged}", cancellationToken);
        var added = await staging.AddAsync(now, cancellationToken);
        return (new("identifications", added.Count, added.Superseded, known), new("people", people), added.Determinations);
    }

    private async Task ReportAsync(string condition, string message, CancellationToken cancellationToken)
    {
        var rows = await connection.QueryAsync(
            $"""
            select observation.package, observation.line, count(*) over ()
            from {Staged} staged join {PackageStaging.Observations} observation on observation.position = staged.line
            where {condition} order by staged.line limit {ImportFindings.ExamplesKept}
            """,
            [], reader => (Package: reader.GetInt32(0), Line: reader.GetInt64(1), Count: reader.GetInt64(2)), cancellationToken);
        if (rows.Count > 0)
            findings.Add(new(
                ImportFindingLevel.Note, message, rows[0].Count,
                [.. rows.Select(row => new ImportExample(packages[row.Package].Observations.Place with { Line = row.Line }))]));
    }
}
