using Antenna.Data.Import.TaxaLists;
using Antenna.Data.ImportJobs;

namespace Antenna.Dashboard.Downloads;

/// <summary>What became of each line of an imported list, as it was recorded, to be written as CSV.</summary>
internal sealed class MatchingReportFile(long importId, MatchedLineReader lines) : IAsyncDisposable
{
    /// <summary>What the file is called.</summary>
    public static string NameOf(ImportDetails import) =>
        $"{string.Concat((import.Order.List?.Name ?? "").Select(character => char.IsLetterOrDigit(character) ? character : '-')).Trim('-')}-matching-{import.Row.Id}.csv".TrimStart('-');

    /// <summary>Writes all lines into a stream, which stays open.</summary>
    public async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        var first = await lines.ReadAsync(importId, cancellationToken).FirstOrDefaultAsync(cancellationToken);
        await using var csv = new MatchingReportCsv(stream, hasFiles: (first?.Matched?.File ?? first?.WithoutName?.File) is not null);
        await foreach (var line in lines.ReadAsync(importId, cancellationToken))
        {
            if (line.Matched is { } matched)
                await csv.WriteAsync(matched, cancellationToken);
            else if (line.WithoutName is { } passed)
                await csv.WriteWithoutNameAsync(passed, cancellationToken);
        }

        await csv.FlushAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
