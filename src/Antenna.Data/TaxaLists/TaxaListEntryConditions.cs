using Antenna.Core.Taxonomy;
using Antenna.Data.Taxonomy;

namespace Antenna.Data.TaxaLists;

/// <summary>Turns a filter of entries into conditions on <c>taxa_list_entries entry</c>.</summary>
internal sealed class TaxaListEntryConditions
{
    private const string HasName =
        """
        (entry.name ilike {0} or entry.accepted_name ilike {0} or entry.taxon_id = any({1}) or entry.taxon_id in (
            select named.id from taxa hit
            join taxa named on coalesce(named.accepted_taxon_id, named.id) = coalesce(hit.accepted_taxon_id, hit.id)
            where hit.name ilike {0} or exists (select from taxon_common_names called where called.taxon_id = hit.id and called.name ilike {0})))
        """;

    private const string IsNamed = "(entry.taxon_id = any({0}) or (entry.include_descendants and entry.taxon_id = any({1})))";

    private readonly List<string> _conditions = [];
    private readonly List<object> _values = [];

    public TaxaListEntryConditions(long versionId, TaxaListEntryFilter filter, TaxonomySnapshot taxonomy, ClassifierTaxa classifiers)
    {
        Add("entry.taxa_list_version_id = {0}", versionId);
        if (filter.Search?.Trim() is { Length: > 0 } search)
        {
            var text = UnicodeText.Compose(search);
            Add(HasName, $"%{Escape(text)}%", taxonomy.FoundFromAfar(text).ToArray());
        }
        if (filter.NamedById is { } naming)
            AddNaming(IsNamed, classifiers.Of(naming));
        if (filter.NotNamedById is { } classifierId)
            AddNaming($"entry.taxon_id is not null and not {IsNamed}", classifiers.Of(classifierId));
        if (filter.InTaxonomy is { } known)
            Add(known ? "entry.taxon_id is not null" : "entry.taxon_id is null");
    }

    public string Sql => string.Join(" and ", _conditions);

    /// <summary>The values of the parameters <c>$1</c> to <c>$n</c>.</summary>
    public IReadOnlyList<object> Values => _values;

    private void AddNaming(string condition, NameableTaxa? taxa) =>
        Add(condition, taxa?.Alone.ToArray() ?? [], taxa?.WithDescendants.ToArray() ?? []);

    private void Add(string condition, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            _values.Add(values[i]);
            condition = condition.Replace($"{{{i}}}", $"${_values.Count}", StringComparison.Ordinal);
        }
        _conditions.Add(condition);
    }

    private static string Escape(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);
}
