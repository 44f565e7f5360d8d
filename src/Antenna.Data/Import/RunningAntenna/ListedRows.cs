using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Antenna.Data.Import.RunningAntenna;

/// <summary>
/// Reads the rows of a running Antenna's lists as what is staged of them, and knows from the captures of a set which occurrences may
/// be of it: those of the events that its captures are of. The list of occurrences is that of the whole project, and has no filter
/// for sets.
/// </summary>
/// <param name="address">Of that Antenna.</param>
/// <param name="deployments">The stations, by their ids there.</param>
/// <param name="isOfSet">Whether one capture set is imported, and not all of the project.</param>
internal sealed class ListedRows(AntennaAddress address, IReadOnlyDictionary<long, RemoteDeployment> deployments, bool isOfSet)
{
    private readonly HashSet<long> _captures = [];
    private readonly HashSet<long> _events = [];
    private bool _isEventUnknown;

    /// <summary>Occurrences that were listed and cannot be of the set, as far as their events tell.</summary>
    public long Outside { get; private set; }

    /// <summary>Whether a capture is to be imported.</summary>
    public bool HasCapture(long? id) => !isOfSet || (id is { } known && _captures.Contains(known));

    public ListedObject? Capture(JsonElement row)
    {
        if (row.IdOf("id") is not { } id)
            return null;
        Remember(id, row.IdOf("event"));
        var url = (row.Text("url") is { } given ? address.Resolve(given) : null) ?? row.Text("path");
        var deployment = row.IdOf("deployment") is { } known && deployments.TryGetValue(known, out var station) ? station.Name : row.NameOf("deployment");
        string?[] said = [row.Text("timestamp"), row.Text("width"), row.Text("height"), deployment];
        var body = FetchedObject.Compress(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("id", $"{id}");
            writer.WriteString("url", url);
            foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[("timestamp", said[0]), ("width", said[1]), ("height", said[2]), ("deployment", said[3])])
            {
                if (value is not null)
                    writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        });
        return new(id, Version([url?.Split('?')[0], .. said]), body);
    }

    /// <summary>What changes where anything of an occurrence does that an import wants to know of.</summary>
    public ListedObject? Occurrence(JsonElement row)
    {
        if (row.IdOf("id") is not { } id)
            return null;
        var version = Version(
        [
            $"{row.IdOf("determination")}", row.Text("determination_score"), $"{row.IdOf("best_machine_prediction")}", row.Text("detections_count"),
            .. row.Elements("identifications").Select(said => $"{said.IdOf("id")} {said.Truth("withdrawn", otherwise: false)}").Order(StringComparer.Ordinal),
        ]);
        if (!isOfSet || _isEventUnknown || row.IdOf("event") is not { } its || _events.Contains(its))
            return new(id, version);
        Outside++;
        return new(id, RemoteStaging.Outside + version);
    }

    /// <summary>What a list says of a thing, shortened.</summary>
    public static string Version(IEnumerable<string?> parts) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))), 0, 16);

    private void Remember(long capture, long? its)
    {
        if (!isOfSet)
            return;
        _captures.Add(capture);
        if (its is { } known)
            _events.Add(known);
        else
            _isEventUnknown = true;
    }
}
