using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Antenna.Data.Import;
using Antenna.Data.Import.Camtrap;
using Antenna.Data.Import.Pipeline;
using Antenna.Data.Import.TaxaLists;

namespace Antenna.Data.ImportJobs;

/// <summary>Reports of imports as they are stored: each says more than what all of them have, and which one it is.</summary>
public static class StoredReports
{
    private static readonly JsonSerializerOptions Options = new()
    {
        // The database keeps members in an order of its own.
        AllowOutOfOrderMetadataProperties = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NameKinds } },
    };

    public static string Write(ImportReport report) => JsonSerializer.Serialize(report, Options);

    public static ImportReport Read(string json) => JsonSerializer.Deserialize<ImportReport>(json, Options)
        ?? throw new JsonException("A stored report is null.");

    private static void NameKinds(JsonTypeInfo type)
    {
        if (type.Type != typeof(ImportReport))
            return;
        type.PolymorphismOptions = new()
        {
            TypeDiscriminatorPropertyName = "kind",
            DerivedTypes =
            {
                new JsonDerivedType(typeof(ImportReport), "import"),
                new JsonDerivedType(typeof(PipelineResultsReport), "pipeline"),
                new JsonDerivedType(typeof(CamtrapReport), "camtrap-dp"),
                new JsonDerivedType(typeof(TaxaListReport), "taxa-list"),
            },
        };
    }
}
