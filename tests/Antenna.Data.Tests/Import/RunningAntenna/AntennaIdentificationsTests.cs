using System.Text.Json.Nodes;
using Antenna.Core.Occurrences;
using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.Import.RunningAntenna;

/// <summary>What people said at a running Antenna comes with the occurrences that they said it of.</summary>
public sealed class AntennaIdentificationsTests(PostgresCluster cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Identifications_come_with_people_dates_comments_and_how_they_ended()
    {
        await using var bench = await AntennaBench.CreateAsync(cluster);
        var content = bench.There.Content;
        content.Identify(1, 1, "Maria", 51, "2026-06-03T10:00:00", "Pale green.")["withdrawn"] = true; // By the next one.
        content.Identify(2, 1, "Maria", 52, "2026-06-04T10:00:00");
        content.Identify(3, 2, "Maria", 51, "2026-06-03T10:00:00")["withdrawn"] = true; // By hand.
        content.Identify(4, 2, "Otto", null, "2026-06-05T10:00:00", "Blurred.");
        content.Identify(5, 77, "Stranger", 51, "2026-06-05T10:00:00"); // Of another project.

        var report = await bench.ImportAsync();

        Assert.Equal((4, 1, 0), (report.Count("identifications").New, report.Count("identifications").Changed, report.Count("identifications").Skipped));
        var (luna, io) = (await bench.Here.TaxonAsync("Actias luna"), await bench.Here.TaxonAsync("Automeris io"));
        var identified = await ReadAsync(bench);
        Assert.Equal(
            [
                ("Maria", luna, "Pale green.", IdentificationStatus.Superseded), ("Maria", io, null, IdentificationStatus.Standing),
                ("Maria", luna, null, IdentificationStatus.Withdrawn), ("Otto", null, "Blurred.", IdentificationStatus.Standing),
            ],
            identified.Select(each => (each.Person, each.Identification.TaxonId, each.Identification.Comment, each.Identification.Status)));
        Assert.Equal(new DateTime(2026, 6, 3, 10, 0, 0, DateTimeKind.Utc), identified[0].Identification.CreatedAt);
        await using var context = bench.Here.Database.CreateDbContext();
        Assert.Equal(io, (await context.Occurrences.SingleAsync(each => each.Verified, Token)).DeterminationTaxonId);
    }

    [Fact]
    public async Task A_click_of_agreement_stays_one()
    {
        await using var bench = await AntennaBench.CreateAsync(cluster);
        var content = bench.There.Content;
        content.Identify(1, 1, "Maria", 51, "2026-06-03T10:00:00")["agreed_with_identification_id"] = 2;
        content.Identify(2, 1, "Otto", 51, "2026-06-02T10:00:00")["agreed_with_prediction_id"] = 10;
        content.Identify(3, 2, "Otto", 51, "2026-06-02T10:00:00")["agreed_with_prediction_id"] = 999; // Of a masked one, which does not come.

        await bench.ImportAsync();

        var identified = await ReadAsync(bench);
        Assert.All(identified, each => Assert.True(each.Identification.IsAgreement));
        Assert.Equal(identified.Single(each => each is { Person: "Otto" } && each.Identification.OccurrenceId == identified.Single(other => other.Person == "Maria").Identification.OccurrenceId).Identification.Id,
            identified.Single(each => each.Person == "Maria").Identification.AgreedIdentificationId);
    }

    [Fact]
    public async Task A_click_of_agreement_with_what_did_not_come_is_no_judgement_and_agrees_with_nothing_else()
    {
        await using var bench = await AntennaBench.CreateAsync(cluster);
        var content = bench.There.Content;
        content.Identify(2, 1, "Otto", 53, "2026-06-02T10:00:00"); // Of a taxon that is not known here.
        content.Identify(3, 1, "Maria", 51, "2026-06-03T10:00:00")["agreed_with_identification_id"] = 2;
        content.Identify(4, 2, "Maria", 52, "2026-06-03T10:00:00")["agreed_with_prediction_id"] = 999; // Of a masked one, and of no prediction's taxon.

        var report = await bench.ImportAsync();

        var identified = await ReadAsync(bench);
        Assert.Equal(2, identified.Count);
        Assert.All(identified, each => Assert.Equal(
            (true, null, null, Identification.NotHere),
            (each.Identification.IsAgreement, each.Identification.AgreedAlgorithmId, each.Identification.AgreedClassificationId, each.Identification.AgreedIdentificationId)));
        Assert.Contains(report.Findings, finding => finding.Message.Contains("clicks of agreement", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Importing_again_adds_nothing_and_a_later_withdrawal_comes()
    {
        await using var bench = await AntennaBench.CreateAsync(cluster);
        bench.There.Content.Identify(1, 1, "Maria", 51, "2026-06-03T10:00:00");
        await bench.ImportAsync();
        var before = await AntennaBench.ContentAsync(bench.Here.Database.DataSource);
        bench.There.ForgetRequests();

        Assert.Equal(0, (await bench.ImportAsync()).Count("identifications").New);
        Assert.Empty(bench.There.Requested("taxa/"));
        Assert.Equal(before, await AntennaBench.ContentAsync(bench.Here.Database.DataSource));

        bench.There.Content.Identifications[0]["withdrawn"] = true;
        await bench.ImportAsync();
        Assert.Equal(IdentificationStatus.Withdrawn, Assert.Single(await ReadAsync(bench)).Identification.Status);

        bench.There.Content.Identify(2, 3, "Otto", 52, "2026-06-05T10:00:00");
        Assert.Equal(1, (await bench.ImportAsync()).Count("identifications").New);
    }

    [Fact]
    public async Task One_of_a_taxon_that_is_not_known_here_is_said_and_comes_once_it_is()
    {
        await using var bench = await AntennaBench.CreateAsync(cluster);
        bench.There.Content.Identify(1, 1, "Maria", 53, "2026-06-03T10:00:00");

        var report = await bench.ImportAsync();

        Assert.Equal((0, 1), (report.Count("identifications").New, report.Count("identifications").Skipped));
        Assert.Contains(report.Findings, finding => finding.Message.StartsWith("Identifications of taxa that are not known here", StringComparison.Ordinal));
        await using (var context = bench.Here.Database.CreateDbContext())
        {
            context.Add(new Taxon { Name = "Samia cynthia", Rank = Rank.Species, Source = "test" });
            await context.SaveChangesAsync(Token);
        }

        Assert.Equal(1, (await bench.ImportAsync()).Count("identifications").New);
    }

    [Fact]
    public async Task Taxa_that_only_people_named_are_made_with_what_is_above_them_where_it_is_asked_for()
    {
        await using var bench = await AntennaBench.CreateAsync(cluster);
        bench.There.Content.Taxa.Single(taxon => (long)taxon["id"]! == 53)["parents"] = new JsonArray(
            new JsonObject { ["id"] = 81, ["name"] = "Saturniidae", ["rank"] = "FAMILY" }, new JsonObject { ["id"] = 82, ["name"] = "Samia", ["rank"] = "GENUS" });
        bench.There.Content.Identify(1, 1, "Maria", 53, "2026-06-03T10:00:00");

        var report = await bench.ImportAsync(request => request with { MakeTaxa = true });

        Assert.Equal((1, 0), (report.Count("identifications").New, report.Count("identifications").Skipped));
        await using var context = bench.Here.Database.CreateDbContext();
        var made = await context.Taxa.SingleAsync(taxon => taxon.Name == "Samia cynthia", Token);
        var genus = await context.Taxa.SingleAsync(taxon => taxon.Id == made.ParentId, Token);
        Assert.Equal(("Samia", "Saturniidae"), (genus.Name, (await context.Taxa.SingleAsync(taxon => taxon.Id == genus.ParentId, Token)).Name));
        Assert.Equal(made.Id, (await context.Occurrences.SingleAsync(each => each.Verified, Token)).DeterminationTaxonId);
    }

    [Fact]
    public async Task Identifications_that_were_deleted_there_stay_here_and_are_counted()
    {
        await using var bench = await AntennaBench.CreateAsync(cluster);
        bench.There.Content.Identify(1, 1, "Maria", 51, "2026-06-03T10:00:00");
        await bench.ImportAsync();
        bench.There.Content.Identifications.Clear();

        var report = await bench.ImportAsync();

        Assert.Equal(1, Assert.Single(report.Findings, finding => finding.Message.StartsWith("Identifications that were imported before", StringComparison.Ordinal)).Count);
        Assert.Single(await ReadAsync(bench));
    }

    private static async Task<List<(string Person, Identification Identification)>> ReadAsync(AntennaBench bench)
    {
        await using var context = bench.Here.Database.CreateDbContext();
        return [.. (await context.Identifications.AsNoTracking().Join(context.People, identified => identified.PersonId, person => person.Id, (identified, person) => new { person.Name, identified })
            .OrderBy(each => each.identified.OccurrenceId).ThenBy(each => each.identified.CreatedAt).ToListAsync(Token)).Select(each => (each.Name, each.identified))];
    }
}
