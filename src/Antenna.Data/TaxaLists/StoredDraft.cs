using System.Text.Json;
using System.Text.Json.Serialization;
using Antenna.Core.TaxaLists;
using Antenna.Core.Taxonomy;
using Antenna.Data.Model;

namespace Antenna.Data.TaxaLists;

/// <summary>A person's draft of a list as it was at one revision.</summary>
/// <param name="Base">The version that it changes.</param>
/// <param name="Revision">One more with each change.</param>
/// <param name="Content">Its steps; of the version it knows the names that the steps change.</param>
public sealed record StoredDraft(long Id, TaxaList List, TaxaListVersion Base, long PersonId, int Revision, ListDraft Content)
{
    /// <summary>The list and what is drafted of it: "Northern moths v2 + 3 changes".</summary>
    public string Label => $"{List.Name} {TaxaListVersionName.DraftText(Base.Number, Content.Changes.Count)}";
}

/// <summary>Turns what a step changes into JSON, and back.</summary>
internal static class StoredDraftChanges
{
    public static string Write(IReadOnlyList<DraftChange> changes) => JsonSerializer.Serialize(
        [.. changes.Select(change => new StoredChange(change.Key, change.Name is null ? null : StoredDraftName.Of(change.Name)))],
        StoredDraftJson.Default.StoredChangeArray);

    public static IReadOnlyList<DraftChange> Read(string json) =>
        [.. JsonSerializer.Deserialize(json, StoredDraftJson.Default.StoredChangeArray)!.Select(change => new DraftChange(change.Key, change.Name?.ToListedName(change.Key)))];
}

internal sealed record StoredChange(string Key, StoredDraftName? Name);

/// <summary>A <see cref="ListedName"/> with the fields, and the forms of keys and higher taxa, that an entry of a version has.</summary>
internal sealed record StoredDraftName(
    string Name, short Rank, string? Author, string? RankText, string? Status, string? AcceptedName, bool IncludeDescendants, string[] Keys, string[] HigherTaxa)
{
    public static StoredDraftName Of(ListedName name) => new(
        name.Name, (short)name.Rank, name.Author, name.RankText, name.Status, name.AcceptedName, name.IncludeDescendants,
        StoredListedName.Keys(name), StoredListedName.HigherTaxa(name));

    public ListedName ToListedName(string key) => new ListedName(Name, (Rank)Rank)
    {
        Author = Author,
        RankText = RankText,
        Status = Status,
        AcceptedName = AcceptedName,
        IncludeDescendants = IncludeDescendants,
        Keys = StoredListedName.ReadKeys(Keys),
        HigherTaxa = StoredListedName.ReadHigherTaxa(HigherTaxa),
    }.WithKey(key);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredChange[]))]
internal sealed partial class StoredDraftJson : JsonSerializerContext;
