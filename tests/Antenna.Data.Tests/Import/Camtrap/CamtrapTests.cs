using Antenna.Core.Taxonomy;
using Antenna.Data.Import;
using Antenna.Data.Import.Camtrap;
using Antenna.Data.Model;
using Antenna.Data.Verification;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Antenna.Data.Tests.Import.Camtrap;

/// <summary>Tests that import a package into a database that knows the red fox.</summary>
public abstract class CamtrapTests(PostgresCluster cluster) : IAsyncLifetime
{
    internal PackageFiles Package { get; } = new();

    internal TestDatabase Database { get; private set; } = null!;

    internal FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 8, 1, 12, 0, 0, TimeSpan.Zero));

    internal static CancellationToken Token => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync(cluster);
        await using var context = Database.CreateDbContext();
        context.Add(new Taxon { Name = "Vulpes vulpes", Rank = Rank.Species, Source = "test" });
        context.Add(new Taxon { Name = "Meles meles", Rank = Rank.Species, Source = "test" });
        await context.SaveChangesAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        Package.Dispose();
        await Database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    internal Task<CamtrapReport> ImportAsync(
        string? path = null, string project = "Bog", string set = "June", ImportMode mode = ImportMode.Write, bool makeTaxa = false) =>
        new CamtrapImport(Database.DataSource, Time).RunAsync(new(path ?? Package.Save(), project, set) { Mode = mode, MakeTaxa = makeTaxa }, null, Token);

    internal async Task<ImportRefusedException> RefusedAsync(string? path = null) =>
        await Assert.ThrowsAsync<ImportRefusedException>(() => ImportAsync(path));

    internal static long Outcome(CamtrapReport report, ObservationOutcome outcome) =>
        report.Observations.SingleOrDefault(each => each.Outcome == outcome)?.Observations ?? 0;

    /// <summary>The detections, oldest first.</summary>
    internal async Task<List<Detection>> DetectionsAsync()
    {
        await using var context = Database.CreateDbContext();
        return await context.Detections.AsNoTracking().OrderBy(detection => detection.Id).ToListAsync(Token);
    }

    internal async Task<List<Occurrence>> OccurrencesAsync()
    {
        await using var context = Database.CreateDbContext();
        return await context.Occurrences.AsNoTracking().OrderBy(occurrence => occurrence.Id).ToListAsync(Token);
    }

    /// <summary>The identifications, oldest row first, with who and what.</summary>
    internal async Task<List<(string Person, string? Taxon, DateTime At, string? Comment)>> IdentificationsAsync()
    {
        await using var context = Database.CreateDbContext();
        var rows = await (
            from row in context.Identifications
            join person in context.People on row.PersonId equals person.Id
            join taxon in context.Taxa on row.TaxonId equals taxon.Id into taxa
            from taxon in taxa.DefaultIfEmpty()
            orderby row.Id
            select new { Person = person.Name, Taxon = taxon == null ? null : taxon.Name, row.CreatedAt, row.Comment }).ToListAsync(Token);
        return [.. rows.Select(row => (row.Person, row.Taxon, row.CreatedAt, row.Comment))];
    }

    /// <summary>Importing it again leaves every row as it is, and what is derived is right.</summary>
    internal async Task AssertRepeatsAsync(Func<Task<CamtrapReport>> import)
    {
        var before = await DatabaseContent.ReadEverythingAsync(Database.DataSource);
        var again = await import();
        DatabaseContent.AssertEqual(before, await DatabaseContent.ReadEverythingAsync(Database.DataSource));
        Assert.All(again.Counts, count => Assert.True((count.New, count.Changed, count.Removed) == (0, 0, 0), count.What));
        Assert.True((await new DerivedVerification(Database.DataSource).VerifyAsync(repair: false, null, Token)).IsClean);
    }
}
