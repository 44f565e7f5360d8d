namespace Antenna.Data.Import;

/// <summary>
/// Gathers what an import finds: one finding a message, counted, with its first places. What differs from place to place
/// belongs into an example's detail: different messages are kept up to a number, and counted beyond it.
/// </summary>
public sealed class ImportFindings
{
    /// <summary>Enough to see a pattern by; the count has all of them.</summary>
    public const int ExamplesKept = 10;

    /// <summary>More different messages than this are not read.</summary>
    public const int MessagesKept = 1_000;

    private const string Further = "Further findings that differ from those that are listed. Correct what is listed, and import again to see more.";

    // Names and paths are shortened where they are quoted; these are for what is made of several of them.
    private const int LongestMessage = 1_000;
    private const int LongestDetail = 500;

    private readonly List<Gathered> _inOrder = [];
    private readonly List<ImportFinding> _whole = [];
    private readonly Dictionary<(ImportFindingLevel, string), Gathered> _byMessage = [];

    /// <param name="times">How often it is so; the place is the first.</param>
    public void Note(string message, ImportPlace place, string? detail = null, long times = 1) => Add(ImportFindingLevel.Note, message, place, detail, times);

    /// <inheritdoc cref="Note"/>
    public void Warn(string message, ImportPlace place, string? detail = null, long times = 1) => Add(ImportFindingLevel.Warning, message, place, detail, times);

    /// <summary>Adds a finding that was counted elsewhere.</summary>
    public void Add(ImportFinding finding) => _whole.Add(finding with
    {
        Message = ShortText.Of(finding.Message, LongestMessage),
        Examples = [.. finding.Examples.Select(example => example with { Detail = Shortened(example.Detail) })],
    });

    /// <summary>What was found so far, warnings first.</summary>
    public IReadOnlyList<ImportFinding> ToList() =>
    [
        .. _inOrder.Select(gathered => new ImportFinding(gathered.Level, gathered.Message, gathered.Count, [.. gathered.Examples]))
            .Concat(_whole)
            .OrderByDescending(finding => finding.Level),
    ];

    /// <summary>Counts a finding of one place.</summary>
    public void Add(ImportFindingLevel level, string message, ImportPlace place, string? detail, long times = 1)
    {
        message = ShortText.Of(message, LongestMessage);
        if (_byMessage.Count >= MessagesKept && !_byMessage.ContainsKey((level, message)))
            (detail, message) = (message, Further);
        if (!_byMessage.TryGetValue((level, message), out var gathered))
        {
            gathered = new(level, message);
            _byMessage.Add((level, message), gathered);
            _inOrder.Add(gathered);
        }

        gathered.Count += times;
        if (gathered.Examples.Count < ExamplesKept)
            gathered.Examples.Add(new(place, Shortened(detail)));
    }

    private static string? Shortened(string? detail) => detail is null ? null : ShortText.Of(detail, LongestDetail);

    private sealed class Gathered(ImportFindingLevel level, string message)
    {
        public ImportFindingLevel Level => level;

        public string Message => message;

        public long Count { get; set; }

        public List<ImportExample> Examples { get; } = [];
    }
}
