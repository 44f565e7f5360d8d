using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Antenna.Dashboard.Components.Addresses;

/// <summary>
/// The address of a page, relative to the base, with all that the page shows: reloading it, sending it to a colleague and
/// going back all show the same. One type a page, which writes the address and reads it by one definition.
/// </summary>
public abstract record PageAddress
{
    public sealed override string ToString()
    {
        var writer = new AddressWriter(Path);
        Write(writer);
        return writer.ToString();
    }

    [return: NotNullIfNotNull(nameof(address))]
    public static implicit operator string?(PageAddress? address) => address?.ToString();

    /// <summary>Reads the address of a page.</summary>
    /// <param name="address">Relative to the base; it may end with a fragment.</param>
    /// <returns>Null where it is another page's.</returns>
    public static TAddress? Parse<TAddress>(string address)
        where TAddress : PageAddress<TAddress>, IPageAddress<TAddress>
    {
        var parts = address.Split('#')[0].Split('?', 2);
        return RoutePattern.TryMatch(TAddress.Route, parts[0], out var id)
            ? TAddress.At(id).Pass(new AddressReader(parts is [_, var query] ? query : ""))
            : null;
    }

    private protected abstract string Path { get; }

    private protected abstract void Write(AddressParameters parameters);
}

/// <summary>The address of one page.</summary>
/// <typeparam name="TSelf">The address itself.</typeparam>
public abstract record PageAddress<TSelf> : PageAddress
    where TSelf : PageAddress<TSelf>, IPageAddress<TSelf>
{
    /// <summary>The id in the path; 0 where the page is not that of one thing.</summary>
    private protected virtual long PathId => 0;

    private protected sealed override string Path => RoutePattern.Fill(TSelf.Route, PathId);

    /// <summary>Passes all of the page's state through, each part by its name: the one definition of what is in the address.</summary>
    /// <returns>The address with what came back.</returns>
    protected internal abstract TSelf Pass(AddressParameters parameters);

    private protected sealed override void Write(AddressParameters parameters) => Pass(parameters);
}

/// <summary>What an address says of its page as a whole.</summary>
/// <typeparam name="TSelf">The address.</typeparam>
public interface IPageAddress<out TSelf>
{
    /// <summary>The page's route, for its route attribute: the path, at most with <c>{Id:long}</c> as its last part.</summary>
    static abstract string Route { get; }

    /// <summary>The page with nothing chosen.</summary>
    /// <param name="id">Of what the page is of; ignored by a page that is not of one thing.</param>
    static abstract TSelf At(long id);
}

/// <summary>A route as a path with an id, and the other way round; compares as ASP.NET Core's router does.</summary>
internal static class RoutePattern
{
    private const string Id = "{Id:long}";

    public static string Fill(string route, long id) => route[1..].Replace(Id, id.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    public static bool TryMatch(string route, string path, out long id)
    {
        id = 0;
        var (expected, parts) = (route[1..].Split('/'), path.Trim('/').Split('/'));
        if (expected.Length != parts.Length)
            return false;
        foreach (var (want, part) in expected.Zip(parts, (want, part) => (want, Uri.UnescapeDataString(part))))
        {
            var matches = want == Id
                ? long.TryParse(part, NumberStyles.Integer, CultureInfo.InvariantCulture, out id)
                : want.Equals(part, StringComparison.OrdinalIgnoreCase);
            if (!matches)
                return false;
        }

        return true;
    }
}
