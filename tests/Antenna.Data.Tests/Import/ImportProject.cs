using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Data.Import;
using Antenna.Data.Import.Identifications;
using Antenna.Data.Import.Pipeline;
using Antenna.Data.Import.Tables;
using Antenna.Data.Model;
using Antenna.Data.Predictions;
using Antenna.Data.Taxonomy;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Antenna.Data.Tests.Import;

/// <summary>A database that knows the two moths of a <see cref="ResultsFile"/>, and imports into its one project.</summary>
internal sealed class ImportProject : IAsyncDisposable
{
    private ImportProject(TestDatabase database) => Database = database;

    public TestDatabase Database { get; }

    /// <summary>What imports of identifications take for now.</summary>
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 8, 1, 12, 0, 0, TimeSpan.Zero));

    public static async Task<ImportProject> CreateAsync(PostgresCluster cluster)
    {
        var project = new ImportProject(await TestDatabase.CreateAsync(cluster));
        await using var context = project.Database.CreateDbContext();
        context.Add(new Taxon { Name = "Actias luna", Rank = Rank.Species, Source = "test" });
        var io = new Taxon { Name = "Automeris io", Rank = Rank.Species, Source = "test" };
        context.Add(io);
        await context.SaveChangesAsync(Token);
        context.Add(new TaxonKey { Source = KeySources.Gbif, Key = "1868664", TaxonId = io.Id });
        await context.SaveChangesAsync(Token);
        return project;
    }

    public Task<PipelineResultsReport> ImportAsync(
        ResultsFile file, string set = "June", ImportMode mode = ImportMode.Write, IProgress<ImportProgress>? progress = null, CancellationToken? token = null) =>
        new PipelineResultsImport(Database.DataSource, NotATaxonLabels.Default, TimeProvider.System)
            .RunAsync(new(file.Save(), "Moth garden", set) { Mode = mode }, progress, token ?? Token);

    public Task<ImportReport> IdentifyAsync(
        string csv, ResultsFile file, ImportMode mode = ImportMode.Write, TableReading? reading = null, Action<TableShape>? onTable = null)
    {
        var path = Path.Combine(file.Folder, "identifications.csv");
        File.WriteAllText(path, csv);
        return new IdentificationsImport(Database.DataSource, Time)
            .RunAsync(new(path, "Moth garden", "Importer") { Mode = mode, Reading = reading ?? TableReading.Detected, OnTable = onTable }, null, Token);
    }

    /// <summary>The id of a taxon of this name.</summary>
    public async Task<long> TaxonAsync(string name)
    {
        await using var context = Database.CreateDbContext();
        return (await context.Taxa.SingleAsync(taxon => taxon.Name == name, Token)).Id;
    }

    /// <summary>All classifications, oldest row first.</summary>
    public async Task<List<Classification>> ClassificationsAsync()
    {
        await using var context = Database.CreateDbContext();
        return await context.Classifications.AsNoTracking().OrderBy(row => row.Id).ToListAsync(Token);
    }

    /// <summary>The logits of a classification; null where it has none.</summary>
    public async Task<float[]?> LogitsAsync(long classificationId)
    {
        await using var context = Database.CreateDbContext();
        var stored = await context.ClassificationLogits.AsNoTracking().SingleOrDefaultAsync(row => row.ClassificationId == classificationId, Token);
        return stored is null ? null : LogitsBytes.Read(stored.Logits).ToArray();
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
