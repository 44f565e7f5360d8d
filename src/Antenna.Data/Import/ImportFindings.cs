namespace Antenna.Data.Import;

/// <summary>
/// Gathers what an import finds: one finding a message, counted, with its first places. Its memory grows with the number of
/// different messages, so what differs from place to place belongs into an example's detail.
/// </summary>
public sealed class ImportFindings
{
    /// <summary>Enough to see a pattern by; the count says how many there are.</summary>
    public const int ExamplesKept = 10;

    private readonly List<Gathered> _inOrder = [];
    private readonly List<ImportFinding> _whole = [];
    private readonly Dictionary<(ImportFindingLevel, string), Gathered> _byMessage = [];

    public void Note(string message, ImportPlace place, string? detail = null) => Add(ImportFindingLevel.Note, message, place, detail);

    public void Warn(string message, ImportPlace place, string? detail = null) => Add(ImportFindingLevel.Warning, message, place, detail);

    /// <summary>Adds a finding that was counted elsewhere.</summary>
    public void Add(ImportFinding finding) => _whole.Add(finding);

    /// <summary>What was found so far, warnings first.</summary>
    public IReadOnlyList<ImportFinding> ToList() =>
    [
        .. _inOrder.Select(gathered => new ImportFinding(gathered.Level, gathered.Message, gathered.Count, [.. gathered.Examples]))
            .Concat(_whole)
            .OrderByDescending(finding => finding.Level),
    ];

    private void Add(ImportFindingLevel level, string message, ImportPlace place, string? detail)
    {
        if (!_byMessage.TryGetValue((level, message), out var gathered))
        {
            gathered = new(level, message);
            _byMessage.Add((level, message), gathered);
            _inOrder.Add(gathered);
        }

        gathered.Count++;
        if (gathered.Examples.Count < ExamplesKept)
            gathered.Examples.Add(new(place, detail));
    }

    private sealed class Gathered(ImportFindingLevel level, string message)
    {
        public ImportFindingLevel Level => level;

        public string Message => message;

        public long Count { get; set; }

        public List<ImportExample> Examples { get; } = [];
    }
}
