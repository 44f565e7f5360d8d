using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace Antenna.Data.Postgres;

/// <summary>
/// The one place where the private PostgreSQL listens: a Unix socket in a folder that only its account can enter, or
/// a port of the loopback address; either with a password.
/// </summary>
/// <param name="SocketFolder">The folder of the socket, or null for loopback.</param>
/// <param name="Port">The port; of a socket it is a part of its name only.</param>
/// <param name="Password">The superuser's password.</param>
internal sealed record PostgresAddress(string? SocketFolder, int Port, string Password)
{
    /// <summary>The superuser of the cluster, and the name of the product's database.</summary>
    public const string Name = "antenna";

    private const int SocketPort = 5432;

    // sockaddr_un holds 108 bytes on Linux, 104 on macOS, the final zero included.
    private const int LongestSocketPath = 103;

    // A comma separates addresses and a colon a port, for PostgreSQL and for Npgsql; the others would need quoting twice.
    private static readonly SearchValues<char> NotInSocketPaths = SearchValues.Create(",:\"'\\\n");

    /// <summary>Whether a socket can lie in a folder: its path has to be short and plain.</summary>
    public static bool HasRoomForSocket(string folder) =>
        !OperatingSystem.IsWindows()
        && !folder.AsSpan().ContainsAny(NotInSocketPaths)
        && Encoding.UTF8.GetByteCount(SocketPath(folder, SocketPort)) <= LongestSocketPath;

    /// <summary>A socket in the given folder.</summary>
    public static PostgresAddress Socket(string folder, string password) => new(folder, SocketPort, password);

    /// <summary>A port of the loopback address that is free at this moment.</summary>
    /// <param name="preferred">Taken if it is one.</param>
    public static PostgresAddress FreePort(string password, int? preferred = null) =>
        new(SocketFolder: null, TryListen(preferred ?? 0) ?? TryListen(0)!.Value, password);

    public static string SocketPath(string folder, int port) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $".s.PGSQL.{port}"));

    /// <summary>The settings that make PostgreSQL listen here and nowhere else.</summary>
    public IEnumerable<KeyValuePair<string, string>> ToSettings() =>
    [
        new("listen_addresses", SocketFolder is null ? IPAddress.Loopback.ToString() : ""),
        new("port", Port.ToString(CultureInfo.InvariantCulture)),
        // A list: the quotes keep a folder with spaces one element.
        new("unix_socket_directories", SocketFolder is null ? "" : $"\"{SocketFolder}\""),
        new("unix_socket_permissions", "0700"),
    ];

    /// <summary>A connection string for one database of the cluster.</summary>
    public string ToConnectionString(string database, bool pooling = true) => new NpgsqlConnectionStringBuilder
    {
        Host = SocketFolder ?? IPAddress.Loopback.ToString(),
        Port = Port,
        Username = Name,
        Password = Password,
        Database = database,
        Pooling = pooling,
        // Neither is there to be had here, and asking costs a round trip on every connection.
        GssEncryptionMode = GssEncryptionMode.Disable,
        SslMode = SslMode.Disable,
    }.ConnectionString;

    private static int? TryListen(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return ((IPEndPoint)probe.LocalEndpoint).Port;
        }
        catch (SocketException) when (port != 0)
        {
            return null;
        }
    }

    public override string ToString() => SocketFolder is null
        ? string.Create(CultureInfo.InvariantCulture, $"{IPAddress.Loopback}:{Port}")
        : SocketPath(SocketFolder, Port);
}
