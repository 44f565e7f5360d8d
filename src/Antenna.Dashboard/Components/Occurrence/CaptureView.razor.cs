using System.Globalization;
using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Pictures;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.Occurrence;

/// <summary>
/// A capture with the box of every animal that was found on it: this one's emphasised, the others' leading to theirs.
/// </summary>
public sealed partial class CaptureView(CaptureSizes sizes) : LiveComponent
{
    /// <summary>Px that the picture is fetched at, at most.</summary>
    public const int PictureSize = 2048;

    private PixelSize? _size;
    private long? _readId;

    /// <summary>The capture whose picture the browser could not load.</summary>
    private long? _missing;

    [Parameter, EditorRequired]
    public CaptureDetails Capture { get; set; } = null!;

    /// <summary>The occurrence, with what is tried on it and where one came from: another one is opened with the same.</summary>
    [Parameter, EditorRequired]
    public OccurrenceAddress Address { get; set; } = null!;

    /// <summary>The detection looked at.</summary>
    [Parameter, EditorRequired]
    public long DetectionId { get; set; }

    /// <summary>Nothing on the picture says where the animal is.</summary>
    private bool IsWithoutBox => !Capture.Boxes.Any(IsOwn);

    /// <summary>Room for the picture before it comes, and never higher than one sees at once.</summary>
    private string? PlaceStyle => _size is { } size
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"aspect-ratio: {size.Width} / {size.Height}; max-width: calc(78vh * {(double)size.Width / size.Height:0.###})")
        : null;

    protected override async Task OnParametersSetAsync()
    {
        if (_readId == Capture.Id)
            return;
        _readId = Capture.Id;
        _size = Capture is { Width: { } width, Height: { } height } ? new(width, height) : null;
        await LoadAsync(async cancellationToken => _size ??= await sizes.FindAsync(Capture.Id, cancellationToken));
    }

    private bool IsOwn(CaptureBox each) => each.OccurrenceId == Address.Id;

    private string BoxText(CaptureBox each) => (IsOwn(each), each.Determination) switch
    {
        (true, _) => "This animal",
        (_, { } taxon) => $"{taxon.Name}, occurrence {each.OccurrenceId}",
        _ => $"Occurrence {each.OccurrenceId}, no determination",
    };

    private static Dictionary<string, object> Place(Box box) => new()
    {
        ["x"] = box.X1.ToString(CultureInfo.InvariantCulture),
        ["y"] = box.Y1.ToString(CultureInfo.InvariantCulture),
        ["width"] = Math.Max(0, box.X2 - box.X1).ToString(CultureInfo.InvariantCulture),
        ["height"] = Math.Max(0, box.Y2 - box.Y1).ToString(CultureInfo.InvariantCulture),
    };
}
