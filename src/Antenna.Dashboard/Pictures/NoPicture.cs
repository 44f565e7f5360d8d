namespace Antenna.Dashboard.Pictures;

/// <summary>
/// What is shown where there is no picture. With the status of an error, so that nobody keeps it; browsers draw it
/// nonetheless.
/// </summary>
internal sealed class NoPicture : IResult
{
    public static readonly NoPicture Instance = new();

    // Without a ground, in a grey that is seen on light and on dark: a picture does not know which colours the page has.
    private const string Svg =
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 128" width="128" height="128" role="img" aria-label="picture not found">
          <g fill="none" stroke="#808890" stroke-width="3" stroke-linecap="round" stroke-linejoin="round">
            <rect x="4" y="4" width="120" height="120" rx="8" stroke-width="2" stroke-dasharray="5 7"/>
            <path d="M64 36v36M64 40c-8-10-30-14-34-6s2 26 14 28 18-8 20-14M64 40c8-10 30-14 34-6s-2 26-14 28-18-8-20-14M60 34l-7-9M68 34l7-9"/>
          </g>
          <g fill="#808890" font-family="system-ui, sans-serif" font-size="15" text-anchor="middle">
            <text x="64" y="95">picture</text>
            <text x="64" y="112">not found</text>
          </g>
        </svg>
        """;

    private NoPicture()
    {
    }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.CacheControl = "no-store";
        return Results.Text(Svg, "image/svg+xml", statusCode: StatusCodes.Status404NotFound).ExecuteAsync(httpContext);
    }
}
