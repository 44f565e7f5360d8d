using System.Text;

namespace Antenna.Dashboard.Demo.Drawing;

/// <summary>
/// Chance that falls the same on every machine and in every version of .NET: SplitMix64 (Steele, Lea and Flood 2014),
/// seeded by a text.
/// </summary>
internal sealed class DemoRandom(string seed)
{
    private ulong _state = Hash(seed);

    /// <summary>In [0, 1).</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    public double Between(double least, double most) => least + ((most - least) * Unit());

    /// <summary>In [0, count).</summary>
    public int Below(int count) => (int)(Unit() * count);

    public bool Chance(double probability) => Unit() < probability;

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    /// <summary>One of the choices, each as often as its weight.</summary>
    public T Pick<T>(IReadOnlyList<T> choices, Func<T, double> weight)
    {
        var left = Unit() * choices.Sum(weight);
        foreach (var choice in choices)
        {
            left -= weight(choice);
            if (left < 0)
                return choice;
        }

        return choices[^1];
    }

    /// <summary>
    /// Mean 0, deviation 1, as a sum of twelve: near enough to normal, and made of additions alone, which round the same
    /// everywhere.
    /// </summary>
    public double Normal()
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++)
            sum += Unit();
        return sum;
    }

    private ulong Next()
    {
        var mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>FNV-1a, 64 bits.</summary>
    private static ulong Hash(string text)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var letter in Encoding.UTF8.GetBytes(text))
            hash = (hash ^ letter) * 0x100000001B3;
        return hash;
    }
}
