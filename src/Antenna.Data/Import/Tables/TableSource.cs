using System.Text;

namespace Antenna.Data.Import.Tables;

/// <summary>A text that can be read several times from its beginning: a file.</summary>
/// <param name="Name">For messages: without its folder.</param>
/// <param name="Open">Opens it.</param>
/// <param name="Length">Bytes.</param>
internal sealed record TableSource(string Name, Func<Stream> Open, long Length)
{
    /// <exception cref="ImportRefusedException">There is no such file, or it cannot be read.</exception>
    public static TableSource OfFile(string path)
    {
        using var file = ImportFile.OpenRead(path);
        return new(ImportFile.PlaceOf(path).File, () => ImportFile.OpenRead(path), file.Length);
    }

    public ImportPlace Place => new(Name);

    /// <summary>The encoding that was chosen, else the one that its bytes show.</summary>
    public async Task<Encoding> EncodingAsync(string? chosen, CancellationToken cancellationToken)
    {
        if (chosen is not null)
            return TextEncodings.Parse(chosen);
        await using var stream = Open();
        return await EncodingDetection.DetectAsync(stream, cancellationToken);
    }
}
