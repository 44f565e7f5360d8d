using Antenna.Core.Taxonomy;
using Antenna.Data.Database;
using Antenna.Data.Model;
using Antenna.Data.News;
using Antenna.Data.TaxaLists;
using Antenna.Data.Taxonomy;
using Npgsql;

namespace Antenna.Data.Import.Taxa;

/// <summary>A label that may name a taxon: of a classifier's class, or what an observation says.</summary>
/// <param name="Text">As delivered.</param>
/// <param name="Rank">As delivered; null where none is given.</param>
/// <param name="GbifKey">Its key in the GBIF backbone, where given.</param>
/// <param name="Place">Where it stands.</param>
internal sealed record CandidateLabel(string Text, string? Rank, string? GbifKey, ImportPlace Place)
{
    /// <summary>The names of taxa above it, by their ranks, where they are known.</summary>
    public IReadOnlyDictionary<Rank, string> Higher { get; init; } = new Dictionary<Rank, string>();

    /// <summary>
    /// Whether it is a name that a taxon can be made of: a scientific name whose rank is given or shows in its form. Without a
    /// rank it must be written as names are, since any two words could be a genus and an epithet.
    /// </summary>
    public bool IsName => ToRow() is { Fault: null, Rank: not Antenna.Core.Taxonomy.Rank.Unknown } && (HasRank || IsWrittenAsName);

    private bool HasRank => RankNames.TryParse(Rank, out _);

    private bool IsWrittenAsName => Text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var first, .. var others]
        && char.IsUpper(first[0]) && (others.Length == 0 || char.IsLower(others[0][0]));

    public NameQuery ToQuery() => new(Text) { Keys = GbifKey is { } key ? [new(KeySources.Gbif, key)] : [] };

    public TaxonRow ToRow()
    {
        var known = RankNames.TryParse(Rank, out var given);
        var name = ScientificName.Parse(Text, known ? given : null);
        var byForm = ScientificName.RankByForm(name);
        return new()
        {
            Place = Place,
            Text = Text,
            Name = name,
            Rank = known && !(given < Antenna.Core.Taxonomy.Rank.Species && name.Epithets.Count > 0) ? given : byForm,
            RankText = null,
            Status = default,
            StatusText = null,
            Occurrence = default,
            Accepted = null,
            Author = null,
            Higher = Higher,
            CommonNames = [],
            Keys = GbifKey is { } key ? [new(KeySources.Gbif, key)] : [],
            AcceptedKeys = [],
            Source = null,
            IsNotATaxon = false,
        };
    }
}

/// <summary>
/// Makes taxa of labels that the taxonomy does not know, where a person asked for it: of those that are names, each with its rank,
/// its key, the genus that it names, and what is known to be above it.
/// </summary>
internal static class LabelTaxa
{
    private const string Similar = "Taxa were made of labels that are spelled nearly as a known taxon: are they misspelled? Then declare them synonyms.";

    /// <summary>Makes them within the caller's transaction, which holds the lock on the taxonomy.</summary>
    /// <param name="source">Where the taxa come from.</param>
    /// <returns>The ids of new taxa, those above others first, and what else follows from them.</returns>
    public static async Task<(IReadOnlyList<long> TaxonIds, IReadOnlyList<ImportCount> Counts)> MakeAsync(
        NpgsqlConnection connection, IEnumerable<CandidateLabel> labels, string source, ImportFindings findings, CancellationToken cancellationToken)
    {
        await using var context = new AntennaDbContext(AntennaDatabase.Options(connection));
        var matcher = await NameMatchers.LoadAsync(context, cancellationToken);
        var unknown = labels.Where(label => label.IsName).DistinctBy(label => (label.Text, label.GbifKey))
            .Select(label => (Label: label, Match: matcher.Match(label.ToQuery())))
            .Where(each => each.Match.TaxonId is null)
            .ToList();
        var draft = await TaxonomyDraft.LoadAsync(context, cancellationToken);
        var keys = await DraftKeys.LoadAsync(context, draft, cancellationToken);
        var rows = new TaxonRowImport(draft, keys, await DraftCommonNames.LoadAsync(context, draft, cancellationToken), findings, source);
        foreach (var (label, match) in unknown)
        {
            rows.Add(label.ToRow());
            if (match.Suggestions is [var nearest, ..])
                findings.Warn(Similar, label.Place, $"{ShortText.Of(label.Text)}, known is {nearest.Name}");
        }

        rows.Finish();
        var added = draft.Taxa.Where(taxon => taxon.IsNew).ToList();
        await TaxonomyDraftWriter.WriteAsync(connection, draft, cancellationToken);
        await keys.WriteAsync(connection, cancellationToken);
        var classes = await CategoryMapResolver.ResolveAsync(connection, cancellationToken);
        var entries = await TaxaListResolution.ResolveAsync(
            connection, await NameMatchers.LoadAsync(context, cancellationToken), taxaListId: null, cancellationToken);
        await Announcements.TaxonomyAsync(connection, cancellationToken);
        return (
            [.. added.OrderBy(taxon => taxon.Rank).Select(taxon => taxon.Id)],
            [
                new("taxa made of labels", added.Count(taxon => taxon.HasRow)),
                new("taxa made above them", added.Count(taxon => !taxon.HasRow)),
                new("classes of classifiers known before", 0, classes.Resolved),
                TaxonomyCounts.Of(entries),
            ]);
    }
}
