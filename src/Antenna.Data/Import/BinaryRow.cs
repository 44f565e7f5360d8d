using Npgsql;
using NpgsqlTypes;

namespace Antenna.Data.Import;

/// <summary>Writes fields that may be null.</summary>
internal static class BinaryRow
{
    public static Task WriteOrNullAsync<T>(
        this NpgsqlBinaryImporter writer, T? value, NpgsqlDbType type, CancellationToken cancellationToken)
        where T : struct => value is { } known
        ? writer.WriteAsync(known, type, cancellationToken)
        : writer.WriteNullAsync(cancellationToken);

    public static Task WriteOrNullAsync(this NpgsqlBinaryImporter writer, string? value, CancellationToken cancellationToken) => value is null
        ? writer.WriteNullAsync(cancellationToken)
        : writer.WriteAsync(value, NpgsqlDbType.Text, cancellationToken);
}
