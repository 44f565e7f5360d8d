using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Data.Import;
using Antenna.Data.Import.Tables;
using Antenna.Data.Import.Taxa;
using Antenna.Data.Import.TaxaLists;
using Antenna.Data.Model;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Import.Taxa;

/// <summary>A database of its own that files of taxa and taxa lists are imported into, written down as tests write them.</summary>
internal sealed class ImportedTaxonomy : IAsyncDisposable
{
    /// <summary>Who imports.</summary>
    public const string Person = "Maria";

    private readonly TestDatabase _database;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("antenna-taxa-");

    private ImportedTaxonomy(TestDatabase database) => _database = database;

    public TestDatabase Database => _database;

    public long PersonId { get; private set; }

    /// <summary>The names of rows that are no taxa.</summary>
    public NotATaxonLabels NotATaxon { get; init; } = NotATaxonLabels.Default;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<ImportedTaxonomy> CreateAsync(PostgresCluster cluster, NotATaxonLabels? notATaxon = null)
    {
        var taxonomy = new ImportedTaxonomy(await TestDatabase.CreateAsync(cluster)) { NotATaxon = notATaxon ?? NotATaxonLabels.Default };
        await using var context = taxonomy._database.CreateDbContext();
        var person = new Person { Name = Person };
        context.People.Add(person);
        await context.SaveChangesAsync(Cancellation);
        taxonomy.PersonId = person.Id;
        return taxonomy;
    }

    /// <summary>Writes a file and returns its path.</summary>
    public string File(string content, string name = "taxa.csv")
    {
        var path = Path.Combine(_folder.FullName, name);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    public Task<ImportReport> ImportTaxaAsync(string content, ImportMode mode = ImportMode.Write) =>
        ImportTaxaFileAsync(File(content), mode);

    public Task<ImportReport> ImportTaxaFileAsync(string path, ImportMode mode = ImportMode.Write) =>
        new TaxaImport(_database.DataSource, NotATaxon, TimeProvider.System).RunAsync(new(path) { Mode = mode }, null, Cancellation);

    public Task<TaxaListReport> ImportListAsync(string content, string list = "Vermont", ImportMode mode = ImportMode.Write) =>
        ImportListFileAsync(File(content, "list.csv"), list, mode);

    public Task<TaxaListReport> ImportListFileAsync(
        string path,
        string list,
        ImportMode mode = ImportMode.Write,
        List<TaxaListLine>? lines = null,
        IReadOnlyList<AcceptedSuggestion>? accepted = null,
        string? acceptedFile = null,
        TableReading? reading = null,
        List<LineWithoutName>? withoutName = null) =>
        new TaxaListImport(_database.DataSource, NotATaxon, TimeProvider.System).RunAsync(
            new(path, list, Person)
            {
                Mode = mode,
                Accepted = accepted ?? [],
                Reading = reading ?? TableReading.Detected,
                OnLineWithoutName = withoutName is null ? null : (line, _) =>
                {
                    withoutName.Add(line);
                    return ValueTask.CompletedTask;
                },
                AcceptedFile = acceptedFile,
                OnLine = (line, _) =>
                {
                    lines?.Add(line);
                    return ValueTask.CompletedTask;
                },
            },
            null, Cancellation);

    /// <summary>All taxa as "rank name &lt; parent = accepted", by name.</summary>
    public async Task<string[]> TaxaAsync()
    {
        await using var context = _database.CreateDbContext();
        var taxa = await context.Taxa.AsNoTracking().ToDictionaryAsync(taxon => taxon.Id, Cancellation);
        return
        [
            .. taxa.Values.Select(taxon =>
                    $"{taxon.Rank.DisplayName()} {taxon.Name}"
                    + (taxon.ParentId is { } parent ? $" < {taxa[parent].Name}" : "")
                    + (taxon.AcceptedTaxonId is { } accepted ? $" = {taxa[accepted].Name}" : ""))
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>The names on a version, "+" behind one that includes its descendants, in brackets one that resolves to no taxon.</summary>
    public async Task<string[]> ListedAsync(string list, int version)
    {
        await using var context = _database.CreateDbContext();
        var listed = await context.TaxaLists.Where(each => each.Name == list)
            .Join(context.TaxaListVersions.Where(each => each.Number == version), each => each.Id, each => each.TaxaListId, (_, each) => each)
            .Join(context.TaxaListEntries, each => each.Id, entry => entry.TaxaListVersionId, (_, entry) => entry)
            .OrderBy(entry => entry.NameKey)
            .ToListAsync(Cancellation);
        return [.. listed.Select(entry => (entry.TaxonId is null ? $"({entry.Name})" : entry.Name) + (entry.IncludeDescendants ? " +" : ""))];
    }

    public async Task<List<TaxaListVersion>> VersionsAsync()
    {
        await using var context = _database.CreateDbContext();
        return await context.TaxaListVersions.OrderBy(version => version.Id).ToListAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        await _database.DisposeAsync();
    }
}
