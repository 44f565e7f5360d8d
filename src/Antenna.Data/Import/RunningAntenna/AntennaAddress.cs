namespace Antenna.Data.Import.RunningAntenna;

/// <summary>The address of a running Antenna, as a person types it.</summary>
/// <param name="Api">The root of its API: <c>https://antenna.example/api/v2/</c>.</param>
public sealed record AntennaAddress(Uri Api)
{
    private const string ApiPath = "api/v2/";

    /// <summary>For messages.</summary>
    private const string Expected = "expected that of its start page, such as https://antenna.example";

    /// <summary>The host, with its port where that is not the usual one.</summary>
    public string Host => Api.Authority;

    /// <summary>The address without the path of the API, as people know it.</summary>
    public string Start => Api.AbsoluteUri[..^ApiPath.Length];

    /// <summary>Requests, and the token with them, can be read on the way.</summary>
    public bool IsOpen => Api.Scheme == Uri.UriSchemeHttp && !Api.IsLoopback;

    /// <exception cref="ImportRefusedException">It is none.</exception>
    public static AntennaAddress Parse(string typed)
    {
        var text = typed.Trim();
        if (text.Length == 0)
            throw new ImportRefusedException($"The address of the Antenna is missing; {Expected}.");
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Host.Length == 0
            || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
            throw new ImportRefusedException($"{ShortText.Quote(WithoutUser(text))} is no address of the web; {Expected}.");
        if (address.UserInfo.Length > 0)
            throw new ImportRefusedException("The address has a user name or password in it; leave them out, and give a token.");
        if (address.Query.Length > 0 || address.Fragment.Length > 0)
            throw new ImportRefusedException($"The address has a query or a fragment, which may hold a secret; {Expected}.");

        var path = address.AbsolutePath.TrimEnd('/') + "/";
        return new(new Uri(address, path.EndsWith($"/{ApiPath}", StringComparison.Ordinal) ? path : path + ApiPath));
    }

    /// <summary>An address that an answer gives, which may be relative; null where it is none of the web.</summary>
    public string? Resolve(string given) =>
        Uri.TryCreate(Api, given, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp) ? address.AbsoluteUri : null;

    private static string WithoutUser(string text) => text.Contains('@', StringComparison.Ordinal) ? text[(text.LastIndexOf('@') + 1)..] : text;
}
