using System.Globalization;
using System.Text;

namespace Antenna.Data.Postgres;

/// <summary>
/// The product's part of the cluster's configuration. A file rather than arguments, because <c>pg_ctl</c> hands
/// arguments to a shell, and a folder's name may hold anything.
/// </summary>
internal static class ServerSettingsFile
{
    /// <summary>The file's name, beside <c>postgresql.conf</c>, which includes it.</summary>
    public const string Name = "antenna.conf";

    /// <summary>Writes the address, and then the given settings, for the next start.</summary>
    /// <exception cref="PrivatePostgresException">One of them is not of the form <c>name=value</c>.</exception>
    public static async Task WriteAsync(
        DataFolder folder, PostgresAddress address, IEnumerable<string> settings, CancellationToken cancellation)
    {
        // Of two lines for one name PostgreSQL takes the later: the address comes last, and cannot be overridden.
        var text = new StringBuilder();
        foreach (var (name, value) in settings.Select(Parse).Concat(address.ToSettings()))
            text.Append(name).Append(" = ").AppendLine(Quote(value));
        await File.WriteAllTextAsync(Path.Combine(folder.Cluster, Name), text.ToString(), cancellation);
    }

    /// <summary>The port of the loopback address that was written for the last start; null where there was none.</summary>
    public static async Task<int?> ReadPortAsync(DataFolder folder, CancellationToken cancellation)
    {
        var path = Path.Combine(folder.Cluster, Name);
        if (!File.Exists(path))
            return null;
        var settings = (await File.ReadAllLinesAsync(path, cancellation))
            .Select(line => line.Split(" = ", 2)).Where(parts => parts.Length == 2)
            .ToLookup(parts => parts[0], parts => parts[1].Trim('\''));
        return settings["listen_addresses"].LastOrDefault() is { Length: > 0 }
            && int.TryParse(settings["port"].LastOrDefault(), CultureInfo.InvariantCulture, out var port)
                ? port
                : null;
    }

    /// <summary>Whether PostgreSQL flushes to disk under these settings; tests may do without.</summary>
    /// <exception cref="PrivatePostgresException">One of them is not of the form <c>name=value</c>.</exception>
    public static bool WantDurability(IEnumerable<string> settings) =>
        !settings.Select(Parse).ToList().Exists(setting => setting is { Key: "fsync", Value: "off" });

    /// <summary>Reads one <c>name=value</c>.</summary>
    /// <exception cref="PrivatePostgresException">It is not of that form.</exception>
    public static KeyValuePair<string, string> Parse(string setting)
    {
        var sign = setting.IndexOf('=', StringComparison.Ordinal);
        var name = sign < 0 ? "" : setting[..sign].Trim();
        return name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.')
            ? new(name, setting[(sign + 1)..].Trim())
            : throw new PrivatePostgresException($"The entry '{setting}' of {PrivatePostgresOptions.Section}:{nameof(PrivatePostgresOptions.ServerSettings)} is not of the form name=value, such as shared_buffers=1GB.");
    }

    private static string Quote(string value) =>
        $"'{value.Replace("\\", @"\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";
}
