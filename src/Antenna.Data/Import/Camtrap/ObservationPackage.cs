using System.IO.Compression;
using System.Text.Json;
using Antenna.Data.Import.Pipeline;
using Antenna.Data.Import.Tables;

namespace Antenna.Data.Import.Camtrap;

/// <summary>A Camtrap DP package that was found, its description read: which file each of its tables is.</summary>
internal sealed class ObservationPackage
{
    private const long LargestDescription = 64 << 20;
    private const int MostTaxa = 100_000;

    private readonly Dictionary<string, string> _ranks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TableSource> _tables = [];

    private ObservationPackage(PackageRoot root, int number) => (Root, Number) = (root, number);

    /// <summary>The tables of the standard, by the names of their resources.</summary>
    public static IReadOnlyList<string> Tables { get; } = ["deployments", "media", "observations"];

    public PackageRoot Root { get; }

    /// <summary>Which of the import's packages it is, from 0.</summary>
    public int Number { get; }

    public TableSource Deployments => _tables["deployments"];

    public TableSource Media => _tables["media"];

    public TableSource Observations => _tables["observations"];

    /// <summary>Whether there was no description, and the tables were found by their names.</summary>
    public bool IsUndescribed { get; private set; }

    /// <summary>The rank that the description gives to a name; null where it gives none.</summary>
    public string? RankOf(string name) => _ranks.GetValueOrDefault(name);

    /// <exception cref="ImportRefusedException">The description is broken, or a table is missing.</exception>
    public static async Task<ObservationPackage> OpenAsync(PackageRoot root, int number, CancellationToken cancellationToken)
    {
        var package = new ObservationPackage(root, number);
        if (root.Find(PackageFinder.Description) is { } description)
            await package.ReadAsync(description, cancellationToken);
        else
            package.IsUndescribed = true;
        foreach (var table in Tables.Where(table => !package._tables.ContainsKey(table)))
            package._tables[table] = package.FindTable(table, [$"{table}.csv", $"{table}.csv.gz"], new ImportPlace(root.Name));
        return package;
    }

    private async Task ReadAsync(TableSource source, CancellationToken cancellationToken)
    {
        if (source.Length > LargestDescription)
            throw new ImportRefusedException(source.Place, $"is larger than {LargestDescription >> 20} MB; expected the description of a package.");
        await using var stream = source.Open();
        try
        {
            using var json = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
            ReadResources(json.RootElement, source.Place);
            ReadRanks(json.RootElement);
        }
        catch (JsonException exception)
        {
            throw new ImportRefusedException(
                source.Place with { Line = exception.LineNumber + 1, Column = exception.BytePositionInLine + 1 },
                $"is no sound JSON: {JsonText.Reason(exception)}", exception);
        }
    }

    private void ReadResources(JsonElement root, ImportPlace place)
    {
        if (root.ValueKind is not JsonValueKind.Object || !root.TryGetProperty("resources", out var resources) || resources.ValueKind is not JsonValueKind.Array)
            throw new ImportRefusedException(place with { JsonPath = "$.resources" }, "is missing; expected the list of the package's tables.");
        foreach (var (index, resource) in resources.EnumerateArray().Index())
        {
            var at = place with { JsonPath = $"$.resources[{index}]" };
            if (TextOf(resource, "name") is not { } name || !Tables.Contains(name))
                continue;
            if (_tables.ContainsKey(name))
                throw new ImportRefusedException(at, $"a second resource {ShortText.Quote(name)}; expected one.");
            _tables[name] = FindTable(name, [PathOf(resource, name, at)], at);
        }
    }

    private static string PathOf(JsonElement resource, string name, ImportPlace at)
    {
        at = at with { JsonPath = $"{at.JsonPath}.path" };
        var path = resource.TryGetProperty("path", out var given)
            ? given.ValueKind switch
            {
                JsonValueKind.String => given.GetString(),
                JsonValueKind.Array when given.GetArrayLength() == 1 && given[0].ValueKind is JsonValueKind.String => given[0].GetString(),
                JsonValueKind.Array => throw new ImportRefusedException(at, $"the table {name} is in several files; expected one. Join them."),
                _ => null,
            }
            : null;
        if (string.IsNullOrWhiteSpace(path))
            throw new ImportRefusedException(at, $"there is no path of the table {name}; expected that of a CSV file in the package.");
        var segments = path.Split('/', '\\');
        if (path.Contains("://", StringComparison.Ordinal))
            throw new ImportRefusedException(at, $"{ShortText.Quote(path)} lies on the web, from where no tables are fetched. Download it into the package.");
        if (segments.Contains("..") || segments[0].Length == 0 || segments[0].Contains(':', StringComparison.Ordinal) || path.Contains('\0', StringComparison.Ordinal))
            throw new ImportRefusedException(at, $"{ShortText.Quote(path)} leads out of the package; expected a path inside of it.");
        return string.Join('/', segments.Where(segment => segment is not ("." or "")));
    }

    private TableSource FindTable(string name, IReadOnlyList<string> paths, ImportPlace place)
    {
        foreach (var path in paths)
        {
            if (Root.Find(path) is { } found)
                return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? Unpacked(found) : found;
        }

        throw new ImportRefusedException(place, $"there is no table {name} ({ShortText.Quote(paths[0])}) in the package; a Camtrap DP package has {string.Join(", ", Tables)}.");
    }

    private static TableSource Unpacked(TableSource packed) => packed with
    {
        Open = () => new UnpackedStream(new GZipStream(packed.Open(), CompressionMode.Decompress), packed.Place),
    };

    private void ReadRanks(JsonElement root)
    {
        if (!root.TryGetProperty("taxonomic", out var taxa) || taxa.ValueKind is not JsonValueKind.Array)
            return;
        foreach (var taxon in taxa.EnumerateArray().Take(MostTaxa))
        {
            if (TextOf(taxon, "scientificName") is { } name && TextOf(taxon, "taxonRank") is { } rank)
                _ranks[name.Trim()] = rank;
        }
    }

    private static string? TextOf(JsonElement element, string member) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(member, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    /// <summary>A table that is unpacked as it is read, up to what is read of a file.</summary>
    private sealed class UnpackedStream(Stream inner, ImportPlace place) : ForwardStream
    {
        private long _read;

        public override int Read(Span<byte> buffer)
        {
            try
            {
                return Count(inner.Read(buffer));
            }
            catch (InvalidDataException exception)
            {
                throw Broken(exception);
            }
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            try
            {
                return Count(await inner.ReadAsync(buffer, cancellationToken));
            }
            catch (InvalidDataException exception)
            {
                throw Broken(exception);
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }

        private int Count(int read)
        {
            _read += read;
            return _read <= ArchiveFiles.LargestFile
                ? read
                : throw new ImportRefusedException(place, $"unpacks to more than {ArchiveFiles.LargestFile >> 30} GB.");
        }

        private ImportRefusedException Broken(InvalidDataException exception) =>
            new(place, "is no sound gzip file, as after a broken download. Get it again whole.", exception);
    }
}
