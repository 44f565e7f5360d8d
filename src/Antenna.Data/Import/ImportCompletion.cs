using Npgsql;

namespace Antenna.Data.Import;

/// <summary>Writes what else belongs into the transaction of an import, once all of the import is there: its record.</summary>
/// <param name="connection">In the import's transaction, which is committed next.</param>
public delegate Task ImportCompletion(NpgsqlConnection connection, ImportReport report, CancellationToken cancellationToken);
