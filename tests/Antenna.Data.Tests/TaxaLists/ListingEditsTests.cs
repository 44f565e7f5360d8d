using Antenna.Core.Taxonomy;
using Antenna.Data.Model;
using Antenna.Data.TaxaLists;
using Antenna.Testing;
using Antenna.Testing.Scenarios;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Antenna.Data.Tests.TaxaLists;

/// <summary>What a change of a draft does to the names on the list.</summary>
public sealed class ListingEditsTests(TestDatabase database) : TaxaListDraftBench(database), IClassFixture<TestDatabase>
{
    private static readonly string[] Kingdoms = ["Animalia", "Plantae"];

    [Fact]
    public async Task A_species_that_is_listed_through_its_family_is_struck_by_listing_the_rest_of_it()
    {
        var (family, genus) = await AddFamilyAsync("Saturniidae", "Actias", "Actias luna", "Actias selene", "Samia cynthia");
        var draft = await OpenAsync();
        draft = await StepAsync(draft, await Edits.KeepDescendantsAsync(await Listings.OfDraftAsync(draft, Token), family, Token));
        var before = await Listings.OfDraftAsync(draft, Token);
        var luna = await Scenario.SpeciesAsync("Actias luna");

        var edit = ListingEdits.Strike(before, luna);
        var after = await Listings.OfDraftAsync(await StepAsync(draft, edit), Token);

        Assert.Contains("through Saturniidae", edit.Note, StringComparison.Ordinal);
        Assert.Equal(before.Taxa.Names.Except([luna]).Order(), after.Taxa.Names.Order());
        Assert.False(after.Taxa.Entries[genus]);
    }

    [Fact]
    public async Task A_genus_that_is_listed_with_its_species_stays_so_when_another_species_of_its_family_is_struck()
    {
        var (family, genus) = await AddFamilyAsync("Saturniidae", "Actias", "Actias luna", "Actias selene", "Samia cynthia");
        var draft = await OpenAsync();
        foreach (var kept in new[] { genus, family })
            draft = await StepAsync(draft, await Edits.KeepDescendantsAsync(await Listings.OfDraftAsync(draft, Token), kept, Token));
        var before = await Listings.OfDraftAsync(draft, Token);
        var cynthia = await Scenario.SpeciesAsync("Samia cynthia");

        var after = await Listings.OfDraftAsync(await StepAsync(draft, ListingEdits.Strike(before, cynthia)), Token);

        Assert.Equal(before.Taxa.Names.Except([cynthia]).Order(), after.Taxa.Names.Order());
        Assert.True(after.Taxa.Entries[genus]);
        Assert.False(after.Taxa.Entries.GetValueOrDefault(family));
        Assert.DoesNotContain(await Scenario.SpeciesAsync("Actias selene"), after.Taxa.Entries.Keys);
    }

    [Theory]
    [InlineData("Hyalophora", "Hyalophora cecropia", Rank.Genus)]
    [InlineData("Callosamia promethea", "Callosamia promethea", Rank.Species)]
    public async Task A_subspecies_of_a_listed_species_is_not_struck_without_it_through_whatever_that_is_listed(string kept, string species, Rank rank)
    {
        await AddFamilyAsync("Sphingidae", species[..species.IndexOf(' ', StringComparison.Ordinal)], species);
        await using var context = Database.CreateDbContext();
        var subspecies = await TaxonAsync(context, $"{species} gloveri", Rank.Subspecies, await Scenario.SpeciesAsync(species));
        var through = await TaxonAsync(context, kept, rank, null);
        var draft = await OpenAsync();
        draft = await StepAsync(draft, await Edits.KeepDescendantsAsync(await Listings.OfDraftAsync(draft, Token), through.Id, Token));
        var listing = await Listings.OfDraftAsync(draft, Token);
        Assert.Contains(subspecies.Id, listing.Taxa.Names);

        var edit = ListingEdits.Strike(listing, subspecies.Id);

        Assert.Null(edit.Step);
        Assert.False(edit.UndoesLast);
        Assert.Contains(species, edit.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_species_is_not_struck_where_that_would_list_others_by_a_name_that_several_taxa_bear()
    {
        var (family, _) = await AddFamilyAsync("Pieridae", "Pieris", "Pieris rapae", "Pieris napi");
        await using var context = Database.CreateDbContext();
        context.AddRange(new Taxon { Name = "Leptidea", Rank = Rank.Genus, ParentId = family, Source = "test" }, new Taxon { Name = "Leptidea", Rank = Rank.Genus, Homonym = 1, ParentId = family, Source = "test" });
        await context.SaveChangesAsync(Token);
        var draft = await OpenAsync();
        draft = await StepAsync(draft, await Edits.KeepDescendantsAsync(await Listings.OfDraftAsync(draft, Token), family, Token));

        var edit = ListingEdits.Strike(await Listings.OfDraftAsync(draft, Token), await Scenario.SpeciesAsync("Pieris rapae"));

        Assert.Null(edit.Step);
        Assert.Contains("Leptidea", edit.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Homonyms_among_the_rest_of_what_a_struck_species_was_listed_with_are_each_listed()
    {
        var (root, _) = await AddHomonymsAsync();
        var draft = await OpenAsync();
        draft = await StepAsync(draft, await Edits.KeepDescendantsAsync(await Listings.OfDraftAsync(draft, Token), root, Token));
        var before = await Listings.OfDraftAsync(draft, Token);
        var struck = await Scenario.SpeciesAsync("Bombyx mori");

        var after = await Listings.OfDraftAsync(await StepAsync(draft, ListingEdits.Strike(before, struck)), Token);

        Assert.Equal(before.Taxa.Names.Except([struck]).Order(), after.Taxa.Names.Order());
    }

    [Fact]
    public async Task Homonyms_that_one_step_adds_are_each_listed()
    {
        var (_, homonyms) = await AddHomonymsAsync();
        var draft = await OpenAsync();

        var both = await Listings.OfDraftAsync(await StepAsync(draft, ListingEdits.AddBatch(await Listings.OfDraftAsync(draft, Token), homonyms)), Token);

        Assert.Superset(homonyms.ToHashSet(), both.Taxa.Names.ToHashSet());
    }

    [Fact]
    public async Task A_taxon_is_struck_by_all_the_names_that_it_has_on_the_list()
    {
        var viceroy = await Scenario.SpeciesAsync("Limenitis arthemis");
        await using (var context = Database.CreateDbContext())
        {
            context.Add(new Taxon { Name = "Basilarchia arthemis", Rank = Rank.Species, AcceptedTaxonId = viceroy, Source = "test" });
            await context.SaveChangesAsync(Token);
        }

        var both = await Scenario.AddVersionAsync(List, ["Limenitis arthemis", "Basilarchia arthemis"]);
        var draft = await Drafts.OpenAsync(List.Id, both.Id, Scenario.Curator, Token);

        Assert.Equal(["-Basilarchia arthemis", "-Limenitis arthemis"], Chips(await StrikeAsync(draft, "Basilarchia arthemis")).Order());
    }

    [Fact]
    public async Task The_opposite_of_the_last_step_undoes_that_whichever_it_is()
    {
        var (luna, selene) = (await Scenario.SpeciesAsync("Actias luna"), await Scenario.SpeciesAsync("Actias selene"));
        var draft = await OpenAsync();
        var struck = await Listings.OfDraftAsync(await StrikeAsync(draft, "Actias luna"), Token);

        Assert.True(ListingEdits.Add(struck, luna).UndoesLast);
        Assert.True(ListingEdits.PutBack(struck, new ListedName("Actias luna", Rank.Species).Key).UndoesLast);
        Assert.False(ListingEdits.Add(struck, selene).UndoesLast);
        var added = await Listings.OfDraftAsync(await AddAsync(struck.Draft!, "Actias selene"), Token);
        Assert.True(ListingEdits.Strike(added, selene).UndoesLast);
        Assert.False(ListingEdits.Strike(added, await Scenario.SpeciesAsync("Samia cynthia")).UndoesLast);

        // Not the last any more: a step that puts back what that one struck, which its own opposite undoes.
        var back = ListingEdits.Add(added, luna);
        Assert.False(back.UndoesLast);
        var restored = await StepAsync(added.Draft!, back);
        Assert.Equal(["+Actias selene"], Chips(restored));
        Assert.True(ListingEdits.Strike(await Listings.OfDraftAsync(restored, Token), luna).UndoesLast);
    }

    [Fact]
    public async Task A_taxon_is_added_back_as_what_it_was_on_the_list_when_it_was_struck()
    {
        var (family, _) = await AddFamilyAsync("Saturniidae", "Actias", "Actias luna", "Actias selene", "Samia cynthia");
        var draft = await OpenAsync();
        draft = await StepAsync(draft, await Edits.KeepDescendantsAsync(await Listings.OfDraftAsync(draft, Token), family, Token));
        var before = Chips(draft);
        draft = await StrikeAsync(draft, "Actias luna");
        draft = await AddAsync(draft, "Catocala relicta");

        draft = await AddAsync(draft, "Actias luna");

        Assert.Equal([.. before, "+Catocala relicta"], Chips(draft));
        Assert.Equal(["Actias luna"], draft.Content.Last!.Names);
    }

    [Fact]
    public async Task What_was_struck_and_is_changed_since_is_added_as_any_other()
    {
        var (family, _) = await AddFamilyAsync("Saturniidae", "Actias", "Actias luna", "Actias selene", "Samia cynthia");
        var draft = await OpenAsync();
        draft = await StepAsync(draft, await Edits.KeepDescendantsAsync(await Listings.OfDraftAsync(draft, Token), family, Token));
        draft = await StrikeAsync(draft, "Actias luna");
        draft = await StrikeAsync(draft, "Actias selene");

        draft = await AddAsync(draft, "Actias luna");

        Assert.Equal(["Actias luna", "Samia cynthia"], (await ListedAsync(draft)).Where(name => name.Contains(' ', StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_name_that_the_taxonomy_does_not_know_is_struck_by_itself_and_once()
    {
        var draft = await OpenAsync();
        draft = await StepAsync(draft, ListingEdits.AddNames(await Listings.OfDraftAsync(draft, Token), [new("Nemo nusquam", Rank.Species)], new Dictionary<string, long>()));
        var saved = await SaveAsync(draft);
        var next = await Drafts.OpenAsync(List.Id, (await VersionAsync(saved.Number!.Value)).Id, Scenario.Curator, Token);
        var key = new ListedName("Nemo nusquam", Rank.Species).Key;

        next = await StepAsync(next, await Edits.StrikeNameAsync(await Listings.OfDraftAsync(next, Token), key, Token));

        Assert.Equal(["-Nemo nusquam"], Chips(next));
        Assert.Null((await Edits.StrikeNameAsync(await Listings.OfDraftAsync(next, Token), key, Token)).Step);
        Assert.Null((await Edits.StrikeNameAsync(await Listings.OfDraftAsync(next, Token), "nowhere to be found", Token)).Step);
    }

    [Fact]
    public async Task The_whole_genus_is_offered_with_the_number_of_species_that_it_adds()
    {
        var (family, genus) = await AddFamilyAsync("Saturniidae", "Actias", "Actias luna", "Actias selene", "Samia cynthia");
        var listing = await Listings.OfDraftAsync(await OpenAsync(), Token);

        var offered = ListingEdits.WholeTaxaAbove(listing, await Scenario.SpeciesAsync("Actias selene"));
        var kept = await Listings.OfDraftAsync(
            await StepAsync(listing.Draft!, await Edits.KeepDescendantsAsync(listing, genus, Token)), Token);

        Assert.Equal([(genus, 1), (family, 1)], offered.Select(whole => (whole.Taxon.Id, whole.Species)));
        Assert.Equal([family], ListingEdits.WholeTaxaAbove(kept, await Scenario.SpeciesAsync("Actias selene")).Select(whole => whole.Taxon.Id));
        Assert.Contains(await Scenario.SpeciesAsync("Actias selene"), kept.Taxa.Names);
    }

    [Fact]
    public async Task What_is_on_the_list_already_is_no_step()
    {
        var listing = await Listings.OfDraftAsync(await OpenAsync(), Token);

        Assert.Null(ListingEdits.Add(listing, await Scenario.SpeciesAsync("Actias luna")).Step);
        Assert.Null(ListingEdits.Strike(listing, await Scenario.SpeciesAsync("Catocala relicta")).Step);
    }

    /// <summary>A moth, and two genera of one name in two kingdoms, all below one taxon.</summary>
    private async Task<(long Root, IReadOnlyList<long> Homonyms)> AddHomonymsAsync()
    {
        await using var context = Database.CreateDbContext();
        var root = await TaxonAsync(context, "Life", Rank.Unknown, null);
        await TaxonAsync(context, "Bombyx mori", Rank.Species, root.Id);
        var homonyms = new List<long>();
        foreach (var (at, kingdom) in Kingdoms.Index())
        {
            var above = await TaxonAsync(context, kingdom, Rank.Kingdom, root.Id);
            var genus = await context.Taxa.SingleOrDefaultAsync(taxon => taxon.Name == "Oenanthe" && taxon.ParentId == above.Id, Token)
                ?? context.Add(new Taxon { Name = "Oenanthe", Rank = Rank.Genus, Homonym = (short)at, ParentId = above.Id, Source = "test" }).Entity;
            await context.SaveChangesAsync(Token);
            homonyms.Add(genus.Id);
        }

        return (root.Id, homonyms);
    }
}
