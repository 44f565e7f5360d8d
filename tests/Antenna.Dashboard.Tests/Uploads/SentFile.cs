using Microsoft.AspNetCore.Components.Forms;

namespace Antenna.Dashboard.Tests.Uploads;

/// <summary>A file that a browser sends.</summary>
/// <param name="content">What comes; it may break off, or never end.</param>
internal sealed class SentFile(string name, long size, Stream content) : IBrowserFile
{
    public string Name => name;

    public DateTimeOffset LastModified => DateTimeOffset.UnixEpoch;

    public long Size => size;

    public string ContentType => "text/csv";

    public Stream OpenReadStream(long maxAllowedSize = 512_000, CancellationToken cancellationToken = default) => content;
}
