using Antenna.Core.TaxaLists;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.TaxaLists;

/// <summary>What goes by the taxonomy waits for an import of taxa, and not for long.</summary>
public sealed class TaxonomyInUseTests(TestDatabase database) : TaxaListDraftBench(database), IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_draft_is_not_saved_during_an_import_of_taxa_and_stays_as_it_is()
    {
        var draft = await AddAsync(await OpenAsync(), "Catocala relicta");
        await using var import = await HeldLock.TakeAsync(
            Database.ConnectionString, "select pg_advisory_xact_lock(x'414E5401'::int, hashtext('import of taxa'))");

        var saved = await Saving.SaveAsync(draft, null, null, new Dictionary<string, MergeSide>(), TestContext.Current.CancellationToken);

        Assert.Null(saved.Number);
        Assert.StartsWith("An import of taxa is under way", saved.Refusal, StringComparison.Ordinal);
        Assert.Equal(draft.Revision, (await Drafts.FindAsync(List.Id, Scenario.Curator.Id, TestContext.Current.CancellationToken))!.Revision);
        await using var context = Database.CreateDbContext();
        Assert.Single(await context.TaxaListVersions.Where(version => version.TaxaListId == List.Id).ToListAsync(TestContext.Current.CancellationToken));
        await import.DisposeAsync();
        Assert.Equal(2, (await Saving.SaveAsync(draft, null, null, new Dictionary<string, MergeSide>(), TestContext.Current.CancellationToken)).Number);
    }
}
