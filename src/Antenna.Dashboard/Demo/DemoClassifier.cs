using Antenna.Dashboard.Demo.Drawing;

namespace Antenna.Dashboard.Demo;

/// <summary>
/// A classifier of the demo, which sees moths as real ones do: mostly the right species, then what is like it, of its genus,
/// of its family; a relative of another continent as often as not, because nothing in a picture says where it was taken;
/// background where there is no moth, if it knows that there is such a thing.
/// </summary>
internal sealed class DemoClassifier
{
    public const string Background = "background";

    private readonly string _seed;

    private DemoClassifier(string key, string name, IReadOnlyList<DemoSpecies?> classes)
    {
        (Key, Name, Classes) = (key, name, classes);
        _seed = key;
    }

    public string Key { get; }

    public string Name { get; }

    /// <summary>In the order of its logits; null is background.</summary>
    public IReadOnlyList<DemoSpecies?> Classes { get; }

    /// <summary>Of the region, trained on what its makers thought to occur there.</summary>
    public static DemoClassifier Regional(DemoAssets assets) =>
        new("demo-moths-northeast", "Northeastern moths", [.. assets.Species.Where(species => species.IsRegionalClass)]);

    /// <summary>Of two continents.</summary>
    public static DemoClassifier Wide(DemoAssets assets) =>
        new("demo-moths-holarctic", "Holarctic moths", [.. assets.Species.Where(species => species.IsWideClass), null]);

    /// <summary>What it makes of a detection, one logit a class.</summary>
    public float[] Classify(DemoAnimal animal, DemoDetection detection)
    {
        var random = new DemoRandom($"{_seed} sees {detection.CropPath}");
        return animal.Species is { } species ? Moth(species, new DemoRandom($"{_seed} sees animal {animal.Id}"), random) : NoMoth(random);
    }

    /// <param name="animal">What is the same for all pictures of the animal: how well it can be told, and as what.</param>
    /// <param name="picture">What is not.</param>
    private float[] Moth(DemoSpecies species, DemoRandom animal, DemoRandom picture)
    {
        // Worn ones, and ones that sit badly, are told worse.
        var clarity = animal.Between(0.15, 1);
        var peak = 5.6 + (6 * clarity);
        var abroad = (1.6 * animal.Normal()) + 0.5;
        var alike = animal.Between(1.2, 4.5);
        return
        [
            .. Classes.Select(candidate => (float)(candidate switch
            {
                null => (0.8 * picture.Normal()) + (1.5 * (1 - clarity)),
                _ when candidate == species => peak + (0.5 * picture.Normal()),
                _ when candidate.Resembles == species.Name => peak + abroad + (0.6 * picture.Normal()),
                _ when candidate.Genus == species.Genus => peak - alike + (1.1 * picture.Normal()),
                _ when candidate.Resembles is { } other && other.StartsWith(species.Genus + ' ', StringComparison.Ordinal) => peak - 3.5 + picture.Normal(),
                _ when candidate.Family == species.Family => 1.1 + picture.Normal(),
                _ => (0.9 * picture.Normal()) - 0.8,
            })),
        ];
    }

    private float[] NoMoth(DemoRandom picture)
    {
        var doubt = picture.Between(0, 1);
        return [.. Classes.Select(candidate => (float)(candidate is null ? 8 - (5.5 * doubt) + picture.Normal() : (1.3 * picture.Normal()) - 0.6))];
    }
}
