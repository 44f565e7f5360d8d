using Antenna.Data.Taxonomy;
using Npgsql;

namespace Antenna.Data.Import;

/// <summary>What an import writes, so that two that write the same follow one another, and others go side by side.</summary>
/// <param name="Name">The name of the session that holds it, which those see who wait for it.</param>
internal sealed record ImportLock(string Name)
{
    // PostgreSQL cuts longer names of sessions.
    private const int LongestName = 60;

    /// <summary>The captures and occurrences of a project.</summary>
    public static ImportLock Project(string name) => new(ShortText.Of($"import into {name}", LongestName));

    /// <summary>The taxonomy, which all projects share.</summary>
    public static ImportLock Taxonomy { get; } = new(TaxonomyLock.Name);

    /// <summary>The versions of a taxa list.</summary>
    public static ImportLock TaxaList(string name) => new(ShortText.Of($"import of list {name}", LongestName));

    /// <summary>What all projects share and an import adds to: algorithms, people, folders. Held briefly.</summary>
    public static ImportLock SharedRows { get; } = new("import of shared rows");

    /// <summary>Waits for the lock, and holds it until the transaction ends.</summary>
    public Task TakeAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.ExecuteAsync("select pg_advisory_xact_lock($1, hashtext($2))", [TaxonomyLock.Space, Name], cancellationToken);

    /// <summary>Waits until no other transaction holds the lock, and keeps others from taking it until the transaction ends.</summary>
    public Task ShareAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.ExecuteAsync("select pg_advisory_xact_lock_shared($1, hashtext($2))", [TaxonomyLock.Space, Name], cancellationToken);
}
