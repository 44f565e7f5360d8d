using System.Data;
using Antenna.Data.Derived;
using Antenna.Data.Occurrences;
using Npgsql;

namespace Antenna.Data.Verification;

/// <summary>A derived table, or a rule of stored rows, compared with what it follows from.</summary>
/// <param name="Rows">How many rows there should be, or were looked at.</param>
/// <param name="Missing">Rows that should be there and are not; a row that is wrong is missing, and the wrong one is surplus.</param>
/// <param name="Surplus">Rows that should not be there, or not be as they are.</param>
public sealed record VerifiedTable(string Name, long Rows, long Missing, long Surplus)
{
    public bool Differs => Missing + Surplus > 0;
}

/// <summary>What a verification found.</summary>
/// <param name="Found">Each as it was found.</param>
/// <param name="Remaining">Those that still differ: all that differed, or what a repair could not make right.</param>
public sealed record VerificationReport(IReadOnlyList<VerifiedTable> Found, IReadOnlyList<VerifiedTable> Remaining)
{
    public bool IsClean => Remaining.Count == 0;
}

/// <summary>What a verification does.</summary>
public enum VerificationStep
{
    /// <summary>Compares what is kept with what it derives from.</summary>
    Compare,

    /// <summary>Rebuilds what differs.</summary>
    Repair,

    /// <summary>Compares again what was repaired.</summary>
    CompareAgain,
}

/// <summary>How far a verification is.</summary>
/// <param name="Name">What it looks at or rebuilds now: a <see cref="VerifiedTable.Name"/>.</param>
/// <param name="Number">Which of those of this step it is, from 1.</param>
/// <param name="Of">How many this step has.</param>
/// <param name="Rows">How many of its rows are done; null where that is not known until all are.</param>
public readonly record struct VerificationProgress(VerificationStep Step, string Name, int Number, int Of, long? Rows = null);

/// <summary>
/// Compares everything that is kept derived with what it derives from: the derived tables with their definitions, stored
/// determinations with the one rule, and what is so of every lineage.
/// </summary>
public sealed class DerivedVerification(NpgsqlDataSource dataSource)
{
    public const string DeterminationsName = "determinations";

    private const int OccurrencesAtOnce = 1_000;

    // In this mode no other transaction writes, and all may read.
    private const string LockTables =
        """
        lock table projects, deployments, captures, capture_sets, capture_set_items, occurrences, detections, classifications,
            classification_logits, runs, run_occurrence_effects in share row exclusive mode
        """;

    private const string NextOccurrences = "select id from occurrences where id > $1 order by id limit $2";

    /// <summary>What is compared, in this order: the derived tables, determinations, and what is so of stored rows.</summary>
    private static int Compared => DerivedTable.All.Count + 1 + Invariant.All.Count;

    /// <summary>What is repaired, in this order: what is so of stored rows, the derived tables, determinations.</summary>
    private static int Repaired => Invariant.Repairable.Count + DerivedTable.All.Count + 1;

    /// <summary>Compares, without keeping anybody from writing meanwhile; and makes right what differs, if that is asked for.</summary>
    /// <param name="repair">While tables are rebuilt, others read and wait with what they write.</param>
    public async Task<VerificationReport> VerifyAsync(
        bool repair, IProgress<VerificationProgress>? progress, CancellationToken cancellationToken)
    {
        var found = await CheckAsync(VerificationStep.Compare, progress, cancellationToken);
        if (!repair || !found.Any(table => table.Differs))
            return new(found, [.. found.Where(table => table.Differs)]);

        await RepairTablesAsync(progress, cancellationToken);
        await RepairDeterminationsAsync(progress, cancellationToken);
        return new(found, [.. (await CheckAsync(VerificationStep.CompareAgain, progress, cancellationToken)).Where(table => table.Differs)]);
    }

    private async Task<IReadOnlyList<VerifiedTable>> CheckAsync(
        VerificationStep step, IProgress<VerificationProgress>? progress, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);

        // One snapshot: what commits in between must not be in one table and not in the other.
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var found = new List<VerifiedTable>();
        foreach (var table in DerivedTable.All)
        {
            Tell(table.Name, null);
            found.Add(await CompareAsync(connection, table, cancellationToken));
        }

        Tell(DeterminationsName, 0);
        found.Add(await CheckDeterminationsAsync(connection, rows => Tell(DeterminationsName, rows), cancellationToken));
        foreach (var invariant in Invariant.All)
        {
            Tell(invariant.Name, null);
            var (rows, wrong) = await ReadAsync(connection, invariant.Count, reader => (reader.GetInt64(0), reader.GetInt64(1)), cancellationToken);
            found.Add(new(invariant.Name, rows, Missing: 0, wrong));
        }

        return found;

        void Tell(string name, long? rows) => progress?.Report(new(step, name, found.Count + 1, Compared, rows));
    }

    private static Task<VerifiedTable> CompareAsync(NpgsqlConnection connection, DerivedTable table, CancellationToken cancellationToken) =>
        ReadAsync(connection, table.Compare, reader => new VerifiedTable(table.Name, reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)), cancellationToken);

    private static async Task<VerifiedTable> CheckDeterminationsAsync(
        NpgsqlConnection connection, Action<long> tell, CancellationToken cancellationToken)
    {
        var (rows, wrong) = (0L, 0L);
        for (var ids = await NextAsync(connection, 0, cancellationToken); ids.Count > 0; ids = await NextAsync(connection, ids[^1], cancellationToken))
        {
            rows += ids.Count;
            wrong += Determinations.Changes(await OccurrenceStates.ReadAsync(connection, ids, cancellationToken)).Count;
            tell(rows);
        }

        return new(DeterminationsName, rows, Missing: 0, wrong);
    }

    private async Task RepairTablesAsync(IProgress<VerificationProgress>? progress, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, LockTables, cancellationToken);
        var repaired = 0;
        foreach (var invariant in Invariant.Repairable)
        {
            Tell(invariant.Name);
            await ExecuteAsync(connection, invariant.Repair!, cancellationToken);
        }

        foreach (var table in DerivedTable.All)
        {
            Tell(table.Name);

            // Again, under the lock: what is repaired before has triggers that keep what follows from it.
            if (!(await CompareAsync(connection, table, cancellationToken)).Differs && table.Derivation is not Derivation.AtLeast)
                continue;
            foreach (var statement in table.Rebuild)
                await ExecuteAsync(connection, statement, cancellationToken);
        }

        await DerivedTables.CompactAsync(connection, cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        void Tell(string name) => progress?.Report(new(VerificationStep.Repair, name, ++repaired, Repaired));
    }

    private async Task RepairDeterminationsAsync(IProgress<VerificationProgress>? progress, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var rows = 0L;
        Tell();
        for (var ids = await NextAsync(connection, 0, cancellationToken); ids.Count > 0; ids = await NextAsync(connection, ids[^1], cancellationToken))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await Determinations.RecomputeAsync(connection, ids, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            rows += ids.Count;
            Tell();
        }

        void Tell() => progress?.Report(new(VerificationStep.Repair, DeterminationsName, Repaired, Repaired, rows));
    }

    private static async Task<IReadOnlyList<long>> NextAsync(NpgsqlConnection connection, long after, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(NextOccurrences, connection)
        {
            Parameters = { new() { Value = after }, new() { Value = OccurrencesAtOnce } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var ids = new List<long>(OccurrencesAtOnce);
        while (await reader.ReadAsync(cancellationToken))
            ids.Add(reader.GetInt64(0));
        return ids;
    }

    private static async Task<T> ReadAsync<T>(
        NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return read(reader);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
