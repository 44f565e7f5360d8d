using System.IO.Compression;
using System.Text.Json;

namespace Antenna.Data.Import.RunningAntenna;

/// <summary>A row of a list.</summary>
/// <param name="Version">What the list says of it, shortened; another one means that it is to be fetched anew.</param>
/// <param name="Body">All of it, where the list's row is all that there is to have.</param>
internal sealed record ListedObject(long Id, string Version, byte[]? Body = null)
{
    /// <summary>The occurrence that an identification is of, which counts as had only once it was imported.</summary>
    public long? ParentId { get; init; }
}

/// <summary>An identification of an occurrence that is here.</summary>
/// <param name="LocalId">Its id here; null where it was not imported yet.</param>
/// <param name="IsPending">It is new, or changed since it was imported.</param>
internal sealed record StagedIdentification(long Id, long OccurrenceId, long? LocalId, bool IsPending, FetchedObject Body);

/// <summary>What was fetched of a thing.</summary>
internal sealed record FetchedObject(long Id, byte[] Body)
{
    public JsonDocument Parse()
    {
        using var unzipped = new GZipStream(new MemoryStream(Body), CompressionMode.Decompress);
        return JsonDocument.Parse(unzipped);
    }

    /// <summary>An answer as it is kept.</summary>
    public static byte[] Compress(Action<Utf8JsonWriter> write)
    {
        using var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Fastest))
        using (var writer = new Utf8JsonWriter(zip))
            write(writer);
        return zipped.ToArray();
    }
}
