namespace Antenna.Dashboard.Demo.Drawing;

/// <summary>A moth's colours.</summary>
/// <param name="Ground">Of the forewing.</param>
/// <param name="Dark">Of most lines.</param>
/// <param name="Light">Of what is lighter than the ground.</param>
/// <param name="Hindwing">Its ground.</param>
internal sealed record MothColours(Colour Ground, Colour Dark, Colour Light, Colour Hindwing)
{
    /// <summary>All of them lighter by a share, or darker by one below 0: no two animals are quite the same.</summary>
    public MothColours Shade(double share) => new(Ground.Shade(share), Dark.Shade(share), Light.Shade(share), Hindwing.Shade(share));

    /// <param name="name">A letter, or a colour of its own.</param>
    public Colour Find(string name) => name switch
    {
        "d" => Dark,
        "l" => Light,
        "g" => Ground,
        "h" => Hindwing,
        _ => Colour.Parse(name),
    };
}
