using Antenna.Core.Taxonomy;
using Antenna.Data.Import.Taxa;

namespace Antenna.Data.Import.TaxaLists;

/// <summary>Finds what the rows of a taxa list list, and works what they teach into the taxonomy.</summary>
internal sealed class TaxaListRowImport(TaxonomyDraft draft, NameMatcher matcher, ImportFindings findings, string source)
{
    private readonly Dictionary<DraftTaxon, (DraftTaxon Accepted, ImportPlace Place)> _stated = [];
    private readonly Dictionary<DraftTaxon, bool> _listed = [];
    private readonly Dictionary<NameMatchKind, long> _lines = [];
    private int _learned;
    private int _contradicted;

    public TaxonomyDraft Draft => draft;

    /// <summary>The listed taxa, and whether everything below them is listed with them.</summary>
    public IReadOnlyDictionary<DraftTaxon, bool> Listed => _listed;

    /// <summary>How many lines were matched in each way.</summary>
    public IReadOnlyDictionary<NameMatchKind, long> Lines => _lines;

    /// <summary>Lines that list a taxon.</summary>
    public long Usable { get; private set; }

    /// <summary>Lines that list none.</summary>
    public long Skipped { get; private set; }

    /// <summary>What a row lists.</summary>
    public TaxaListLine Add(TaxonRow row, bool includeDescendants)
    {
        if (row.IsNotATaxon)
            return Report(row, new(NameMatchKind.Unmatched, null, "It is not a taxon."), null);
        var name = Find(row, row.Name, row.Rank, row.IsSynonym ? row.Keys : [.. row.Keys, .. row.AcceptedKeys]);
        var listed = row is { IsSynonym: true, Accepted: { } accepted } ? FindAccepted(row, name, accepted) : name;
        if (!row.IsSynonym && name is { Taxon: { } itself, BearsName: true })
        {
            Hang(row, itself, row.Name);
            if (row.Accepted is not null)
                State(row, itself, itself);
        }

        if (listed.Taxon is not { } taxon)
            return Report(row, listed, null);
        _listed[taxon] = includeDescendants || _listed.GetValueOrDefault(taxon);
        return Report(row, listed, TaxonomyDraft.EndOf(taxon));
    }

    /// <summary>Records the synonymy that the whole file taught, where nothing is known and nothing goes round in a circle.</summary>
    public void Finish()
    {
        foreach (var (name, (accepted, place)) in _stated)
        {
            if (name == accepted || name.Accepted is not null)
                continue;
            if (TaxonomyDraft.EndOf(accepted) == name)
            {
                Contradict(place, $"{name.Name} = {accepted.Name}; known: {accepted.Name} = {name.Name}");
                continue;
            }
            name.Accepted = accepted;
            _learned++;
        }
        foreach (var (name, (accepted, place)) in _stated)
        {
            if (name.Accepted is { } known && TaxonomyDraft.EndOf(name) != TaxonomyDraft.EndOf(accepted))
                Contradict(place, $"{name.Name} = {accepted.Name}; known: {name.Name} = {known.Name}");
        }
        draft.GrantClaims();
    }

    /// <summary>What the file adds to the taxonomy.</summary>
    public IReadOnlyList<ImportCount> CountTaxa() =>
    [
        new("taxa", draft.Taxa.Count(taxon => taxon.IsNew), draft.Taxa.Count(taxon => taxon.IsChanged)),
        new("synonyms", _learned, 0, 0, _contradicted),
    ];

    private void Contradict(ImportPlace place, string detail)
    {
        _contradicted++;
        findings.Warn("The list contradicts what is known of a name; the known stays", place, detail);
    }

    /// <summary>The taxon of a name: a known one, or one that the list introduces.</summary>
    private FoundTaxon Find(TaxonRow row, ParsedName name, Rank rank, IReadOnlyList<ExternalKey> keys)
    {
        var match = matcher.Match(new NameQuery(name.Text)
        {
            Rank = rank == Rank.Unknown ? null : rank,
            Author = name == row.Name ? row.Author : null,
            HigherTaxa = row.Higher,
            Keys = keys,
        });
        if (match.TaxonId is { } id)
            return new(match.Kind, draft[id], match.Note, match.Kind is NameMatchKind.Exact or NameMatchKind.Synonym);
        if (match.Kind == NameMatchKind.Ambiguous)
            return new(match.Kind, null, $"{match.Note} {Similar(match)}");
        if (TaxonRow.FaultOf(name, rank) is { } fault)
            return new(match.Kind, null, match.Note ?? $"{fault}.");
        if (rank == Rank.Unknown && name.Epithets.Count == 0)
            return new(match.Kind, null, "No taxon has this name, and nothing shows its rank.");

        var taxon = draft.GetOrAdd(name.Canonical, rank, row.Kingdom, source);
        if (taxon.Misapplied)
            return new(match.Kind, null, match.Note);
        taxon.Author ??= name == row.Name ? row.Author : name.Authorship;
        return new(match.Kind, taxon, $"New to the taxonomy. {Similar(match)}".TrimEnd(), BearsName: true);
    }

    /// <summary>What a row lists that gives another name as the accepted one; where rows disagree, the first counts.</summary>
    private FoundTaxon FindAccepted(TaxonRow row, FoundTaxon name, ParsedName accepted)
    {
        var rank = ScientificName.RankByForm(accepted) is var byForm and not Rank.Unknown ? byForm : row.Rank;
        var found = Find(row, accepted, rank, row.AcceptedKeys);
        if (found.Taxon is not { } taxon)
        {
            findings.Warn("The accepted name cannot be listed; the name itself counts", row.Place, $"{row.Text} = {accepted.Text}: {found.Note}");
            return name;
        }
        Hang(row, taxon, accepted);
        if (name is { Taxon: { } synonym, BearsName: true } && !State(row, synonym, taxon))
            return name;
        var known = !name.IsNew || !found.IsNew;
        var note = $"Accepted as {taxon.Name} by the list.{(found.IsNew ? " That is new to the taxonomy." : "")}";
        return found with { Kind = known ? NameMatchKind.Synonym : found.Kind, Note = note };
    }

    /// <summary>The file says what a name is accepted as.</summary>
    /// <returns>False if an earlier row said otherwise, which counts.</returns>
    private bool State(TaxonRow row, DraftTaxon name, DraftTaxon accepted)
    {
        if (_stated.TryAdd(name, (accepted, row.Place)) || _stated[name].Accepted == accepted)
            return true;
        findings.Warn(
            "The row disagrees with an earlier one on what the name is accepted as; the first counts", row.Place,
            $"{name.Name} = {_stated[name].Accepted.Name} by line {_stated[name].Place.Line}, {accepted.Name} here");
        return false;
    }

    /// <summary>Hangs a taxon that the list introduces under the higher taxa of its row.</summary>
    private void Hang(TaxonRow row, DraftTaxon taxon, ParsedName name)
    {
        if (!taxon.IsNew || taxon.Parent is not null)
            return;
        var lineage = TaxonLineage.Of(name, taxon.Rank, row.Higher);
        if (new LineageDraft(draft, HangIfFree).Make(lineage, row.Kingdom, source, row.Place) is { } parent)
            HangIfFree(taxon, parent, row.Place);
    }

    /// <summary>A list is no authority on what stands above a taxon: it says so only where nothing is known.</summary>
    private static void HangIfFree(DraftTaxon child, DraftTaxon parent, ImportPlace place)
    {
        if (child.Parent is null && child != parent && !TaxonomyDraft.IsAbove(child, parent))
            child.Parent = parent;
    }

    private TaxaListLine Report(TaxonRow row, FoundTaxon found, DraftTaxon? taxon)
    {
        _lines[found.Kind] = _lines.GetValueOrDefault(found.Kind) + 1;
        if (taxon is null)
        {
            Skipped++;
            findings.Warn("The line lists no taxon", row.Place, $"{row.Text}: {found.Note}");
        }
        else
        {
            Usable++;
        }
        return new(row.Place.Line ?? 0, row.Text ?? "", found.Kind, taxon?.Name, taxon?.Rank ?? Rank.Unknown, found.Note);
    }

    private static string Similar(NameMatch match) => match.Suggestions.Count == 0
        ? ""
        : $"Similar: {string.Join(", ", match.Suggestions.Select(suggestion => suggestion.Name))}.";

    /// <summary>A name and the taxon that was found or made for it.</summary>
    /// <param name="BearsName">The taxon's name is this one, so that what the list says of the name it says of the taxon.</param>
    private sealed record FoundTaxon(NameMatchKind Kind, DraftTaxon? Taxon, string? Note, bool BearsName = false)
    {
        public bool IsNew => Taxon is null or { IsNew: true };
    }
}
