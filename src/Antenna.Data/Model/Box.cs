namespace Antenna.Data.Model;

/// <summary>A bounding box, in px from the capture's top left corner.</summary>
public readonly record struct Box(double X1, double Y1, double X2, double Y2)
{
    /// <summary>Whether it covers nothing: such a box is invalid.</summary>
    public bool IsEmpty => X2 <= X1 || Y2 <= Y1;
}
