using System.Reflection;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Data.Paging;

namespace Antenna.Dashboard.Api;

/// <summary>What a list is asked for beside its place and length: its filter.</summary>
/// <typeparam name="TSelf">The filter itself.</typeparam>
internal interface IListFilter<TSelf>
{
    /// <summary>Reads the filter, each part by its name: the one definition of what is read, and of what the document says.</summary>
    static abstract TSelf Read(AddressParameters parameters);

    /// <summary>What a parameter does, by its name.</summary>
    static abstract IReadOnlyDictionary<string, string> Meanings { get; }

    /// <summary>How cursors of the list, so filtered, name its order; null where the list is answered whole.</summary>
    string? Order { get; }
}

/// <summary>A query of a list, with all that is wrong with it.</summary>
internal interface ICheckedQuery
{
    IReadOnlyDictionary<string, string[]> Problems { get; }
}

/// <summary>A query of a list: its filter, how many, and from where on.</summary>
internal sealed record ListQuery<TFilter>(TFilter Filter, int Limit, string? Cursor, IReadOnlyDictionary<string, string[]> Problems) : ICheckedQuery
    where TFilter : IListFilter<TFilter>
{
    private const string LimitName = "limit";
    private const string CursorName = ListAnswer.CursorName;
    private const int UsualLimit = 50;
    private const int LargestLimit = 100;

    /// <summary>Reads it from a request. What is wrong is answered before the endpoint is called (<see cref="ApiProblems"/>).</summary>
    public static ValueTask<ListQuery<TFilter>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var parameters = new QueryParameters(context.Request.Query);
        var filter = TFilter.Read(parameters);
        var (limit, cursor) = (LargestLimit, (string?)null);
        if (filter.Order is { } order)
        {
            limit = parameters.Within(LimitName, UsualLimit, 1, LargestLimit);
            cursor = parameters.Text(CursorName, null);
            if (cursor is not null && !Cursors.IsOf(cursor, order))
                parameters.Refuse(CursorName, "It is no cursor of this list in this order: follow 'next' and 'previous' as they are.");
        }

        parameters.RefuseOthers();
        return new(new ListQuery<TFilter>(filter, limit, cursor, parameters.Problems));
    }

    /// <summary>Its parameters, for the document.</summary>
    public static IEnumerable<ListParameter> Describe()
    {
        var collector = new ParameterCollector();
        var filter = TFilter.Read(collector);
        var own = collector.Parameters.Where(each => each.Name != CursorName)
            .Select(each => new ListParameter(each.Name, each.Kind, TFilter.Meanings[each.Name]));
        return filter.Order is null
            ? own
            :
            [
                .. own,
                new(LimitName, ParameterKind.Within(1, LargestLimit), $"How many at most; {UsualLimit} unless it is given."),
                new(CursorName, ParameterKind.Text, "Where to begin, as 'next' and 'previous' have it."),
            ];
    }
}

/// <summary>Answers a page of rows.</summary>
internal static class ListAnswer
{
    public const string CursorName = "cursor";

    /// <summary>The page as it is answered, with the addresses of those beside it.</summary>
    public static ResourcePage<TResource> Of<TRow, TResource>(HttpRequest request, Page<TRow> page, Func<TRow, TResource> resource) =>
        new(Link(request, page.Next), Link(request, page.Previous), [.. page.Items.Select(resource)]);

    private static string? Link(HttpRequest request, string? cursor)
    {
        if (cursor is null)
            return null;
        var others = request.Query.Where(each => !each.Key.Equals(CursorName, StringComparison.OrdinalIgnoreCase));
        return $"{ApiLinks.Here(request)}{QueryString.Create([.. others, new(CursorName, cursor)])}";
    }
}

/// <summary>A parameter of a list's query, as the document has it.</summary>
internal sealed record ListParameter(string Name, ParameterKind Kind, string Meaning);

/// <summary>The parameters of an endpoint's query, for the document.</summary>
internal sealed record ListParameters(IEnumerable<ListParameter> All);

/// <summary>No filter, of a list that is answered whole.</summary>
internal sealed record Everything : IListFilter<Everything>
{
    public static IReadOnlyDictionary<string, string> Meanings { get; } = new Dictionary<string, string>();

    public string? Order => null;

    public static Everything Read(AddressParameters parameters) => new();
}

/// <summary>No filter, of a list that is answered a page at a time.</summary>
/// <typeparam name="TList">The list.</typeparam>
internal sealed record NoFilter<TList> : IListFilter<NoFilter<TList>>
    where TList : IListOrder
{
    public static IReadOnlyDictionary<string, string> Meanings { get; } = new Dictionary<string, string>();

    public string? Order => TList.Order;

    public static NoFilter<TList> Read(AddressParameters parameters) => new();
}

/// <summary>How cursors of a list name its order.</summary>
internal interface IListOrder
{
    static abstract string Order { get; }
}
