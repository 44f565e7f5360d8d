using Antenna.Core.Taxonomy;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Occurrence;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Testing;
using Bunit;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.Occurrence;

public sealed class CaptureViewTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly CaptureDetails Capture = new(7, "night/1.jpg", null, 4096, 2160,
    [
        new(1, 11, new(10, 20, 110.5, 60), null, Verified: false),
        new(2, 12, new(200, 300, 260, 380), new TaxonName(5, "Actias luna", Rank.Species), Verified: true),
        new(3, 11, new(500, 20, 600, 60), null, Verified: false),
    ]);

    private readonly DashboardContext _dashboard = new(database);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _dashboard.DisposeAsync();

    [Fact]
    public void Boxes_are_drawn_in_the_coordinates_of_the_capture()
    {
        var view = Render(Capture);

        Assert.Equal("0 0 4096 2160", view.Find("svg").GetAttribute("viewBox"));
        Assert.Equal(DashboardUrls.CapturePicture(7, 2048), view.Find("img").GetAttribute("src"));
        var shown = view.Find(".shown rect:not(.halo)");
        Assert.Equal(("10", "20", "100.5", "40"), (shown.GetAttribute("x"), shown.GetAttribute("y"), shown.GetAttribute("width"), shown.GetAttribute("height")));
        Assert.Single(view.FindAll(".own"));
    }

    [Fact]
    public void Boxes_of_other_animals_lead_to_them_by_their_names()
    {
        var link = Assert.Single(Render(Capture).FindAll("svg a"));

        Assert.Equal((DashboardUrls.Occurrence(12), "Actias luna, occurrence 12"), (link.GetAttribute("href"), link.GetAttribute("aria-label")));
    }

    [Fact]
    public void Another_animal_is_opened_with_the_mask_that_is_tried_and_the_way_back_of_this_one()
    {
        var address = new OccurrenceAddress(11)
        {
            DetectionId = 3, WholeHistory = true, Settings = new() { TaxaListId = 4, ClassifierIds = [5] }, Comparison = new() { Answers = [TriedAnswer.Original, TriedAnswer.OfList(6)] },
            CameFrom = new() { Filter = new() { ProjectId = 2, Verified = false }, Order = OccurrenceOrder.Name },
        };

        var link = Assert.Single(Render(Capture, address).FindAll("svg a"));

        Assert.Equal(address with { Id = 12, DetectionId = null }, PageAddress.Parse<OccurrenceAddress>(link.GetAttribute("href")!));
    }

    [Fact]
    public void A_capture_of_unknown_size_is_shown_without_boxes_and_with_the_reason()
    {
        var view = Render(Capture with { Width = null, Height = null });

        view.WaitForAssertion(() => Assert.All(["size", "boxes"], part => Assert.Contains(part, view.Find("figure p").TextContent, StringComparison.Ordinal)));
        Assert.Empty(view.FindAll("svg"));
        Assert.NotNull(view.Find("img"));
    }

    [Fact]
    public void An_animal_without_a_box_is_said_to_be_somewhere_on_the_picture()
    {
        var view = Render(Capture with { Boxes = [Capture.Boxes[1]] });

        Assert.All(["no box", "somewhere"], part => Assert.Contains(part, view.Find("figure p").TextContent, StringComparison.Ordinal));
        Assert.Single(view.FindAll("svg a"));
        Assert.Empty(Render(Capture).FindAll("figure p"));
    }

    [Fact]
    public async Task A_picture_that_is_missing_shows_which_one()
    {
        var view = Render(Capture);

        await view.Find("img").TriggerEventAsync("onerror", new Microsoft.AspNetCore.Components.Web.ErrorEventArgs());

        Assert.Equal("night/1.jpg", view.Find("figure .path").TextContent);
        Assert.Empty(view.FindAll("img"));
    }

    private IRenderedComponent<CaptureView> Render(CaptureDetails capture, OccurrenceAddress? address = null) => _dashboard.Render<CaptureView>(parameters => parameters
        .Add(view => view.Capture, capture).Add(view => view.Address, address ?? new(11)).Add(view => view.DetectionId, 1));
}
