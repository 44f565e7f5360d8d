namespace Antenna.Data.Import.Taxa;

/// <summary>
/// Gathers what is wrong with a file, so that more than the first line can be repaired at once; not all of a million.
/// </summary>
internal sealed class ImportProblems
{
    private const int MostProblems = 20;

    private readonly List<ImportProblem> _problems = [];

    /// <exception cref="ImportRefusedException">There are enough of them.</exception>
    public void Add(ImportPlace place, string message)
    {
        _problems.Add(new(place, message));
        if (_problems.Count == MostProblems)
            ThrowIfAny();
    }

    /// <exception cref="ImportRefusedException">There is a problem.</exception>
    public void ThrowIfAny()
    {
        if (_problems.Count > 0)
            throw new ImportRefusedException([.. _problems]);
    }
}
