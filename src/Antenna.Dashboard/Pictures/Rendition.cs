using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Antenna.Data.Model;

namespace Antenna.Dashboard.Pictures;

/// <summary>A part of a picture.</summary>
/// <param name="Box">px of the picture that it was found on.</param>
/// <param name="Width">That picture's, px; null where it is not known.</param>
/// <param name="Height">px.</param>
internal sealed record PicturePart(Box Box, int? Width, int? Height);

/// <summary>A picture as it is asked for.</summary>
/// <param name="Part">Null for all of it.</param>
/// <param name="Size">px that neither width nor height exceed.</param>
internal sealed record Rendition(PictureFile File, PicturePart? Part, int Size)
{
    /// <summary>Counts up when <see cref="PictureRenderer"/> makes other bytes of the same file.</summary>
    private const int Edition = 2;

    /// <summary>The same for the same bytes only, and known before they are made.</summary>
    public string Tag { get; } = TagOf(string.Create(CultureInfo.InvariantCulture, $"{Edition}|{File.Identity}|{Part}|{Size}"));

    /// <summary>The tag of a file that is served as it is.</summary>
    public static string TagOf(PictureFile file) => TagOf(file.Identity);

    private static string TagOf(string identity) =>
        $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)).AsSpan(0, 16))}\"";
}

/// <summary>A picture's bytes.</summary>
/// <param name="Type">Their media type.</param>
internal sealed record RenderedPicture(byte[] Bytes, string Type);

/// <summary>What became of making a picture: either of the two.</summary>
/// <param name="IsComplete">Whether the file had all of it; what is missing is transparent.</param>
internal sealed record PictureResult(RenderedPicture? Picture, PictureProblem? Problem, bool IsComplete)
{
    public PictureResult(RenderedPicture picture, bool isComplete)
        : this(picture, null, isComplete)
    {
    }

    public PictureResult(PictureProblem problem)
        : this(null, problem, IsComplete: false)
    {
    }
}
