using Antenna.Data.Database;
using Npgsql;

namespace Antenna.Data.Occurrences;

/// <summary>
/// What an imported observation says of an animal besides its name. It is kept as it came, shown, and handed on; nothing is decided
/// by it.
/// </summary>
/// <param name="CaptureId">The capture that the observation is of; of an event, the first.</param>
/// <param name="LifeStage">A word of the standard: <c>adult</c>.</param>
/// <param name="Sex">A word of the standard: <c>female</c>.</param>
/// <param name="Behaviour">In the package's own words.</param>
/// <param name="Animals">How many were observed together, which make one occurrence.</param>
public sealed record ObservedTraits(long CaptureId, string? LifeStage, string? Sex, string? Behaviour, int? Animals)
{
    private const string Select =
        """
        select occurrence_id, capture_id, life_stage, sex, behaviour, animals from imported_observations
        where occurrence_id = any($1) and num_nonnulls(life_stage, sex, behaviour, animals) > 0
        order by occurrence_id, capture_id, observation_id
        """;

    /// <summary>The words of Camtrap DP for life stages.</summary>
    public static IReadOnlyList<string> LifeStages { get; } = ["adult", "subadult", "juvenile"];

    /// <summary>The words of Camtrap DP for sexes.</summary>
    public static IReadOnlyList<string> Sexes { get; } = ["female", "male"];

    /// <summary>Whether it says any of these; one of most animals says its name only.</summary>
    public bool SaysAnything => LifeStage is not null || Sex is not null || Behaviour is not null || Animals is not null;

    /// <summary>The first of several observations that says each of these; null where none says any.</summary>
    public static ObservedTraits? Of(IEnumerable<ObservedTraits> observations) => observations.Aggregate(
        (ObservedTraits?)null,
        (first, next) => first is null ? next : first with
        {
            LifeStage = first.LifeStage ?? next.LifeStage, Sex = first.Sex ?? next.Sex,
            Behaviour = first.Behaviour ?? next.Behaviour, Animals = first.Animals ?? next.Animals,
        });

    /// <summary>Those of some occurrences, by their ids.</summary>
    internal static async Task<ILookup<long, ObservedTraits>> ReadAsync(
        NpgsqlConnection connection, long[] occurrenceIds, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(Select, occurrenceIds);
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<(long Occurrence, ObservedTraits Traits)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add((reader.GetInt64(0), new(
                reader.GetInt64(1), TextOf(reader, 2), TextOf(reader, 3), TextOf(reader, 4), reader.GetFieldValue<int?>(5))));
        }

        return rows.ToLookup(row => row.Occurrence, row => row.Traits);
    }

    private static string? TextOf(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
