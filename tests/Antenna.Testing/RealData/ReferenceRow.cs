using System.Globalization;

namespace Antenna.Testing.RealData;

/// <summary>
/// The right answer for one row of a real data set, masked to the Vermont insects: computed independently, in float64.
/// </summary>
/// <param name="SourceWinner">Label of the classifier's own winner.</param>
/// <param name="SourceScore">Its softmax over all classes.</param>
/// <param name="Winner">Label of the winner among the kept classes.</param>
/// <param name="Reweighted">Its softmax over the kept classes.</param>
/// <param name="Absolute">Its softmax over all classes.</param>
/// <param name="Kept">Softmax sum over all kept classes.</param>
/// <param name="Listed">Softmax sum over the listed taxa.</param>
/// <param name="Nothing">Softmax sum over what is not a taxon.</param>
/// <param name="NoEffect">No excluded class has a probability above 1e-9.</param>
public sealed record ReferenceRow(
    string SourceWinner,
    double SourceScore,
    string Winner,
    double Reweighted,
    double Absolute,
    double Kept,
    double Listed,
    double Nothing,
    bool NoEffect)
{
    /// <summary>How far an answer may be from the right one.</summary>
    public const double Tolerance = 1e-6;

    /// <summary>The rows of a set, in the order of its pipeline results.</summary>
    public static async Task<IReadOnlyList<ReferenceRow>> ReadAsync(string set, CancellationToken cancellationToken)
    {
        var lines = await File.ReadAllLinesAsync(SharedData.File("reference", $"{set}__vermont-insects.csv"), cancellationToken);
        return [.. lines.Skip(1).Select(Parse)];
    }

    // None of the fields holds a comma.
    private static ReferenceRow Parse(string line)
    {
        var fields = line.Split(',');
        double Number(int field) => double.Parse(fields[field], CultureInfo.InvariantCulture);
        return new(fields[1], Number(2), fields[3], Number(4), Number(5), Number(6), Number(7), Number(8), bool.Parse(fields[9]));
    }
}
