using Antenna.Data.Import;
using Antenna.Data.Import.Identifications;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static Antenna.Data.Tests.Import.Tables.ArchiveFile;

namespace Antenna.Data.Tests.Import;

public sealed class ArchivedIdentificationsTests(PostgresCluster cluster) : ResultsImportTests(cluster)
{
    private static readonly string Occurrences = Table(
        "core", "Occurrence", "occurrence.csv", 0, Field(0, "occurrenceID"), Field(1, "scientificName"), Field(2, "identificationVerificationStatus", "verified by human"));

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"antenna-{Guid.NewGuid():N}.zip");
    private long _id;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Results.Add(ResultsFile.Logits(0, 2, 1));
        await Project.ImportAsync(Results);
        await using var context = Project.Database.CreateDbContext();
        _id = await context.Occurrences.Select(occurrence => occurrence.Id).SingleAsync(Token);
    }

    public override async ValueTask DisposeAsync()
    {
        File.Delete(_path);
        await base.DisposeAsync();
    }

    [Theory]
    [InlineData("urn:catalog:UAM:Ento:")]
    [InlineData("Occurrence:")]
    [InlineData("occurrence:0x")]
    [InlineData("")]
    public async Task An_id_of_another_archive_verifies_none_of_our_occurrences(string before)
    {
        Write(_path, [Occurrences], ("occurrence.csv", $"{before}{_id},Actias luna,verified by human\n"));

        var report = await ImportAsync();

        Assert.Equal((0, 1), (report.Count("identifications").New, report.Count("identifications").Skipped));
        var finding = Assert.Single(report.Findings, finding => finding.Message.Contains("occurrenceID", StringComparison.Ordinal));
        Assert.Equal((ImportFindingLevel.Warning, 1L, $"'{before}{_id}'"), (finding.Level, finding.Count, finding.Examples[0].Detail));
    }

    [Fact]
    public async Task Only_what_the_export_calls_verified_is_verified_and_another_word_is_left_out_by_name()
    {
        Write(
            _path, [Occurrences],
            ("occurrence.csv", $"occurrence:{_id},Actias luna,verified by software\noccurrence:{_id},Actias luna,unverified\noccurrence:{_id},Automeris io,verified by human\n"));

        var report = await ImportAsync();

        Assert.Equal((1, 2), (report.Count("identifications").New, report.Count("identifications").Skipped));
        Assert.Contains(report.Findings, finding => finding is { Level: ImportFindingLevel.Note, Count: 1, Message: "What no person verified is left out." });
        Assert.Contains(report.Findings, finding => finding.Level is ImportFindingLevel.Warning && finding.Examples[0].Detail == "'verified by software'");
    }

    [Fact]
    public async Task An_empty_cell_has_what_the_description_gives_for_its_column()
    {
        Write(_path, [Occurrences], ("occurrence.csv", $"occurrence:{_id},Actias luna,\n"));

        Assert.Equal(1, (await ImportAsync()).Count("identifications").New);
    }

    private Task<ImportReport> ImportAsync() => new IdentificationsImport(Project.Database.DataSource, TimeProvider.System)
        .RunAsync(new(_path, "Moth garden", "Importer"), progress: null, Token);
}
