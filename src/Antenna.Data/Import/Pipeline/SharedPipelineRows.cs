using Antenna.Core.Predictions;
using Npgsql;

namespace Antenna.Data.Import.Pipeline;

/// <summary>The rows of an import of pipeline results that other projects have too: its algorithms and its folder.</summary>
/// <param name="connection">Of the import's transaction.</param>
/// <param name="shared">Writes them in transactions of their own.</param>
/// <param name="notATaxon">Labels of classes that are not a taxon.</param>
/// <param name="findings">Receives reports of what is odd about the algorithms.</param>
/// <param name="now">Time of the import (UTC).</param>
internal sealed class SharedPipelineRows(
    NpgsqlConnection connection, SharedRows shared, NotATaxonLabels notATaxon, ImportFindings findings, DateTime now)
{
    /// <summary>Finds or stores the algorithms and the folder, which other projects have too, and keeps them from going away.</summary>
    /// <param name="folder">Null for none.</param>
    public async Task<(StoredAlgorithms Algorithms, long? FolderId)> StoreAsync(
        IReadOnlyList<PipelineAlgorithm> algorithms, string? folder, CancellationToken cancellationToken)
    {
        while (true)
        {
            var found = await new AlgorithmWriter(connection, shared, notATaxon, findings, now).FindAsync(algorithms, cancellationToken);
            var folderId = folder is null ? null : await PictureFolders.FindAsync(connection, folder, cancellationToken);
            if (found is null || (folderId is null && folder is not null))
            {
                (found, folderId) = await shared.WriteAsync<(StoredAlgorithms?, long?)>(
                    connection,
                    async own => (
                        await new AlgorithmWriter(own, shared, notATaxon, findings, now).WriteAsync(algorithms, cancellationToken),
                        folder is null ? null : await PictureFolders.EnsureAsync(own, folder, shared, cancellationToken)),
                    cancellationToken);
            }

            // An import that was refused meanwhile may have removed what it had added.
            if (await shared.HoldAsync(connection, "algorithms", [.. found!.Algorithms.Select(algorithm => algorithm.Id)], cancellationToken)
                && await shared.HoldAsync(connection, "picture_folders", folderId is { } id ? [id] : [], cancellationToken))
                return (found, folderId);
        }
    }
}
