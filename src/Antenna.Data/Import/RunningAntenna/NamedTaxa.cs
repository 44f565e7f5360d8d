using System.Text.Json;
using Antenna.Core.Taxonomy;
using Antenna.Data.Import.Taxa;
using Antenna.Data.Model;

namespace Antenna.Data.Import.RunningAntenna;

/// <summary>The taxa that people named at a running Antenna, each of which has a page there.</summary>
internal static class NamedTaxa
{
    private const int TaxaAtOnce = 500;

    /// <summary>All that were fetched, as what taxa can be made of.</summary>
    public static async Task<IReadOnlyList<CandidateLabel>> ReadAsync(RemoteStaging staging, string host, CancellationToken cancellationToken)
    {
        var labels = new List<CandidateLabel>();
        for (var after = 0L; ;)
        {
            var taxa = await staging.ReadAsync(RemoteObjectKind.Taxon, null, after, TaxaAtOnce, cancellationToken);
            if (taxa.Count == 0)
                return labels;
            after = taxa[^1].Id;
            labels.AddRange(taxa.Select(taxon => Read(taxon, host)).OfType<CandidateLabel>());
        }
    }

    private static CandidateLabel? Read(FetchedObject fetched, string host)
    {
        using var taxon = fetched.Parse();
        return taxon.RootElement.Text("name") is { } name && IndexedText.ProblemOf(name) is null
            ? new(name.Trim(), taxon.RootElement.Text("rank"), taxon.RootElement.Text("gbif_taxon_key"), new(host, JsonPath: $"taxa/{fetched.Id}/"))
            {
                Higher = HigherOf(taxon.RootElement),
            }
            : null;
    }

    private static Dictionary<Rank, string> HigherOf(JsonElement taxon)
    {
        var higher = new Dictionary<Rank, string>();
        foreach (var parent in taxon.Elements("parents"))
        {
            if (RankNames.TryParse(parent.Text("rank"), out var rank) && RankNames.Principal.Contains(rank)
                && parent.Text("name") is { } name && IndexedText.ProblemOf(name) is null)
                higher.TryAdd(rank, name.Trim());
        }

        return higher;
    }
}
