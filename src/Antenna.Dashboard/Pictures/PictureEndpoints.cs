using Antenna.Data.Model;
using Antenna.Data.Pictures;
using Microsoft.AspNetCore.Http.HttpResults;
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

    /// <summary>A file may be replaced by another; asking whether it was costs little.</summary>
    private const string KeepForAWhile = "private, max-age=600";

    /// <summary>bytes; drawings that pages show a hundred of are a thousandth of it.</summary>
    private const long LargestSvg = 4 * 1024 * 1024;

    /// <summary>characters of a wrong value that are quoted.</summary>
    private const int LongestQuote = 40;

    public static void AddPictures(this IServiceCollection services) => services.AddSingleton<PictureRenditions>().AddSingleton<CaptureSizes>();

    public static void MapPictures(this IEndpointRouteBuilder endpoints)
    {
        var pictures = endpoints.MapGroup("pictures");
        pictures.MapGet("captures/{id:long}", CaptureAsync);
        pictures.MapGet("detections/{id:long}", DetectionAsync);
        pictures.AddEndpointFilter((call, next) =>
        {
            call.HttpContext.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
            return next(call);
        });
    }

    private static async Task<IResult> CaptureAsync(
        long id, string? size, HttpContext http, PictureCatalog catalog, PictureHosts hosts, PictureRenditions renditions)
    {
        if (!PictureSizes.TryFit(size, out var px))
            return WrongSize(size);
        return await catalog.FindCaptureAsync(id, http.RequestAborted) is { } picture
            ? await ServeFirstAsync([(picture, null)], px, http, hosts, renditions)
            : new PicturePlaceholder(PictureProblem.NotImported, px);
    }

    private static async Task<IResult> DetectionAsync(
        long id, string? size, HttpContext http, PictureCatalog catalog, PictureHosts hosts, PictureRenditions renditions)
    {
        if (!PictureSizes.TryFit(size, out var px))
            return WrongSize(size);
        return await catalog.FindDetectionAsync(id, http.RequestAborted) is { } picture
            ? await ServeFirstAsync(Sources(picture), px, http, hosts, renditions)
            : new PicturePlaceholder(PictureProblem.NotImported, px);
    }

    private static ProblemHttpResult WrongSize(string? size) => TypedResults.Problem(
        $"The size of a picture is a whole number of px from 1 on, not '{(size is { Length: > LongestQuote } ? size[..LongestQuote] + "…" : size)}'.",
        statusCode: StatusCodes.Status400BadRequest);

    /// <summary>The crop, and where that cannot be shown the capture's part that it would be; of an animal without a box, the whole capture.</summary>
    private static IEnumerable<(StoredPicture Picture, PicturePart? Part)> Sources(DetectionPicture picture)
    {
        if (picture.Crop is { } crop)
            yield return (crop, null);
        if (picture.Box is { } box)
            yield return (picture.Capture, new(box, picture.CaptureWidth, picture.CaptureHeight));
        else if (picture.IsOfAnimal)
            yield return (picture.Capture, null);
    }

    /// <summary>Serves the first that can be shown, or reports what is wrong with the last that was tried.</summary>
    private static async Task<IResult> ServeFirstAsync(
        IEnumerable<(StoredPicture Picture, PicturePart? Part)> sources, int size, HttpContext http, PictureHosts hosts, PictureRenditions renditions)
    {
        var problem = PictureProblem.NoCropNoBox;
        foreach (var (picture, part) in sources)
        {
            try
            {
                return IsOnTheWeb(picture, out var address)
                    ? await RedirectAsync(picture, address, part, http, hosts)
                    : await ServeAsync(picture, part, size, http, renditions);
            }
            catch (PictureException exception)
            {
                problem = exception.Problem;
            }
        }

        return new PicturePlaceholder(problem, size);
    }

    private static async Task<IResult> ServeAsync(
        StoredPicture picture, PicturePart? part, int size, HttpContext http, PictureRenditions renditions)
    {
        var file = PictureFile.Find(picture)
            ?? throw new PictureException(picture.Folder is null ? PictureProblem.NoFolder(picture.Path) : PictureProblem.FileMissing(picture.Path));
        if (file.IsSvg)
            return ServeDrawing(file, part, http);

        var wanted = new Rendition(file, part, size);
        if (IsKnown(http.Request, wanted.Tag))
            return Serve(http, wanted.Tag, _ => Results.StatusCode(StatusCodes.Status304NotModified));
        var made = await renditions.GetAsync(wanted, http.RequestAborted);
        return made.Picture is { } rendered
            ? Serve(http, wanted.Tag, tag => Results.Bytes(rendered.Bytes, rendered.Type, null, enableRangeProcessing: false, file.ModifiedAt, tag))
            : throw new PictureException(made.Problem!);
    }

    private static IResult ServeDrawing(PictureFile file, PicturePart? part, HttpContext http)
    {
        if (part is not null)
            throw new PictureException(PictureProblem.CutFromDrawing(file.Name));
        return file.Length <= LargestSvg
            ? Serve(http, Rendition.TagOf(file), tag => Results.File(file.Path, "image/svg+xml", null, file.ModifiedAt, tag))
            : throw new PictureException(PictureProblem.DrawingTooLarge(file.Name, LargestSvg));
    }

    private static IResult Serve(HttpContext http, string tag, Func<EntityTagHeaderValue, IResult> result)
    {
        http.Response.Headers.ETag = tag;
        http.Response.Headers.CacheControl = KeepForAWhile;
        return result(new(tag));
    }

    private static async Task<IResult> RedirectAsync(
        StoredPicture picture, Uri address, PicturePart? part, HttpContext http, PictureHosts hosts)
    {
        if (part is not null)
            throw new PictureException(PictureProblem.CutFromWeb(address.Host));
        var host = PictureHost.NameOf(address);
        if (!await hosts.IsAllowedAsync(picture.ProjectId, host, http.RequestAborted))
            throw new PictureException(PictureProblem.HostNotAllowed(host));

        // Not kept: where a host is withdrawn, a browser must not go there any more.
        http.Response.Headers.CacheControl = "no-store";
        return Results.Redirect(address.AbsoluteUri);
    }

    /// <summary>Whether the browser has these very bytes: then they need not even be made.</summary>
    private static bool IsKnown(HttpRequest request, string tag) =>
        request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(new(tag), useStrongComparison: true));

    private static bool IsOnTheWeb(StoredPicture picture, out Uri address) =>
        Uri.TryCreate(picture.Path, UriKind.Absolute, out address!)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && address.UserInfo.Length == 0;
}
