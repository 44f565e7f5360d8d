using Antenna.Core.Taxonomy;
using Antenna.Data.Import.Tables;
using Antenna.Data.Import.Taxa;

namespace Antenna.Data.Import.TaxaLists;

/// <summary>
/// Reads what the rows of a taxa list say, and finds their taxa. Nothing here changes the taxonomy: what no taxon is known
/// for stays a name. Memory grows with the number of different names.
/// </summary>
internal sealed class TaxaListRows(TaxonTree tree, ListedNameMatcher matcher, ImportFindings findings)
{
    private readonly HomonymousNames _names = new();
    private readonly Dictionary<NameMatchKind, long> _lines = [];
    private readonly Dictionary<NameStatus, long> _notListed = [];
    private readonly Dictionary<PassedLineKind, long> _withoutName = [];

    /// <summary>How many lines were matched in each way.</summary>
    public IReadOnlyDictionary<NameMatchKind, long> Lines => _lines;

    /// <summary>How many lines do not list their name, by the reason.</summary>
    public IReadOnlyDictionary<NameStatus, long> NotListed => _notListed;

    /// <summary>How many lines hold no name, by why.</summary>
    public IReadOnlyDictionary<PassedLineKind, long> WithoutName => _withoutName;

    /// <summary>Lines that list a taxon.</summary>
    public long WithTaxon { get; private set; }

    /// <summary>Lines whose name is on the list, and not in the taxonomy.</summary>
    public long WithoutTaxon { get; private set; }

    /// <summary>Lines that list nothing.</summary>
    public long Skipped { get; private set; }

    /// <summary>Accounts for a line that holds no name.</summary>
    public ValueTask PassAsync(LineWithoutName line, TaxaListRequest request, CancellationToken cancellationToken)
    {
        _withoutName[line.Kind] = _withoutName.GetValueOrDefault(line.Kind) + 1;
        return request.OnLineWithoutName is { } onLine ? onLine(line, cancellationToken) : ValueTask.CompletedTask;
    }

    /// <summary>What a row lists.</summary>
    public TaxaListLine Add(TaxonRow row, bool includeDescendants)
    {
        if (row.IsNotATaxon)
            return Report(row, NameMatchKind.NotListed, null, [], "It is not a taxon.", isListed: false);
        var status = NameStatuses.OnList(row.Status, row.Occurrence, row.Name, row.Author);
        if (!status.IsListed())
            return ReportNotListed(row, status);

        var synonymOf = AcceptedOf(row);
        var name = NameOf(row, includeDescendants, synonymOf?.Name);
        if (name is null)
            return Report(row, NameMatchKind.Unmatched, null, [], "The row has no name.", isListed: false);
        var match = matcher.Match(name);
        if (match.TaxonId is null && (match.Kind == NameMatchKind.HigherRank || row.Name.IsOpen))
            return Report(row, match.Kind, null, match.Suggestions, match.Note, isListed: false);

        _names.Of(name, KingdomOf(name, match)).Add(name, accepts: synonymOf is null && status is not NameStatus.Synonym, row.Place);
        if (synonymOf is null)
            return Report(row, match.Kind, match.AcceptedTaxonId, match.Suggestions, match.Note, isListed: true);
        var accepted = matcher.Resolve(synonymOf);
        _names.Of(synonymOf, KingdomOf(synonymOf, accepted)).Imply(synonymOf);
        return ReportSynonym(row, match, synonymOf, accepted);
    }

    /// <summary>What the whole file lists, each name once; rows that contradict one another are reported.</summary>
    public IReadOnlyList<ListedName> Finish()
    {
        var listed = new List<ListedName>();
        foreach (var (name, homonymKingdom) in _names.ToList())
        {
            listed.Add(name.ToListedName(homonymKingdom));
            if (name.SynonymPlace is { } place)
                ReportContradictions(name, listed[^1].Name, place);
        }

        return listed;
    }

    /// <summary>The kingdom of what a row names: that of its taxon, else the one that the row gives; null where neither says it.</summary>
    private string? KingdomOf(ListedName name, NameMatch match)
    {
        var known = match.AcceptedTaxonId is { } id && tree.AncestorAt(id, Rank.Kingdom) is { } kingdom ? tree[kingdom].Name : null;
        return (known ?? name.HigherTaxa.GetValueOrDefault(Rank.Kingdom)) is { } text ? ScientificName.Normalize(text) : null;
    }

    private static ListedName? NameOf(TaxonRow row, bool includeDescendants, string? acceptedName)
    {
        // A row may name its taxon by a key alone.
        var text = row.Text ?? (row.Keys is [var key, ..] ? $"{key.Source} {key.Key}" : null);
        return text is null
            ? null
            : new(text, row.Rank)
            {
                Author = row.Author is { } author && author != row.Name.Authorship ? author : null,
                RankText = row.RankText,
                Status = row.StatusText,
                AcceptedName = acceptedName,
                IncludeDescendants = includeDescendants,
                Keys = acceptedName is null ? [.. row.Keys, .. row.AcceptedKeys] : row.Keys,
                HigherTaxa = row.Higher,
            };
    }

    /// <summary>The name that the list accepts in the place of a row's own; null where it gives none that can be listed.</summary>
    private ListedName? AcceptedOf(TaxonRow row)
    {
        if (row is not { IsSynonym: true, Accepted: { } accepted })
        {
            if (row.Status == NameStatus.Synonym)
                findings.Note("A synonym without the name that it is one of is listed by its own name", row.Place, row.Text);
            return null;
        }

        var rank = ScientificName.RankByForm(accepted) is var byForm and not Rank.Unknown ? byForm : row.Rank;
        if (TaxonRow.FaultOf(accepted, rank) is { } fault)
        {
            findings.Warn("The accepted name cannot be listed; the name itself is listed", row.Place, $"{row.Text} = {accepted.Text}: {fault}");
            return null;
        }

        return new(accepted.Text, rank) { Keys = row.AcceptedKeys, HigherTaxa = row.Higher };
    }

    private TaxaListLine ReportSynonym(TaxonRow row, NameMatch match, ListedName synonymOf, NameMatch accepted)
    {
        if (match.TaxonId is not null)
        {
            var note = $"By the list a synonym of {synonymOf.Name}; both are listed.";
            return Report(row, match.Kind, match.AcceptedTaxonId, [], match.Note is null ? note : $"{match.Note} {note}", isListed: true);
        }

        return accepted.TaxonId is null
            ? Report(row, match.Kind, null, match.Suggestions, $"By the list a synonym of {synonymOf.Name}, which no taxon bears either.", isListed: true)
            : Report(row, NameMatchKind.Synonym, accepted.AcceptedTaxonId, [], $"By the list a synonym of {synonymOf.Name}.", isListed: true);
    }

    private TaxaListLine ReportNotListed(TaxonRow row, NameStatus status)
    {
        _notListed[status] = _notListed.GetValueOrDefault(status) + 1;
        findings.Note($"The list does not list the name: {status.DisplayName()}", row.Place, row.Text);
        return Report(row, NameMatchKind.NotListed, null, [], $"The list says that it is {status.DisplayName()}.", isListed: false);
    }

    private void ReportContradictions(CollectedName name, string listed, ImportPlace place)
    {
        var others = string.Join(", ", name.AcceptedNames);
        if (name.IsContradicted)
        {
            for (var row = 0; row < name.SynonymRows; row++)
                findings.Warn("The list accepts a name in one row and makes it a synonym in another; it is accepted", place, $"{listed} = {others}");
        }
        else if (name.AcceptedNames.Count > 1)
        {
            findings.Warn("The list makes a name a synonym of several; all of them are listed", place, $"{listed} = {others}");
        }
    }

    private TaxaListLine Report(
        TaxonRow row, NameMatchKind kind, long? taxonId, IReadOnlyList<NameSuggestion> suggestions, string? note, bool isListed)
    {
        _lines[kind] = _lines.GetValueOrDefault(kind) + 1;
        var taxon = taxonId is { } id ? tree[id] : null;
        if (taxon is not null)
        {
            WithTaxon++;
        }
        else if (isListed)
        {
            WithoutTaxon++;
            findings.Note("Names on the list that are not in the taxonomy have no effect, until it knows them", row.Place, row.Text);
        }
        else
        {
            Skipped++;
            if (kind is not NameMatchKind.NotListed)
                findings.Warn("The line lists nothing", row.Place, $"{row.Text}: {note ?? "no certain name."}");
        }

        return new(row.Place.Line ?? 0, row.Text ?? "", kind, taxon?.Name, taxon?.Rank ?? Rank.Unknown, suggestions, note)
        {
            Kingdom = row.Higher.GetValueOrDefault(Rank.Kingdom),
        };
    }
}
