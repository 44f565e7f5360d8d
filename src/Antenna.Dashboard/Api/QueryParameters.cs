using System.Globalization;
using Antenna.Dashboard.Components.Addresses;

namespace Antenna.Dashboard.Api;

/// <summary>
/// Reads the parameters of a request by the names and the values that addresses of pages have, so that the query of a page's
/// address is one of the API too. A person who writes an address by hand gets the page all the same; a program is told what it
/// wrote wrong, by the parameter's name.
/// </summary>
internal sealed class QueryParameters(IQueryCollection query) : AddressParameters
{
    /// <summary>characters of a wrong value that are quoted.</summary>
    private const int LongestQuote = 60;

    /// <summary>What Antenna's API calls a parameter that pages call otherwise.</summary>
    private static readonly Dictionary<string, string> OtherNames = new() { ["project"] = "project_id" };

    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string[]> _problems = [];

    /// <summary>What is wrong, by parameter.</summary>
    public IReadOnlyDictionary<string, string[]> Problems => _problems;

    public override T? Value<T>(string name, T? value, Func<T, string> write, Func<string?, T?> read)
        where T : struct
    {
        if (One(name) is not { } text)
            return null;
        if (read(text) is { } understood)
            return understood;
        Refuse(name, $"{Quote(text)} is not possible: give {ParameterKind.Of<T>().Expected}.");
        return null;
    }

    public override string? Text(string name, string? value) => AddressValue.Text(One(name));

    /// <summary>A whole number within bounds; the usual one where none is given.</summary>
    public int Within(string name, int usual, int least, int most)
    {
        if (Count(name, null) is not { } number)
            return usual;
        if (number >= least && number <= most)
            return number;
        Refuse(name, string.Create(CultureInfo.InvariantCulture, $"{number} is not possible: give {least} to {most}."));
        return usual;
    }

    /// <summary>Records what is wrong with a parameter.</summary>
    public void Refuse(string name, string message) => _problems[name] = [message];

    /// <summary>Refuses what was given and nobody asked for: a filter that is misspelt would find everything.</summary>
    public void RefuseOthers()
    {
        foreach (var name in query.Keys.Where(name => !_known.Contains(name)))
        {
            Refuse(name, _known.Count == 0
                ? "There are no parameters here."
                : $"There is no such parameter here. There are: {string.Join(", ", _known.Order(StringComparer.Ordinal))}.");
        }
    }

    protected override IReadOnlyList<string> Pass(string name, IReadOnlyList<string> values)
    {
        _known.Add(name);
        IEnumerable<string> all = query[name].OfType<string>();
        if (OtherNames.TryGetValue(name, out var other) && query.ContainsKey(other))
        {
            _known.Add(other);
            all = all.Concat(query[other].OfType<string>());
        }

        return [.. all];
    }

    private string? One(string name)
    {
        var given = Pass(name, []);
        if (given.Count > 1)
            Refuse(name, "It is given more than once.");
        return given is [{ Length: > 0 } text, ..] ? text : null;
    }

    private static string Quote(string text) => $"'{(text.Length > LongestQuote ? text[..LongestQuote] + "…" : text)}'";
}
