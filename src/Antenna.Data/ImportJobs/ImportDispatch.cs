using Antenna.Data.Import;
using Antenna.Data.Import.Camtrap;
using Antenna.Data.Import.Identifications;
using Antenna.Data.Import.Pipeline;
using Antenna.Data.Import.RunningAntenna;
using Antenna.Data.Import.Taxa;
using Antenna.Data.Import.TaxaLists;
using Antenna.Data.Model;

namespace Antenna.Data.ImportJobs;

/// <summary>Carries out or checks an order by the import of its kind: the same for page, job and command line.</summary>
public sealed class ImportDispatch(
    TaxaImport taxa,
    TaxaListImport lists,
    PipelineResultsImport results,
    IdentificationsImport identifications,
    CamtrapImport camtrap,
    AntennaImport antenna,
    ITokenSeal seal)
{
    /// <param name="folder">Where the files lie that were sent; ignored where the order names a path.</param>
    /// <exception cref="ImportRefusedException">Something is wrong with the order or a file; nothing was written.</exception>
    public async Task<ImportReport> RunAsync(
        ImportOrder order,
        string folder,
        ImportMode mode,
        ImportListener listener,
        IProgress<ImportProgress>? progress,
        CancellationToken cancellationToken)
    {
        var onCommit = listener.OnCommit;
        var file = order.Path ?? (order.Files is [var first, ..] ? Path.Combine(folder, first) : "");
        return order.Kind switch
        {
            ImportKind.Taxa => await taxa.RunAsync(new(file) { Reading = order.Reading, Mode = mode, OnTable = listener.OnTable, OnCommit = onCommit }, progress, cancellationToken),
            ImportKind.TaxaList => await lists.RunAsync(ListOf(order, file, folder, listener) with { Mode = mode }, progress, cancellationToken),
            ImportKind.Identifications => await identifications.RunAsync(
                IdentificationsOf(order, file) with { Mode = mode, OnTable = listener.OnTable, OnCommit = onCommit }, progress, cancellationToken),
            ImportKind.PipelineResults => await results.RunAsync(
                ResultsOf(order, file, folder) with { Mode = mode, OnTable = listener.OnTable, OnCommit = onCommit }, progress, cancellationToken),
            ImportKind.RunningAntenna => await antenna.RunAsync(ProjectOf(order) with { Mode = mode, OnCommit = onCommit }, progress, cancellationToken),
            ImportKind.CamtrapDp => await camtrap.RunAsync(PackageOf(order, folder) with { Mode = mode, OnCommit = onCommit }, progress, cancellationToken),
            _ => throw new ImportRefusedException($"What is a {order.Kind} is not known to this version of the product."),
        };
    }

    private static IdentificationsRequest IdentificationsOf(ImportOrder order, string file) => new(file, order.Project ?? "", order.Person)
    {
        Reading = order.Reading,
        PictureFolder = order.PictureFolder,
    };

    private static PipelineResultsRequest ResultsOf(ImportOrder order, string file, string folder) => new(file, order.Project ?? "", order.CaptureSet ?? "")
    {
        // A path that is absolute stays as it is.
        Captures = order.Captures is { } captures ? Path.Combine(folder, captures) : null,
        CapturesReading = order.CapturesReading,
        PictureFolder = order.PictureFolder,
        MakeTaxa = order.MakeTaxa,
    };

    private static CamtrapRequest PackageOf(ImportOrder order, string folder) =>
        new(order.Path ?? (order.Files is [var zip] ? Path.Combine(folder, zip) : folder), order.Project ?? "", order.CaptureSet ?? "")
        {
            IsInPlace = order.Path is not null,
            PictureFolder = order.PictureFolder,
            MakeTaxa = order.MakeTaxa,
        };

    private static TaxaListRequest ListOf(ImportOrder order, string file, string folder, ImportListener listener)
    {
        var list = order.List ?? throw new ImportRefusedException("No list is named; name the taxa list to import into.");
        return new(file, list.Name, order.Person)
        {
            ProjectId = list.ProjectId,
            Note = list.Note,
            MoreFiles = order.Path is null ? [.. order.Files.Skip(1).Select(name => Path.Combine(folder, name))] : [],
            Reading = order.Reading,
            Readings = order.Readings,
            Accepted = list.Accepted,
            AcceptedFile = list.AcceptedFile,
            OnCommit = listener.OnCommit,
            OnTable = listener.OnTable,
            OnLine = listener.OnLine,
            OnLineWithoutName = listener.OnLineWithoutName,
        };
    }

    private AntennaImportRequest ProjectOf(ImportOrder order)
    {
        var remote = order.Remote ?? throw new ImportRefusedException("No running Antenna is named; name its address and a project there.");
        var token = order.Token ?? (remote.SealedToken is { } sealedToken ? seal.Open(sealedToken) : null)
            ?? throw new ImportRefusedException("The token cannot be read any more: the keys that sealed it are gone. Import again and give it once more; what was fetched is kept.");
        return new(AntennaAddress.Parse(remote.Address), token, remote.ProjectId, order.Project?.Trim() ?? "")
        {
            RemoteCaptureSetId = remote.CaptureSetId,
            CaptureSet = order.CaptureSet,
            MakeTaxa = order.MakeTaxa,
        };
    }
}
