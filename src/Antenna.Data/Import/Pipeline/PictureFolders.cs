using Npgsql;

namespace Antenna.Data.Import.Pipeline;

/// <summary>Finds or stores the folders that pictures are served from; several projects may have pictures in one.</summary>
internal static class PictureFolders
{
    public static Task<long?> FindAsync(NpgsqlConnection connection, string folder, CancellationToken cancellationToken) =>
        connection.ScalarAsync<long?>("select id from picture_folders where path = $1", [folder], cancellationToken);

    /// <param name="shared">Receives reports of a folder that is added.</param>
    public static async Task<long> EnsureAsync(NpgsqlConnection connection, string folder, SharedRows shared, CancellationToken cancellationToken)
    {
        if (await FindAsync(connection, folder, cancellationToken) is { } known)
            return known;
        var added = await connection.ScalarAsync<long>("insert into picture_folders (path) values ($1) returning id", [folder], cancellationToken);
        shared.Added("picture_folders", added);
        return added;
    }
}
