namespace Antenna.Dashboard.Hosting;

/// <summary>The <c>Content-Security-Policy</c> of pages: what a browser may load for one, and from where.</summary>
public static class ContentPolicy
{
    /// <summary>
    /// Everything comes from the server itself, but for pictures that results name by addresses of the web: a browser follows
    /// the server's redirection to those hosts alone that are allowed. Styles alone may be inline: MudBlazor writes its
    /// theme and the places of its popovers that way.
    /// </summary>
    /// <param name="pictureHosts">Hosts with their port where it is not the usual one.</param>
    /// <param name="nonce">Of a script that is written into the page; null where none is.</param>
    public static string Of(IEnumerable<string> pictureHosts, string? nonce = null) =>
        $"default-src 'self'; script-src 'self'{(nonce is null ? "" : $" 'nonce-{nonce}'")}; style-src 'self' 'unsafe-inline'; connect-src 'self'; "
        + $"img-src {string.Join(' ', ["'self'", "data:", .. pictureHosts])}; "
        + "object-src 'none'; frame-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
}
