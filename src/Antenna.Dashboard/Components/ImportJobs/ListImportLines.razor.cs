using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.Matching;
using Antenna.Dashboard.SignIn;
using Antenna.Data.Import;
using Antenna.Data.Import.TaxaLists;
using Antenna.Data.ImportJobs;
using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.Components.ImportJobs;

/// <summary>What became of each line of a list that was imported, as it was recorded; suggestions can still be accepted for the list.</summary>
public sealed partial class ListImportLines(MatchedLineReader reader, ListSuggestions suggestions, ICurrentPerson person) : LiveComponent
{
    /// <summary>What is accepted: for the list already, or chosen here, by <see cref="AcceptedSuggestion.Key"/>.</summary>
    private readonly Dictionary<string, AcceptedSuggestion> _accepted = [];
    private readonly Dictionary<string, AcceptedSuggestion> _remembered = [];
    private MatchedLines? _lines;
    private long? _shown;
    private bool _isAccepting;
    private IReadOnlyList<ImportProblem> _problems = [];
    private AcceptedForList? _done;

    /// <summary>An import of a list, which has ended.</summary>
    [Parameter, EditorRequired]
    public ImportDetails Import { get; set; } = null!;

    /// <summary>Null where none was made: then there is nothing to accept for.</summary>
    private long? ListId => (Import.Report as TaxaListReport)?.TaxaListId;

    /// <summary>What is chosen and not remembered yet.</summary>
    private IReadOnlyList<AcceptedSuggestion> New =>
        [.. _accepted.Values.Where(suggestion => _remembered.GetValueOrDefault(suggestion.Key)?.TaxonId != suggestion.TaxonId)];

    protected override Task OnParametersSetAsync()
    {
        if (_shown == Import.Row.Id)
            return Task.CompletedTask;
        (_shown, _lines, _done, _problems) = (Import.Row.Id, null, null, []);
        return LoadAsync(ReadAsync);
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var (id, listId) = (Import.Row.Id, ListId);
        await using var lines = new MatchedLines(path: null);
        await foreach (var line in reader.ReadAsync(id, cancellationToken))
        {
            if (line.Matched is { } matched)
                await lines.AddAsync(matched, cancellationToken);
        }

        IReadOnlyList<AcceptedSuggestion> remembered = listId is { } list ? await suggestions.FindAcceptedAsync(list, lines.First(null), cancellationToken) : [];
        if (id != Import.Row.Id)
            return;
        _accepted.Clear();
        _remembered.Clear();
        Remember(remembered);
        _lines = lines.Count(null) > 0 ? lines : null;
    }

    private void Choose(IReadOnlyList<AcceptedSuggestion> chosen)
    {
        foreach (var suggestion in chosen)
            _accepted[suggestion.Key] = suggestion;
    }

    // What is remembered stays so: only another taxon replaces it.
    private void Reject(string key)
    {
        if (_remembered.TryGetValue(key, out var remembered))
            _accepted[key] = remembered;
        else
            _accepted.Remove(key);
    }

    private async Task AcceptAsync()
    {
        (_isAccepting, _problems, _done) = (true, [], null);
        await LoadAsync(
            async cancellationToken =>
            {
                var accepting = New;
                try
                {
                    _done = await suggestions.AcceptAsync(ListId!.Value, accepting, await person.GetAsync(cancellationToken), cancellationToken);
                    Remember(accepting);
                }
                catch (ImportRefusedException refusal)
                {
                    _problems = refusal.Problems;
                }
            },
            "This could not be accepted");
        _isAccepting = false;
    }

    private void Remember(IEnumerable<AcceptedSuggestion> suggestions)
    {
        foreach (var suggestion in suggestions)
            _accepted[suggestion.Key] = _remembered[suggestion.Key] = suggestion;
    }
}
