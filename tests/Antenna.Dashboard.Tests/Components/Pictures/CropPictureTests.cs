using Antenna.Dashboard.Components.Pictures;
using Bunit;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.Pictures;

public class CropPictureTests
{
    [Fact]
    public async Task It_is_fetched_late_and_at_twice_the_size_of_its_square()
    {
        await using var context = new BunitContext();

        var image = context.Render<CropPicture>(crop => crop.Add(c => c.DetectionId, 7).Add(c => c.Size, 96).Add(c => c.Alt, "Actias luna")).Find("img");

        Assert.Equal("pictures/detections/7?size=192", image.GetAttribute("src"));
        Assert.Equal("lazy", image.GetAttribute("loading"));
        Assert.Equal(("96", "96"), (image.GetAttribute("width"), image.GetAttribute("height")));
        Assert.Equal("Actias luna", image.GetAttribute("alt"));
    }

    [Fact]
    public async Task A_picture_that_cannot_be_loaded_is_seen_to_be_missing()
    {
        await using var context = new BunitContext();
        var crop = context.Render<CropPicture>(crop => crop.Add(c => c.DetectionId, 7).Add(c => c.Alt, "Actias luna"));

        await crop.Find("img").TriggerEventAsync("onerror", new Microsoft.AspNetCore.Components.Web.ErrorEventArgs());

        Assert.Empty(crop.FindAll("img"));
        Assert.Equal("Actias luna: no picture", crop.Find("svg").GetAttribute("aria-label"));
    }

    [Fact]
    public async Task The_next_detection_in_the_same_place_is_looked_for_again()
    {
        await using var context = new BunitContext();
        var crop = context.Render<CropPicture>(crop => crop.Add(c => c.DetectionId, 7));
        await crop.Find("img").TriggerEventAsync("onerror", new Microsoft.AspNetCore.Components.Web.ErrorEventArgs());

        crop.Render(parameters => parameters.Add(c => c.DetectionId, 8));

        Assert.Equal("pictures/detections/8?size=128", crop.Find("img").GetAttribute("src"));
    }
}
