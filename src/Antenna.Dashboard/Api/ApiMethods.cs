using Antenna.Dashboard.Components.Addresses;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;
using RoutePattern = Microsoft.AspNetCore.Routing.Patterns.RoutePattern;

namespace Antenna.Dashboard.Api;

/// <summary>
/// Finds the methods that an address of the API answers. Routing itself tells them only where no other endpoint takes the request,
/// and the one that says that there is nothing takes every request.
/// </summary>
internal sealed class ApiMethods(EndpointDataSource endpoints, ParameterPolicyFactory policies)
{
    private const string Prefix = $"/{DashboardUrls.ApiPath}/";

    /// <summary>The methods at the address of a request, in the order of the alphabet; none where there is nothing.</summary>
    public IReadOnlyList<string> At(HttpContext http) =>
    [
        .. endpoints.Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => IsOfApi(endpoint.RoutePattern) && IsAt(endpoint.RoutePattern, http))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])
            .Distinct().Order(StringComparer.Ordinal),
    ];

    private static bool IsOfApi(RoutePattern pattern) => $"/{pattern.RawText?.TrimStart('/')}".StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    private bool IsAt(RoutePattern pattern, HttpContext http)
    {
        var values = new RouteValueDictionary();
        return new TemplateMatcher(new RouteTemplate(pattern), []).TryMatch(http.Request.Path, values)
            && pattern.ParameterPolicies.All(parameter => parameter.Value.All(policy => IsMet(pattern, parameter.Key, policy, values, http)));
    }

    private bool IsMet(RoutePattern pattern, string name, RoutePatternParameterPolicyReference policy, RouteValueDictionary values, HttpContext http) =>
        policies.Create(pattern.GetParameter(name), policy) is not IRouteConstraint constraint
        || constraint.Match(http, route: null, name, values, RouteDirection.IncomingRequest);
}

/// <summary>Tells the endpoint that takes what leads nowhere, and so changes nothing.</summary>
internal sealed class LeadsNowhere;
