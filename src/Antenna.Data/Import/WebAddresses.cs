using Antenna.Data.Model;
using Npgsql;

namespace Antenna.Data.Import;

/// <summary>The addresses of the web that an import gives for pictures: on which hosts they are, and what is kept of them.</summary>
internal sealed class WebAddresses
{
    /// <summary>Results of one service lie on a few; each is shown to a person who has to decide on it.</summary>
    private const int MostHosts = 100;

    private readonly SortedDictionary<string, long> _hosts = new(StringComparer.Ordinal);
    private long _withUserName;

    /// <summary>The address to keep: without the user name and password that it may have, which pages would show to everybody.</summary>
    /// <returns>Null where it is none, and then <paramref name="problem"/> has the reason.</returns>
    public string? Keep(string address, out string? problem)
    {
        var kept = WithoutUser(address);
        if (!Uri.TryCreate(kept, UriKind.Absolute, out var parsed) || parsed.UserInfo.Length > 0 || parsed.Host.Length == 0)
        {
            problem = $"'{kept}' is no address of the web; expected one such as https://moths.example/one.jpg.";
            return null;
        }

        var host = PictureHost.NameOf(parsed);
        if (!_hosts.TryGetValue(host, out var count) && _hosts.Count == MostHosts)
        {
            problem = $"'{host}' is one more host than the {MostHosts} that the pictures of one import may lie on.";
            return null;
        }

        problem = null;
        _hosts[host] = count + 1;
        if (kept.Length != address.Length)
            _withUserName++;
        return kept;
    }

    /// <summary>Reports what was found.</summary>
    public void Report(ImportFindings findings, ImportPlace file)
    {
        if (_withUserName > 0)
        {
            findings.Add(new(
                ImportFindingLevel.Warning,
                "User names and passwords in addresses of pictures were left out: everybody who sees a page could read them.",
                _withUserName,
                []));
        }

        if (_hosts.Count > 0)
        {
            findings.Add(new(
                ImportFindingLevel.Note,
                "Pictures lie on hosts of the web. Each is shown once it is allowed on a page of the project.",
                _hosts.Values.Sum(),
                [.. _hosts.Take(ImportFindings.ExamplesKept).Select(host => new ImportExample(
                    file, $"{host.Key} ({CountText.Of(host.Value, "address", "addresses")})"))]));
        }
    }

    /// <summary>Adds the hosts to those of the project; what was decided on one stays.</summary>
    public Task WriteAsync(NpgsqlConnection connection, long projectId, CancellationToken cancellationToken) => connection.ExecuteAsync(
        "insert into picture_hosts (project_id, host) select $1, unnest($2) on conflict do nothing",
        [projectId, _hosts.Keys.ToArray()],
        cancellationToken);

    /// <summary>As browsers read an address: the user ends with the last @ before the path.</summary>
    private static string WithoutUser(string address)
    {
        var begin = address.IndexOf("://", StringComparison.Ordinal) + 3;
        var length = address.AsSpan(begin).IndexOfAny("/?#\\");
        var authority = length < 0 ? address.AsSpan(begin) : address.AsSpan(begin, length);
        var at = authority.LastIndexOf('@');
        return at < 0 ? address : string.Concat(address.AsSpan(0, begin), address.AsSpan(begin + at + 1));
    }
}
