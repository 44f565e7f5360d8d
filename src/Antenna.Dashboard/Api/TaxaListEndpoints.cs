using Antenna.Core.Taxonomy;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Data.TaxaLists;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Antenna.Dashboard.Api;

/// <summary>A taxa list with its versions.</summary>
/// <param name="Project">The project that owns it; null for one that all projects share.</param>
/// <param name="Versions">Newest first.</param>
public sealed record TaxaListResource(
    long Id, string Details, string Name, NamedReference? Project, DateTime CreatedAt, IReadOnlyList<TaxaListVersionResource> Versions)
{
    internal static TaxaListResource Of(TaxaListOverview list, HttpRequest request) => new(
        list.Id,
        ApiLinks.Details(request, TaxaListEndpoints.Path, list.Id),
        list.Name,
        list is { ProjectId: { } id, Project: { } project } ? new(id, project) : null,
        list.CreatedAt,
        [.. list.Versions.Select(version => new TaxaListVersionResource(
            version.Id, version.Number, version.Author, version.CreatedAt, version.Note, version.EntryCount,
            version.Difference is { } from ? new(from.Added, from.Removed, from.Changed, from.Unchanged) : null))]);
}

/// <summary>A version of a taxa list, which never changes.</summary>
/// <param name="Id">What 'list' of occurrences and 'list-version' of runs name.</param>
/// <param name="TaxaCount">Names on it.</param>
/// <param name="Difference">How it differs from the version before; null in the list of lists.</param>
public sealed record TaxaListVersionResource(
    long Id, int Number, string Author, DateTime CreatedAt, string? Note, int TaxaCount, VersionDifferenceResource? Difference);

/// <summary>How many names a version lists otherwise than the one before.</summary>
public sealed record VersionDifferenceResource(int Added, int Removed, int Changed, int Unchanged);

/// <summary>A name on a version of a taxa list.</summary>
/// <param name="Name">As written.</param>
/// <param name="Rank">In capitals: SPECIES.</param>
/// <param name="AcceptedName">The name that the list accepts in the place of this one.</param>
/// <param name="IncludeDescendants">It stands for everything below it.</param>
/// <param name="Taxon">The accepted taxon that it is; null where the taxonomy does not know it.</param>
/// <param name="Match">How the taxon was found.</param>
/// <param name="NamedBy">The classifiers some class of which it keeps.</param>
public sealed record ListedTaxonResource(
    string Name, string Rank, string? AcceptedName, bool IncludeDescendants, TaxonReference? Taxon, NameMatchKind? Match, string? CommonName,
    string? Family, IReadOnlyList<AlgorithmReference> NamedBy)
{
    internal static ListedTaxonResource Of(TaxaListEntryRow entry) => new(
        entry.Name, entry.RankText ?? RankText.Of(entry.Rank), entry.AcceptedName, entry.IncludeDescendants, TaxonReference.Of(entry.Taxon), entry.Match,
        entry.CommonName, entry.Family, [.. entry.NamedBy.Select(AlgorithmReference.Of)]);
}

/// <summary>Taxa lists, their versions, and what is on them.</summary>
internal static class TaxaListEndpoints
{
    public const string Path = "taxa/lists";

    private const string Thing = "taxa list";

    public static void MapTaxaLists(this IEndpointRouteBuilder api)
    {
        var lists = api.MapGroup(Path).WithTags("Taxa lists");
        lists.MapList<TaxaListQuery, TaxaListResource>("", ListAsync)
            .WithName("ListTaxaLists").WithSummary("Lists taxa lists with their versions, by name, on one page");
        lists.MapOne("{id:long}", FindAsync)
            .WithName("GetTaxaList").WithSummary("One taxa list, with how its versions differ");
        lists.MapList<ListedTaxonQuery, ListedTaxonResource>("{id:long}/taxa", TaxaAsync).ProducesProblem(StatusCodes.Status404NotFound)
            .WithName("ListListedTaxa").WithSummary("Lists what is on a version of a taxa list, by name");
    }

    private static async Task<Ok<ResourcePage<TaxaListResource>>> ListAsync(
        ListQuery<TaxaListQuery> query, TaxaListCatalog lists, HttpContext http) => TypedResults.Ok(new ResourcePage<TaxaListResource>(
        null, null,
        [.. (await lists.ListAsync(query.Filter.ProjectId, person: null, http.RequestAborted)).Select(list => TaxaListResource.Of(list, http.Request))]));

    private static async Task<Results<Ok<TaxaListResource>, ProblemHttpResult>> FindAsync(long id, TaxaListCatalog lists, HttpContext http) =>
        await lists.FindAsync(id, person: null, http.RequestAborted) is { } list
            ? TypedResults.Ok(TaxaListResource.Of(list, http.Request))
            : ApiProblems.None(Thing, id);

    private static async Task<Results<Ok<ResourcePage<ListedTaxonResource>>, ProblemHttpResult>> TaxaAsync(
        long id, ListQuery<ListedTaxonQuery> query, TaxaListCatalog lists, TaxaListReader reader, HttpContext http)
    {
        if (await lists.FindAsync(id, person: null, http.RequestAborted) is not { } list)
            return ApiProblems.None(Thing, id);
        if (list.Version(query.Filter.Version) is not { } version)
        {
            return ApiProblems.NotFound(query.Filter.Version is { } number
                ? $"The taxa list {list.Name} has no version {number}."
                : $"The taxa list {list.Name} has no version yet.");
        }

        var entries = await reader.EntriesAsync(version.Id, query.Filter.Filter, query.Limit, query.Cursor, http.RequestAborted);
        return TypedResults.Ok(ListAnswer.Of(http.Request, entries.Page, ListedTaxonResource.Of));
    }
}

/// <summary>Which taxa lists.</summary>
internal sealed record TaxaListQuery(long? ProjectId) : IListFilter<TaxaListQuery>
{
    public static IReadOnlyDictionary<string, string> Meanings { get; } =
        new Dictionary<string, string> { ["project"] = "Those that this project may use: its own, and those that all share; project_id means the same." };

    public string? Order => null;

    public static TaxaListQuery Read(AddressParameters parameters) => new(parameters.Id("project", null));
}

/// <summary>Which version of a list, and which names on it: by the parameters of the list's page.</summary>
internal sealed record ListedTaxonQuery(int? Version, TaxaListEntryFilter Filter) : IListFilter<ListedTaxonQuery>
{
    public static IReadOnlyDictionary<string, string> Meanings { get; } = new Dictionary<string, string>
    {
        ["version"] = "The version's number; the newest unless it is given.",
        ["q"] = "A part of the name as written, of any name of its taxon, of a common name or the family, in any case.",
        ["named"] = "This classifier can name it.",
        ["unnamed"] = "This classifier cannot name it, though the taxonomy knows it.",
        ["known"] = "Whether the taxonomy knows the name.",
        ["taxon"] = "This taxon, or anything below it; a name that the taxonomy does not know, by the higher taxa that the list gives.",
        ["added"] = "The version of this number lists it, and the one before that did not.",
    };

    public string? Order => TaxaListReader.Order;

    public static ListedTaxonQuery Read(AddressParameters parameters) => new(
        parameters.Count("version", null), parameters.Entries(new()));
}
