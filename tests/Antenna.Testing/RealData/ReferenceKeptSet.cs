using System.Text.Json;

namespace Antenna.Testing.RealData;

/// <summary>The classes of the real classifier that the Vermont insects keep, found independently.</summary>
/// <param name="Listed">Kept because their taxon is listed.</param>
/// <param name="NotATaxon">Kept because they are not a taxon.</param>
public sealed record ReferenceKeptSet(IReadOnlyList<int> Listed, IReadOnlyList<int> NotATaxon)
{
    public static async Task<ReferenceKeptSet> ReadAsync(CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(SharedData.File("reference", "vermont-insects.kept.json"));
        using var document = await JsonDocument.ParseAsync(file, default, cancellationToken);
        IReadOnlyList<int> Indices(string name) =>
            [.. document.RootElement.GetProperty(name).EnumerateArray().Select(index => index.GetInt32()).Order()];
        return new(Indices("kept_taxa"), Indices("not_a_taxon"));
    }
}
