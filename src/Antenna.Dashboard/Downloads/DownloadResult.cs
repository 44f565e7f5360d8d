using Antenna.Data.Export;
using Microsoft.Net.Http.Headers;

namespace Antenna.Dashboard.Downloads;

/// <summary>
/// A file that is written while it is sent. It ends when the browser leaves, and where it fails on the way the connection is
/// cut: a browser must not take half a file for a whole one.
/// </summary>
/// <param name="name">What the file is called.</param>
/// <param name="tracked">The offer of a page; null where there is none.</param>
/// <param name="prepare">Finds what is to be sent, before anything is; what it throws is an answer like any other.</param>
internal sealed class DownloadResult<T>(
    string name, string contentType, TrackedDownload? tracked,
    Func<CancellationToken, Task<T>> prepare,
    Func<T, Stream, IProgress<ExportProgress>?, CancellationToken, Task> write) : IResult
    where T : IAsyncDisposable
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var token = tracked?.Begin(httpContext.RequestAborted) ?? httpContext.RequestAborted;
        var end = DownloadState.Failed;
        try
        {
            await using var content = await prepare(token);
            var headers = httpContext.Response.Headers;
            headers.ContentType = contentType;
            headers.CacheControl = "no-store";
            var disposition = new ContentDispositionHeaderValue("attachment");
            disposition.SetHttpFileName(name);
            headers.ContentDisposition = disposition.ToString();
            await write(content, httpContext.Response.Body, tracked, token);
            end = DownloadState.Done;
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            end = DownloadState.Canceled;
            httpContext.Abort();
        }
        finally
        {
            tracked?.End(end, token);
        }
    }
}
