using System.Globalization;
using System.Net;

namespace Antenna.Dashboard.Pictures;

/// <summary>
/// The drawing that is served where a picture cannot be shown, with the reason in it. It has the status of an error, so that
/// nothing caches it; browsers draw it nonetheless.
/// </summary>
/// <param name="size">px of the picture that was asked for: a large one has room for the whole sentence.</param>
internal sealed class PicturePlaceholder(PictureProblem problem, int size) : IResult
{
    /// <summary>px from which on the sentence is legible.</summary>
    private const int LegibleSize = 512;

    private const int LineLength = 46;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.CacheControl = "no-store";
        return Results.Text(Svg(), "image/svg+xml", statusCode: problem.Status).ExecuteAsync(httpContext);
    }

    // Without a background, in a grey that is seen on light and on dark: a picture does not know the page's colours.
    private string Svg()
    {
        var whole = size >= LegibleSize;
        var (width, height) = whole ? (384, 216) : (128, 128);
        var middle = (width / 2).ToString(CultureInfo.InvariantCulture);
        var text = whole ? Sentence(middle) : Lines(problem.Title, 13, middle, top: 95, step: 17);
        return $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-label="{WebUtility.HtmlEncode(problem.Title)}">
              <title>{WebUtility.HtmlEncode(problem.Detail)}</title>
              <g fill="none" stroke="#808890" stroke-width="3" stroke-linecap="round" stroke-linejoin="round">
                <rect x="4" y="4" width="{width - 8}" height="{height - 8}" rx="8" stroke-width="2" stroke-dasharray="5 7"/>
                <path transform="translate({(width - 128) / 2})" d="M64 36v36M64 40c-8-10-30-14-34-6s2 26 14 28 18-8 20-14M64 40c8-10 30-14 34-6s-2 26-14 28-18-8-20-14M60 34l-7-9M68 34l7-9"/>
              </g>
              <g fill="#808890" font-family="system-ui, sans-serif" font-size="15" text-anchor="middle">
                {text}
              </g>
            </svg>
            """;
    }

    private string Sentence(string middle) =>
        $"""<text x="{middle}" y="98" font-weight="600">{WebUtility.HtmlEncode(problem.Title)}</text><g font-size="13">{Lines(problem.Detail, LineLength, middle, top: 122, step: 17)}</g>""";

    private static string Lines(string words, int longest, string middle, int top, int step) =>
        string.Concat(Wrap(words, longest).Select((line, index) => string.Create(
            CultureInfo.InvariantCulture, $"""<text x="{middle}" y="{top + (index * step)}">{WebUtility.HtmlEncode(line)}</text>""")));

    private static IEnumerable<string> Wrap(string words, int longest)
    {
        var line = "";
        foreach (var word in words.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > longest)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        yield return line;
    }
}
