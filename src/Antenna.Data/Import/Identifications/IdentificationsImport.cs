using Npgsql;

namespace Antenna.Data.Import.Identifications;

/// <summary>
/// Imports what people identified: one row an identification, of an occurrence by its id or by the path of one of its crops.
/// One transaction; importing the same file again adds nothing.
/// </summary>
public sealed class IdentificationsImport(NpgsqlDataSource dataSource, TimeProvider time)
{
    /// <exception cref="ImportRefusedException">Something is wrong with the request or the file; nothing was written.</exception>
    public async Task<ImportReport> RunAsync(
        IdentificationsRequest request, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(request.File))
            throw new ImportRefusedException("No file is named; name the table of identifications.");
        if (string.IsNullOrWhiteSpace(request.Person))
            throw new ImportRefusedException("No person is named who identified; name one.");
        IndexedText.Check(request.Person, "The name of the person who identified");
        var started = time.GetTimestamp();
        return await new ProjectImport(dataSource, time, request.Project, request.Mode, request.OnCommit).RunAsync(
            started, progress,
            (connection, shared, now) => new IdentificationTransfer(connection, request, shared, now, progress).RunAsync(cancellationToken),
            cancellationToken);
    }
}
