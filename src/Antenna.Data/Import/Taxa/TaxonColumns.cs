using System.Collections.Frozen;
using Antenna.Core.Predictions;
using Antenna.Core.Taxonomy;
using Antenna.Data.Import.Tables;

namespace Antenna.Data.Import.Taxa;

/// <summary>
/// The columns of a file of taxa or of a taxa list, found by their headers in any order, and what their fields mean.
/// </summary>
internal sealed class TaxonColumns
{
    private static readonly FrozenSet<string> NoTaxonRanks = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "non-taxon", "nontaxon", "no taxon", "not a taxon");

    /// <summary>The same kingdoms under the names that NCBI has for them.</summary>
    private static readonly FrozenDictionary<string, string> Kingdoms = new Dictionary<string, string>
    {
        ["Metazoa"] = "Animalia",
        ["Viridiplantae"] = "Plantae",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private readonly ImportTable _table;
    private readonly NotATaxonLabels _notATaxon;
    private readonly ImportFindings _findings;
    private readonly NameColumns _name;
    private readonly TableColumn? _rank;
    private readonly TableColumn? _status;
    private readonly TableColumn? _occurrence;
    private readonly TableColumn? _accepted;
    private readonly TableColumn? _author;
    private readonly TableColumn? _commonName;
    private readonly TableColumn? _source;
    private readonly List<(Rank Rank, TableColumn Column)> _higher = [];
    private readonly List<KeyColumn> _keys;

    /// <param name="table">The file.</param>
    /// <param name="nameColumn">The column of names, by its header or its number; null to find it.</param>
    /// <param name="notATaxon">The names of rows that are no taxa.</param>
    /// <param name="findings">Receives reports of ranks and statuses that are not known.</param>
    /// <exception cref="ImportRefusedException">There is no column of names, or two columns have one header.</exception>
    public TaxonColumns(ImportTable table, string? nameColumn, NotATaxonLabels notATaxon, ImportFindings findings)
    {
        _table = table;
        _notATaxon = notATaxon;
        _findings = findings;
        _name = NameColumns.Find(table, nameColumn);
        _name.Report(table, findings);
        _rank = table.Find("rank", "rank", "taxon_rank");
        _status = table.Find("status", "status", "taxonomic_status");
        _occurrence = table.Find("occurrence status", "occurrence_status", "presence", "presence_status");
        _accepted = table.Find(
            "accepted name", "accepted_name", "accepted_scientific_name", "accepted_name_usage", "accepted", "valid_name");
        _author = table.Find("author", "author", "authorship", "scientific_name_authorship");
        _commonName = table.Find("common name", "common_name", "common", "vernacular_name", "english_name");
        _source = table.Find("source", "taxonomy_source", "source");
        foreach (var rank in RankNames.AboveSpecies)
        {
            if (table.Find(rank.DisplayName(), rank.DisplayName()) is { } column && column != _name.Name)
                _higher.Add((rank, column));
        }
        _keys = KeyColumn.FindAll(table);
    }

    /// <summary>The column of names.</summary>
    public TableColumn Names => _name.Name;

    /// <summary>Reads the current row. A rank that is not known is reported, kept as written, and counts as unknown.</summary>
    public TaxonRow Read()
    {
        var text = _name.Read(_table);
        var rankText = Text(_rank);
        var name = ScientificName.Parse(text ?? "", RankNames.TryParse(rankText, out var given) ? given : null);
        var isNotATaxon = (rankText is not null && NoTaxonRanks.Contains(rankText))
            || (text is not null && _notATaxon.Contains(text));
        var higher = ReadHigher();
        return new TaxonRow
        {
            Place = _table.Place(_name.Name),
            Text = text,
            Name = name,
            Rank = isNotATaxon ? Rank.Unknown : RankOf(name, rankText, higher),
            RankText = rankText is null || isNotATaxon || given != Rank.Unknown ? null : rankText,
            Status = StatusOf(_status),
            StatusText = Text(_status),
            Occurrence = StatusOf(_occurrence),
            Accepted = Text(_accepted) is { } accepted ? ScientificName.Parse(accepted) : null,
            Author = Text(_author) ?? name.Authorship,
            Higher = higher,
            CommonNames = [.. (Text(_commonName) ?? "").Split(['|', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()],
            Keys = ReadKeys(accepted: false),
            AcceptedKeys = ReadKeys(accepted: true),
            Source = Text(_source),
            IsNotATaxon = isNotATaxon,
        };
    }

    private Rank RankOf(ParsedName name, string? given, Dictionary<Rank, string> higher)
    {
        var byForm = ScientificName.RankByForm(name);
        if (given is null)
            return byForm == Rank.Unknown && name.Epithets.Count == 0 ? RankOfColumn(name, higher) : byForm;
        if (!RankNames.TryParse(given, out var rank))
        {
            _findings.Warn("The rank is none that is known; it is kept as written, and sorts last", _table.Place(_rank), given);
            return Rank.Unknown;
        }
        // Some publishers give the rank of what a name was matched to; two words are no genus.
        return rank < Rank.Species && name.Epithets.Count > 0 ? byForm : rank;
    }

    /// <summary>A row of a genus repeats its name in the column of genera.</summary>
    private static Rank RankOfColumn(ParsedName name, Dictionary<Rank, string> higher) =>
        higher.Where(each => each.Value == name.Canonical).Select(each => each.Key).DefaultIfEmpty(Rank.Unknown).Max();

    private Dictionary<Rank, string> ReadHigher()
    {
        var higher = new Dictionary<Rank, string>(_higher.Count);
        foreach (var (rank, column) in _higher)
        {
            if (Text(column) is not { } text || ScientificName.Parse(text) is not { IsOpen: false, Uninomial: { } name })
                continue;
            higher.Add(rank, rank == Rank.Kingdom ? Kingdoms.GetValueOrDefault(name, name) : name);
        }
        return higher;
    }

    private List<ExternalKey> ReadKeys(bool accepted) =>
    [
        .. _keys.Where(column => column.IsOfAccepted == accepted)
            .Select(column => (column.Source, Key: Text(column.Column)))
            .Where(key => key.Key is not null)
            .Select(key => new ExternalKey(key.Source, ExternalKey.AsGiven(key.Key!))),
    ];

    private string? Text(TableColumn? column) => _table.GivenText(column);

    private NameStatus StatusOf(TableColumn? column)
    {
        var text = Text(column);
        if (!NameStatuses.TryParse(text, out var status))
            _findings.Note("The status is none that is known; the name counts as if it had none", _table.Place(column), text);
        return status;
    }
}
