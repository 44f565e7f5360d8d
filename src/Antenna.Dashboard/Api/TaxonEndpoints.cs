using Antenna.Core.Taxonomy;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Data.Taxonomy;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Antenna.Dashboard.Api;

/// <summary>A taxon with all that is known of it.</summary>
/// <param name="Rank">In capitals: SPECIES.</param>
/// <param name="AcceptedTaxon">The taxon that its name is a synonym of; null for an accepted name.</param>
/// <param name="Parents">From the kingdom down to its parent.</param>
/// <param name="GbifTaxonKey">Its key in GBIF's backbone; null where none is known.</param>
/// <param name="InatTaxonId">Its id at iNaturalist; null where none is known.</param>
/// <param name="Keys">All keys, each with the database that gave it.</param>
public sealed record TaxonResource(
    long Id, string Details, string Name, string Rank, string? Author, TaxonReference? AcceptedTaxon, IReadOnlyList<TaxonReference> Parents,
    IReadOnlyList<string> CommonNames, string? GbifTaxonKey, string? InatTaxonId, IReadOnlyList<TaxonKeyResource> Keys)
{
    internal static TaxonResource Of(TaxonDetails taxon, HttpRequest request) => new(
        taxon.Taxon.Id,
        ApiLinks.Details(request, TaxonEndpoints.Path, taxon.Taxon.Id),
        taxon.Taxon.Name,
        RankText.Of(taxon.Taxon.Rank),
        taxon.Taxon.Author,
        TaxonReference.Of(taxon.Accepted),
        [.. taxon.Parents.Select(parent => TaxonReference.Of(parent)!)],
        taxon.Taxon.CommonNames,
        KeyOf(taxon.Taxon, KeySources.Gbif),
        KeyOf(taxon.Taxon, KeySources.Inat),
        [.. taxon.Taxon.Keys.Select(key => new TaxonKeyResource(key.Source, key.Key))]);

    private static string? KeyOf(NamedTaxon taxon, string source) => taxon.Keys.FirstOrDefault(key => key.Source == source)?.Key;
}

/// <summary>What another database calls a taxon.</summary>
public sealed record TaxonKeyResource(string Source, string Key);

/// <summary>The taxonomy, which all projects share.</summary>
internal static class TaxonEndpoints
{
    public const string Path = "taxa";

    public static void MapTaxa(this IEndpointRouteBuilder api)
    {
        var taxa = api.MapGroup(Path).WithTags("Taxa");
        taxa.MapList<TaxonQuery, TaxonResource>("", ListAsync)
            .WithName("ListTaxa").WithSummary("Lists taxa, or finds them by what people call them")
            .WithDescription("Without 'q' every taxon, newest first, page by page. With it the likeliest first, on one page.");
        taxa.MapOne("{id:long}", FindAsync).WithName("GetTaxon").WithSummary("One taxon, with all that is known of it");
    }

    private static async Task<Ok<ResourcePage<TaxonResource>>> ListAsync(
        ListQuery<TaxonQuery> query, TaxonCatalog taxa, TaxonSearch search, HttpContext http)
    {
        if (query.Filter.Search is not { } text)
        {
            return TypedResults.Ok(ListAnswer.Of(
                http.Request, await taxa.ReadAsync(query.Limit, query.Cursor, http.RequestAborted), taxon => TaxonResource.Of(taxon, http.Request)));
        }

        var found = await search.FindAsync(text, query.Limit, http.RequestAborted);
        var details = await taxa.FindAsync(found.Select(each => each.Taxon.Id), http.RequestAborted);
        return TypedResults.Ok(new ResourcePage<TaxonResource>(null, null, [.. details.Select(taxon => TaxonResource.Of(taxon, http.Request))]));
    }

    private static async Task<Results<Ok<TaxonResource>, ProblemHttpResult>> FindAsync(long id, TaxonCatalog taxa, HttpContext http) =>
        await taxa.FindAsync(id, http.RequestAborted) is { } taxon
            ? TypedResults.Ok(TaxonResource.Of(taxon, http.Request))
            : ApiProblems.None("taxon", id);
}

/// <summary>Which taxa.</summary>
internal sealed record TaxonQuery(string? Search) : IListFilter<TaxonQuery>
{
    public static IReadOnlyDictionary<string, string> Meanings { get; } = new Dictionary<string, string>
    {
        ["q"] = "Beginnings of the words of a name, of a synonym or of a common name; similar names where none has them.",
    };

    public string? Order => TaxonCatalog.Order;

    public static TaxonQuery Read(AddressParameters parameters) => new(parameters.Text("q", null));
}
