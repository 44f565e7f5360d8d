using System.Text.Json;

namespace Antenna.Data.Import.Pipeline;

/// <summary>Finds the algorithm that a detection or a classification names as <c>{name, key}</c>.</summary>
/// <param name="algorithms">Those of the file, by key.</param>
internal sealed class AlgorithmReferences(IReadOnlyDictionary<string, ImportedAlgorithm> algorithms)
{
    /// <summary>Reads the value that follows; null where it is null.</summary>
    /// <exception cref="JsonShapeException">It is of another shape, or names an algorithm that the file does not describe.</exception>
    public ImportedAlgorithm? Read(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.Null)
            return null;
        JsonShape.EnterObject(reader, "an algorithm as {name, key}");
        var start = reader.TokenStartIndex;
        string? key = null, name = null;
        while (JsonShape.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("key"u8))
                key = JsonShape.Text(ref reader, "an algorithm's key");
            else if (reader.ValueTextEquals("name"u8))
                name = JsonShape.Text(ref reader, "an algorithm's name");
            else
                JsonShape.Skip(ref reader);
        }

        var found = key is not null
            ? algorithms.GetValueOrDefault(key)
            : algorithms.Values.FirstOrDefault(algorithm => algorithm.Name == name);
        return found ?? throw new JsonShapeException(
            start, $"names the algorithm {ShortText.Quote(key ?? name ?? "")}, which the file does not describe; expected one of {ShortText.List([.. algorithms.Keys])}.");
    }
}
