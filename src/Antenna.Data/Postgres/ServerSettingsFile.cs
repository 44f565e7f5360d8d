using System.Globalization;
using System.Text;

namespace Antenna.Data.Postgres;

/// <summary>
/// The product's part of the cluster's configuration. A file rather than arguments, because <c>pg_ctl</c> hands
/// arguments to a shell, and a folder's name may hold anything.
/// </summary>
internal static class ServerSettingsFile
{
    /// <summary>The file's name, next to <c>postgresql.conf</c>, which includes it.</summary>
    public const string Name = "antenna.conf";

    /// <summary>The file's name that says who may connect, in place of the cluster's own.</summary>
    private const string AccessName = "antenna_hba.conf";

    /// <summary>Writes the address, the given settings, and who may connect, for the next start.</summary>
    /// <exception cref="PrivatePostgresException">One of them is not of the form <c>name=value</c>.</exception>
    public static async Task WriteAsync(
        DataFolder folder, AccountFiles files, PostgresAddress address, IEnumerable<string> settings, CancellationToken cancellation)
    {
        var access = Path.Combine(folder.Cluster, AccessName);
        await files.WriteAsync(access, Access(), cancellation);

        // Of two lines for one name PostgreSQL takes the later: the address comes last, and cannot be overridden.
        var text = new StringBuilder();
        foreach (var (name, value) in settings.Select(Parse).Concat([.. address.ToSettings(), new("hba_file", access)]))
            text.Append(name).Append(" = ").AppendLine(Quote(value));
        await files.WriteAsync(Path.Combine(folder.Cluster, Name), text.ToString(), cancellation);
    }

    /// <summary>The port of the loopback address that was written for the last start; null where there was none.</summary>
    public static async Task<int?> ReadPortAsync(DataFolder folder, AccountFiles files, CancellationToken cancellation)
    {
        if (await files.ReadAsync(Path.Combine(folder.Cluster, Name), cancellation) is not { } text)
            return null;
        var settings = text.Split('\n')
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

    /// <summary>
    /// Everybody is asked for the password: an older version let in all who reached the socket.
    /// </summary>
    private static string Access() => string.Join('\n',
    [
        "# Written by Antenna.Dashboard at every start.",
        .. OperatingSystem.IsWindows() ? (string[])[] : ["local all all scram-sha-256"],
        "host all all 127.0.0.1/32 scram-sha-256",
        "",
    ]);

    private static string Quote(string value) =>
        $"'{value.Replace("\\", @"\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";
}
