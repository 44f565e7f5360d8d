using Antenna.Data.Database;
using Antenna.Data.Model;
using Npgsql;

namespace Antenna.Data.News;

/// <summary>The runs and imports of all projects that are under way, by their ids.</summary>
public sealed record WorkUnderWay(IReadOnlyList<long> RunIds, IReadOnlyList<long> ImportIds)
{
    private const string Read =
        $"""
        select array(select id from runs where state in {RunStates.UnderWaySql} order by id),
               array(select id from imports where state in {RunStates.UnderWaySql} order by id)
        """;

    public static async Task<WorkUnderWay> ReadAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var command = connection.Command(Read);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new(reader.GetFieldValue<long[]>(0), reader.GetFieldValue<long[]>(1));
    }
}
