using Antenna.Data.Database;
using Antenna.Data.Taxonomy;
using Npgsql;

namespace Antenna.Data.Occurrences;

/// <summary>Which occurrences are meant: those that a filter finds, or those of some ids.</summary>
public sealed record OccurrenceChoice
{
    private OccurrenceChoice(OccurrenceFilter? filter, IReadOnlyCollection<long>? ids) => (Filter, Ids) = (filter, ids);

    public OccurrenceFilter? Filter { get; }

    public IReadOnlyCollection<long>? Ids { get; }

    /// <summary>Whatever a filter finds at the moment when it is asked: occurrences that come to fit it until then are meant too.</summary>
    public static OccurrenceChoice Of(OccurrenceFilter filter) => new(filter, null);

    /// <summary>Those of some ids, as of a selection; what is not there any more is left out.</summary>
    public static OccurrenceChoice Of(IReadOnlyCollection<long> ids) => new(null, ids);

    /// <summary>Finds them in the database as it is; null where there can be none.</summary>
    internal async Task<ChosenOccurrences?> FindAsync(NpgsqlConnection connection, CurrentTaxonomy taxonomy, CancellationToken cancellationToken)
    {
        var sql = new OccurrenceSql();
        if (Ids is { } ids)
        {
            var chosen = ids.ToArray();
            return await ProjectsOfAsync(connection, chosen, cancellationToken) is { Count: > 0 } owners
                ? new(sql, $"from occurrences occurrence where occurrence.id = any({sql.Value(chosen)})", owners)
                : null;
        }

        if (await new OccurrenceFilterResolver(connection, taxonomy).ResolveAsync(Filter!, cancellationToken) is not { } resolved)
            return null;
        var projects = $"any({sql.Value(resolved.ProjectIds.ToArray())})";
        return new(sql, OccurrenceConditions.Of(resolved, sql, projects, taxon: null).ToString(), resolved.ProjectIds);
    }

    private static async Task<IReadOnlyList<long>> ProjectsOfAsync(NpgsqlConnection connection, long[] ids, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("select distinct project_id from occurrences where id = any($1) order by project_id", ids);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var projects = new List<long>();
        while (await reader.ReadAsync(cancellationToken))
            projects.Add(reader.GetInt64(0));
        return projects;
    }
}

/// <summary>Occurrences that were chosen, as a part of a statement.</summary>
/// <param name="Sql">The statement, which names the values of the conditions.</param>
/// <param name="Conditions">Its middle, <c>from … where …</c>, of which each row is an <c>occurrence</c>.</param>
/// <param name="ProjectIds">The projects that they can be of: all, where a filter says none. Never empty.</param>
internal sealed record ChosenOccurrences(OccurrenceSql Sql, string Conditions, IReadOnlyList<long> ProjectIds);
