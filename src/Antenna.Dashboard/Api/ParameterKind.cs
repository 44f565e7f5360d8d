using System.Globalization;
using System.Text.Json.Nodes;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Data.Occurrences;
using Microsoft.OpenApi;

namespace Antenna.Dashboard.Api;

/// <summary>The values that a parameter of a query can have, in words and as a schema.</summary>
/// <param name="Expected">Follows "give".</param>
internal sealed record ParameterKind(string Expected, Func<OpenApiSchema> Schema)
{
    public static ParameterKind Text { get; } = new("a text", () => new() { Type = JsonSchemaType.String });

    private static ParameterKind Id { get; } = new("a whole number", () => new() { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "0" });

    private static ParameterKind Count { get; } = new("a whole number", () => new() { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "0" });

    private static ParameterKind Number { get; } = new("a number", () => new() { Type = JsonSchemaType.Number, Format = "double" });

    private static ParameterKind Day { get; } = new("a day, such as 2026-07-12", () => new() { Type = JsonSchemaType.String, Format = "date" });

    private static ParameterKind YesOrNo { get; } = OneOf("yes", "no");

    private static ParameterKind Transition { get; } = new(
        "the ids of two taxa, or none, with a point between, such as 17.none", () => new() { Type = JsonSchemaType.String });

    /// <summary>A whole number within bounds.</summary>
    public static ParameterKind Within(int least, int most) => new(
        string.Create(CultureInfo.InvariantCulture, $"{least} to {most}"),
        () => new()
        {
            Type = JsonSchemaType.Integer, Format = "int32",
            Minimum = least.ToString(CultureInfo.InvariantCulture), Maximum = most.ToString(CultureInfo.InvariantCulture),
        });

    /// <summary>The kind of a value.</summary>
    public static ParameterKind Of<T>()
        where T : struct => default(T) switch
    {
        long => Id,
        int => Count,
        double => Number,
        bool => YesOrNo,
        DateOnly => Day,
        TaxonTransition => Transition,
        Enum => OneOf([.. Enum.GetValues(typeof(T)).Cast<Enum>().Select(AddressValue.Word)]),
        _ => throw new NotSupportedException($"A query has no values of {typeof(T)}."),
    };

    private static ParameterKind OneOf(params string[] words) => new(
        $"{string.Join(", ", words[..^1])} or {words[^1]}",
        () => new() { Type = JsonSchemaType.String, Enum = [.. words.Select(word => (JsonNode)word)] });
}

/// <summary>Collects the parameters that a query reads, for the document: from the very function that reads them.</summary>
internal sealed class ParameterCollector : AddressParameters
{
    public List<(string Name, ParameterKind Kind)> Parameters { get; } = [];

    // Some value, so that what is read only beside another parameter is collected too.
    public override T? Value<T>(string name, T? value, Func<T, string> write, Func<string?, T?> read)
        where T : struct
    {
        Parameters.Add((name, ParameterKind.Of<T>()));
        return default(T);
    }

    public override string? Text(string name, string? value)
    {
        Parameters.Add((name, ParameterKind.Text));
        return null;
    }

    protected override IReadOnlyList<string> Pass(string name, IReadOnlyList<string> values)
    {
        Parameters.Add((name, ParameterKind.Text));
        return [];
    }
}
