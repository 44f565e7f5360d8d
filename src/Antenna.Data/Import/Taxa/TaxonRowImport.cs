using Antenna.Core.Taxonomy;

namespace Antenna.Data.Import.Taxa;

/// <summary>Works the rows of a file of taxa into the taxonomy.</summary>
internal sealed class TaxonRowImport(
    TaxonomyDraft draft, DraftKeys keys, DraftCommonNames commonNames, ImportFindings findings, string source)
{
    private readonly Dictionary<DraftTaxon, (DraftTaxon Accepted, ImportPlace Place)> _stated = [];

    /// <summary>Rows that made no taxon.</summary>
    public long Skipped { get; private set; }

    public void Add(TaxonRow row)
    {
        if (row.IsNotATaxon)
        {
            Skip(row, "The row is not a taxon, by its rank or its name; no taxon was made");
            return;
        }
        if (row.Fault is { } fault)
        {
            Skip(row, $"{fault}; no taxon was made");
            return;
        }
        if (row.Status == NameStatus.Misapplied)
        {
            AddMisapplied(row);
            return;
        }

        var taxon = draft.GetOrAdd(row.Name.Canonical, row.Rank, row.Kingdom, row.Source ?? source);
        var accepted = AcceptedOf(row, taxon);
        taxon.HasRow = true;
        if (taxon.Rank == Rank.Unknown)
            taxon.RankText = row.RankText ?? taxon.RankText;
        taxon.Author = row.Author ?? taxon.Author;
        taxon.Misapplied = false;
        if (accepted is not null)
            StateAccepted(row, taxon, accepted);
        Attach(row, taxon, accepted ?? taxon);
        foreach (var name in row.CommonNames)
            commonNames.Add(taxon, name);
        GiveKeys(row, taxon, accepted);
    }

    /// <summary>Settles what needs the whole file: which names are synonyms, and parents that no row stated.</summary>
    public void Finish()
    {
        // First what is accepted, then the synonyms: a file that turns a pair of names round makes no cycle.
        foreach (var taxon in _stated.Where(stated => stated.Key == stated.Value.Accepted).Select(stated => stated.Key))
            taxon.Accepted = null;
        foreach (var (taxon, (accepted, place)) in _stated.Where(stated => stated.Key != stated.Value.Accepted))
        {
            if (TaxonomyDraft.EndOf(accepted) == taxon)
                findings.Warn("The accepted name is itself a synonym of this name; both stay as they were known", place, $"{taxon.Name} = {accepted.Name}");
            else
                taxon.Accepted = accepted;
        }
        draft.GrantClaims();
    }

    /// <summary>
    /// A name that authors used for another taxon denotes nothing: what it was used for is no synonymy. Where a taxon
    /// bears the name rightly, there is nothing to add.
    /// </summary>
    private void AddMisapplied(TaxonRow row)
    {
        var before = draft.Taxa.Count;
        var taxon = draft.GetOrAdd(row.Name.Canonical, row.Rank, row.Kingdom, row.Source ?? source);
        taxon.HasRow = true;
        if (draft.Taxa.Count > before)
        {
            taxon.Misapplied = true;
            taxon.Author = row.Author;
        }
    }

    /// <summary>What a row says that its name is accepted as: itself, another taxon, or nothing (null).</summary>
    private DraftTaxon? AcceptedOf(TaxonRow row, DraftTaxon taxon)
    {
        if (row.IsSynonym && row.Accepted is { } name)
        {
            var rank = ScientificName.RankByForm(name) is var byForm and not Rank.Unknown ? byForm : row.Rank;
            if (TaxonRow.FaultOf(name, rank) is null)
                return draft.GetOrAdd(name.Canonical, rank, row.Kingdom, row.Source ?? source);
            findings.Warn("The accepted name is no certain scientific name; it was left out", row.Place, $"{row.Text} = {name.Text}");
            return null;
        }
        if (row.Status == NameStatus.Synonym)
            findings.Warn("A synonym without its accepted name; it stays a name of its own", row.Place, row.Text);
        return row.Accepted is not null || row.Status == NameStatus.Accepted ? taxon : null;
    }

    private void StateAccepted(TaxonRow row, DraftTaxon taxon, DraftTaxon accepted)
    {
        if (!_stated.TryAdd(taxon, (accepted, row.Place)) && _stated[taxon].Accepted != accepted)
        {
            findings.Warn(
                "The row disagrees with an earlier one on what the name is accepted as; the first counts", row.Place,
                $"{taxon.Name} = {_stated[taxon].Accepted.Name} by line {_stated[taxon].Place.Line}, {accepted.Name} here");
        }
    }

    /// <summary>
    /// Attaches a taxon to the higher taxa of its row. Those of a synonym are its accepted taxon's, and count only if no
    /// row of that says otherwise.
    /// </summary>
    private void Attach(TaxonRow row, DraftTaxon taxon, DraftTaxon accepted)
    {
        var name = accepted == taxon ? row.Name : ScientificName.Parse(accepted.Name);
        var lineage = TaxonLineage.Of(name, accepted.Rank, row.Higher);
        if (lineage.GenusDiffers)
        {
            findings.Note(
                "The row gives another genus than its name; the name counts", row.Place, $"{name.Canonical}, genus {row.Higher[Rank.Genus]}");
        }
        var parent = new LineageDraft(draft, StateParent).Make(lineage, row.Kingdom, row.Source ?? source, row.Place);
        if (parent is null)
            return;
        if (accepted == taxon)
            StateParent(taxon, parent, row.Place);
        else
            draft.Claim(accepted, parent);
    }

    /// <summary>
    /// The file says what a taxon's parent is. It replaces what was known, unless it is only coarser; within the file
    /// the first row counts, unless a later one is finer.
    /// </summary>
    private void StateParent(DraftTaxon child, DraftTaxon parent, ImportPlace place)
    {
        if (child == parent || TaxonomyDraft.IsAbove(child, parent))
        {
            findings.Warn("The higher taxa go round in a circle; the link that closes it was left out", place, $"{parent.Name} above {child.Name}");
            return;
        }
        var isCoarser = TaxonomyDraft.IsAbove(parent, child);
        var isFiner = child.Parent is { } known && TaxonomyDraft.IsAbove(known, parent);
        if (!isCoarser && child.ParentStated && !isFiner)
        {
            findings.Warn(
                "The row disagrees with an earlier one on what stands above a taxon; the first counts", place,
                $"{child.Name} in {child.Parent?.Name}, {parent.Name} here");
        }
        else if (!isCoarser)
        {
            child.Parent = parent;
        }
        child.ParentStated = true;
    }

    private void GiveKeys(TaxonRow row, DraftTaxon taxon, DraftTaxon? accepted)
    {
        foreach (var key in row.Keys)
            Give(key, taxon);
        // A synonym's row that does not name its accepted taxon has no taxon to give its keys to.
        if (accepted is null && row.Status == NameStatus.Synonym)
            return;
        foreach (var key in row.AcceptedKeys)
            Give(key, accepted ?? taxon);

        void Give(ExternalKey key, DraftTaxon bearer)
        {
            if (keys.Give(key, bearer) is { } first && first != bearer)
                findings.Warn("An earlier row gave the key to another taxon, which keeps it", row.Place, $"{key.Source} {key.Key}: {first.Name}, {bearer.Name} here");
        }
    }

    private void Skip(TaxonRow row, string message)
    {
        Skipped++;
        if (row.IsNotATaxon)
            findings.Note(message, row.Place, row.Text);
        else
            findings.Warn(message, row.Place, row.Text);
    }
}
