using System.Globalization;
using System.Runtime.CompilerServices;
using Npgsql;

namespace Antenna.Data.News;

/// <summary>
/// Announces to every process on the database what changed, by PostgreSQL's LISTEN and NOTIFY: a page follows whichever
/// node, page or command makes the change. Inside a transaction an announcement is sent when that commits, and never when
/// it does not.
/// </summary>
/// <remarks>
/// A payload is pairs of a kind and its ids, what changed first and then what it belongs to:
/// <c>run 12 project 3 capture-set 4</c>, <c>occurrence 5,6,7</c>, <c>taxonomy -</c>.
/// </remarks>
public static class Announcements
{
    internal const string Channel = "antenna_news";

    /// <summary>Announces, as a column of a statement over rows of <c>runs</c>, that these runs changed.</summary>
    internal const string OfRun =
        $"""
        pg_notify('{Channel}', concat(
            'run ', id, ' project ', project_id, ' capture-set ' || capture_set_id, ' occurrence ' || occurrence_id,
            ' taxa-list-version ' || taxa_list_version_id))
        """;

    /// <summary>The columns that <see cref="OfRun"/> reads.</summary>
    internal const string RunColumns = "id, project_id, capture_set_id, occurrence_id, taxa_list_version_id";

    /// <summary>Announces, as a statement of PL/pgSQL, that other runs or imports are under way than before, or in another state.</summary>
    internal static string OfWorkUnderWay => $"perform pg_notify('{Channel}', '{Announcement.WordFor(NewsSubject.WorkUnderWay)} -');";

    private const string Notify = $"select pg_notify('{Channel}', payload) from unnest($1) payload";

    /// <summary>A payload has less than 8,000 bytes, and an id at most 19 digits and its comma.</summary>
    private const int MostIds = 350;

    /// <summary>Announces that a run changed.</summary>
    public static async Task RunAsync(NpgsqlConnection connection, long runId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"select {OfRun} from runs where id = $1", connection) { Parameters = { new() { Value = runId } } };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Announces that what is known of occurrences changed: an identification, a prediction, a determination.</summary>
    public static Task OccurrencesAsync(NpgsqlConnection connection, IEnumerable<long> occurrenceIds, CancellationToken cancellationToken) =>
        SendAsync(connection, OfOccurrences(occurrenceIds), cancellationToken);

    /// <summary>Announces that an import or a removal changed what a project holds.</summary>
    public static Task ProjectAsync(NpgsqlConnection connection, long projectId, CancellationToken cancellationToken) =>
        SendAsync(connection, [Payload(NewsSubject.Project, projectId)], cancellationToken);

    /// <summary>Announces that a taxa list has another version, or is new.</summary>
    public static Task TaxaListAsync(NpgsqlConnection connection, long taxaListId, CancellationToken cancellationToken) =>
        SendAsync(connection, [Payload(NewsSubject.TaxaList, taxaListId)], cancellationToken);

    /// <summary>Announces that a person put something into their tray, or took it out.</summary>
    public static Task TrayAsync(NpgsqlConnection connection, long personId, CancellationToken cancellationToken) =>
        SendAsync(connection, [Payload(NewsSubject.Tray, personId)], cancellationToken);

    /// <summary>Announces that a person changed, saved or discarded their draft of a list.</summary>
    public static Task DraftAsync(NpgsqlConnection connection, long personId, long taxaListId, CancellationToken cancellationToken) =>
        SendAsync(connection, [$"{Payload(NewsSubject.Draft, personId)} {Payload(NewsSubject.TaxaList, taxaListId)}"], cancellationToken);

    /// <summary>Announces that other occurrences of these projects are pinned than before.</summary>
    public static Task PinsAsync(NpgsqlConnection connection, IEnumerable<long> projectIds, CancellationToken cancellationToken) =>
        SendAsync(connection, [.. projectIds.Select(id => Payload(NewsSubject.Pins, id))], cancellationToken);

    /// <summary>Announces that an import came further, or ended.</summary>
    public static Task ImportAsync(NpgsqlConnection connection, long importId, CancellationToken cancellationToken) =>
        SendAsync(connection, [Payload(NewsSubject.Import, importId)], cancellationToken);

    /// <summary>Announces that taxa, their names or what they resolve to changed.</summary>
    public static Task TaxonomyAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        SendAsync(connection, [$"{Announcement.WordFor(NewsSubject.Taxonomy)} -"], cancellationToken);

    /// <summary>
    /// Streams what is announced; null first, once the listening has begun, so that a reader can catch up with what it
    /// missed before. Ends with the exception of a lost connection.
    /// </summary>
    public static async IAsyncEnumerable<string?> ListenAsync(
        NpgsqlDataSource dataSource, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var announced = new Queue<string>();
        connection.Notification += (_, notification) => announced.Enqueue(notification.Payload);
        await using (var listen = new NpgsqlCommand($"listen {Channel}", connection))
            await listen.ExecuteNonQueryAsync(cancellationToken);

        yield return null;
        while (true)
        {
            await connection.WaitAsync(cancellationToken);
            while (announced.TryDequeue(out var payload))
                yield return payload;
        }
    }

    /// <summary>The command that announces occurrences, to be sent with others; null where there are none.</summary>
    internal static NpgsqlBatchCommand? OccurrencesCommand(IEnumerable<long> occurrenceIds) =>
        OfOccurrences(occurrenceIds) is { Length: > 0 } payloads ? new(Notify) { Parameters = { new() { Value = payloads } } } : null;

    private static async Task SendAsync(NpgsqlConnection connection, string[] payloads, CancellationToken cancellationToken)
    {
        if (payloads.Length == 0)
            return;
        await using var command = new NpgsqlCommand(Notify, connection) { Parameters = { new() { Value = payloads } } };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string[] OfOccurrences(IEnumerable<long> ids) =>
        [.. ids.Distinct().Chunk(MostIds).Select(chunk => $"{Announcement.WordFor(NewsSubject.Occurrence)} {string.Join(',', chunk)}")];

    private static string Payload(NewsSubject subject, long id) =>
        string.Create(CultureInfo.InvariantCulture, $"{Announcement.WordFor(subject)} {id}");
}
