using System.Globalization;
using Antenna.Dashboard.Components.Addresses;

namespace Antenna.Dashboard.Api;

/// <summary>Absolute addresses of the API and of what it refers to, as the request's own: those that its client can reach.</summary>
internal static class ApiLinks
{
    /// <summary>The address that was asked for, without its query.</summary>
    public static string Here(HttpRequest request) => $"{Base(request)}{request.Path}";

    /// <summary>A thing of a resource, by its id: <c>…/api/v2/occurrences/17/</c>.</summary>
    public static string Details(HttpRequest request, string resource, long id) =>
        string.Create(CultureInfo.InvariantCulture, $"{Base(request)}/{DashboardUrls.ApiPath}/{resource}/{id}/");

    /// <summary>The picture of a detection.</summary>
    public static string Crop(HttpRequest request, long detectionId) => string.Create(CultureInfo.InvariantCulture, $"{Base(request)}/pictures/detections/{detectionId}");

    /// <summary>The document that describes the API.</summary>
    public static string Document(HttpRequest request) => $"{Base(request)}/{DashboardUrls.ApiPath}/{ApiDocument.FileName}";

    private static string Base(HttpRequest request) => $"{request.Scheme}://{request.Host}{request.PathBase}";
}
