using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Antenna.Core.Taxonomy;
using Antenna.Data.Model;

namespace Antenna.Data.Export;

/// <summary>The <c>datapackage.json</c> of a Camtrap DP package, from what was written of it. Memory grows with the number of different taxa.</summary>
/// <param name="size">How many occurrences there are, and how many of them are written.</param>
internal sealed class CamtrapDescription(TaxonTree tree, ExportSize size)
{
    private const string Schemas = "https://raw.githubusercontent.com/tdwg/camtrap-dp/1.0.2";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly Rank[] Ranks = [.. RankNames.Principal, Rank.Species, Rank.Subspecies];

    private readonly Dictionary<long, TaxonName> _taxa = [];
    private readonly SortedSet<string> _projects = new(StringComparer.Ordinal);
    private (double West, double South, double East, double North) _box = (180, 90, -180, -90);
    private DateTime? _begin;
    private DateTime? _end;

    /// <summary>Accounts for a deployment.</summary>
    public void Add(string project, double latitude, double longitude, DateTime begin, DateTime end)
    {
        _projects.Add(project);
        _box = (Math.Min(_box.West, longitude), Math.Min(_box.South, latitude), Math.Max(_box.East, longitude), Math.Max(_box.North, latitude));
        _begin = _begin is null || begin < _begin ? begin : _begin;
        _end = _end is null || end > _end ? end : _end;
    }

    /// <summary>Accounts for what an observation is of.</summary>
    public void Add(TaxonName? taxon)
    {
        if (taxon is not null)
            _taxa.TryAdd(taxon.Id, taxon);
    }

    public string ToJson()
    {
        var title = _projects.Count == 0 ? "Nothing" : string.Join(", ", _projects);
        return new JsonObject
        {
            ["resources"] = new JsonArray(Resource("deployments"), Resource("media"), Resource("observations")),
            ["profile"] = $"{Schemas}/camtrap-dp-profile.json",
            ["name"] = "antenna-export",
            ["created"] = TimeProvider.System.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["title"] = title,
            ["contributors"] = new JsonArray(new JsonObject { ["title"] = title, ["role"] = "contributor" }),
            ["description"] = string.Create(CultureInfo.InvariantCulture, $"Occurrences that cameras recorded: {size.Placed:N0} of {size.Occurrences:N0}. Those without a picture, without a time, or at stations without coordinates, are left out. Sampling design and capture method are not recorded; the standard asks for a value."),
            ["version"] = "1.0",
            ["project"] = new JsonObject
            {
                ["title"] = title,
                ["samplingDesign"] = "opportunistic",
                ["captureMethod"] = new JsonArray("timeLapse"),
                ["individualAnimals"] = false,
                ["observationLevel"] = new JsonArray("media"),
            },
            ["spatial"] = new JsonObject { ["type"] = "Polygon", ["coordinates"] = new JsonArray(Ring()) },
            ["temporal"] = new JsonObject { ["start"] = Day(_begin), ["end"] = Day(_end) },
            ["taxonomic"] = new JsonArray([.. _taxa.Values.OrderBy(taxon => taxon.Name, StringComparer.Ordinal).Select(Taxon)]),
        }.ToJsonString(Indented);
    }

    private static JsonObject Resource(string name) => new()
    {
        ["name"] = name,
        ["path"] = $"{name}.csv",
        ["profile"] = "tabular-data-resource",
        ["format"] = "csv",
        ["mediatype"] = "text/csv",
        ["encoding"] = "utf-8",
        ["schema"] = $"{Schemas}/{name}-table-schema.json",
    };

    private JsonArray Ring()
    {
        var box = _projects.Count == 0 ? default : _box;
        (double Longitude, double Latitude)[] corners = [(box.West, box.South), (box.East, box.South), (box.East, box.North), (box.West, box.North), (box.West, box.South)];
        return new JsonArray([.. corners.Select(corner => (JsonNode)new JsonArray(corner.Longitude, corner.Latitude))]);
    }

    private static string Day(DateTime? time) => (time ?? DateTime.UnixEpoch).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private JsonNode Taxon(TaxonName taxon)
    {
        var described = new JsonObject { ["scientificName"] = taxon.Name };
        if (Ranks.Contains(taxon.Rank))
            described["taxonRank"] = taxon.Rank.DisplayName();
        foreach (var rank in RankNames.Principal)
        {
            if (tree.AncestorAt(taxon.Id, rank) is { } ancestor)
                described[rank.DisplayName()] = tree[ancestor].Name;
        }

        return described;
    }
}
