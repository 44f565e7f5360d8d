using Antenna.Data.Pictures;
using Microsoft.Net.Http.Headers;

namespace Antenna.Dashboard.Pictures;

/// <summary>
/// Serves the pictures of captures and detections: files inside the folders that imports recorded, made to the size asked
/// for, and never from outside of them; addresses of the web are passed on.
/// </summary>
internal static class PictureEndpoints
{
    /// <summary>An SVG is served as it was imported, and a browser that opens it alone would run what is written in it.</summary>
    public const string ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

    private const string SizeParameter = "size";

    /// <summary>A file may be replaced by another; asking whether it was costs little.</summary>
    private const string KeepForAWhile = "private, max-age=600";

    /// <summary>bytes; drawings that pages show a hundred of are a thousandth of it.</summary>
    private const long LargestSvg = 4 * 1024 * 1024;

    public static void AddPictures(this IServiceCollection services) => services.AddSingleton<PictureRenditions>().AddSingleton<CaptureSizes>();

    public static void MapPictures(this IEndpointRouteBuilder endpoints)
    {
        var pictures = endpoints.MapGroup("pictures");
        pictures.MapGet("captures/{id:long}", CaptureAsync);
        pictures.MapGet("detections/{id:long}", DetectionAsync);
        pictures.AddEndpointFilter((call, next) =>
        {
            call.HttpContext.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
            return PictureSizes.TryRead(call.HttpContext.Request.Query[SizeParameter], out _)
                ? next(call)
                : ValueTask.FromResult<object?>(Results.Text(
                    $"The parameter {SizeParameter} is to be {PictureSizes.Expected}.", statusCode: StatusCodes.Status400BadRequest));
        });
    }

    private static async Task<IResult> CaptureAsync(
        long id, HttpContext http, PictureCatalog catalog, PictureRenditions renditions) =>
        await catalog.FindCaptureAsync(id, http.RequestAborted) is { } picture
            ? await ServeAsync([(picture, null)], http, renditions)
            : NoPicture.Instance;

    private static async Task<IResult> DetectionAsync(
        long id, HttpContext http, PictureCatalog catalog, PictureRenditions renditions) =>
        await catalog.FindDetectionAsync(id, http.RequestAborted) is { } picture
            ? await ServeAsync(Sources(picture), http, renditions)
            : NoPicture.Instance;

    /// <summary>The crop, and where that cannot be shown the capture's part that it would be.</summary>
    private static IEnumerable<(StoredPicture Picture, PicturePart? Part)> Sources(DetectionPicture picture)
    {
        if (picture.Crop is { } crop)
            yield return (crop, null);
        if (picture.Box is { } box)
            yield return (picture.Capture, new(box, picture.CaptureWidth, picture.CaptureHeight));
    }

    /// <summary>Serves the first that can be.</summary>
    private static async Task<IResult> ServeAsync(
        IEnumerable<(StoredPicture Picture, PicturePart? Part)> sources, HttpContext http, PictureRenditions renditions)
    {
        PictureSizes.TryRead(http.Request.Query[SizeParameter], out var size);
        foreach (var (picture, part) in sources)
        {
            var result = IsOnTheWeb(picture, out var address)
                ? part is null ? Redirect(address, http) : null
                : PictureFile.Find(picture) is { } file ? await ServeAsync(file, part, size, http, renditions) : null;
            if (result is not null)
                return result;
        }

        return NoPicture.Instance;
    }

    private static async Task<IResult?> ServeAsync(PictureFile file, PicturePart? part, int? size, HttpContext http, PictureRenditions renditions)
    {
        if (file.IsSvg)
        {
            return part is null && file.Length <= LargestSvg
                ? Serve(http, Rendition.TagOf(file), tag => Results.File(file.Path, "image/svg+xml", null, file.ModifiedAt, tag))
                : null;
        }

        var wanted = new Rendition(file, part, PictureSizes.Fitting(size));
        if (IsKnown(http.Request, wanted.Tag))
            return Serve(http, wanted.Tag, _ => Results.StatusCode(StatusCodes.Status304NotModified));
        return await renditions.GetAsync(wanted, http.RequestAborted) is { } made
            ? Serve(http, wanted.Tag, tag => Results.Bytes(made.Bytes, made.Type, null, enableRangeProcessing: false, file.ModifiedAt, tag))
            : null;
    }

    private static IResult Serve(HttpContext http, string tag, Func<EntityTagHeaderValue, IResult> result)
    {
        http.Response.Headers.ETag = tag;
        http.Response.Headers.CacheControl = KeepForAWhile;
        return result(new(tag));
    }

    private static IResult Redirect(Uri address, HttpContext http)
    {
        http.Response.Headers.CacheControl = KeepForAWhile;
        return Results.Redirect(address.AbsoluteUri);
    }

    /// <summary>Whether the browser has these very bytes: then they need not even be made.</summary>
    private static bool IsKnown(HttpRequest request, string tag) =>
        request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(new(tag), useStrongComparison: true));

    private static bool IsOnTheWeb(StoredPicture picture, out Uri address) =>
        Uri.TryCreate(picture.Path, UriKind.Absolute, out address!) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);
}
