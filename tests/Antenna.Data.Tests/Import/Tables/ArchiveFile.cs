using System.IO.Compression;

namespace Antenna.Data.Tests.Import.Tables;

/// <summary>Writes a Darwin Core archive: its tables as text, and the description that names their columns.</summary>
internal static class ArchiveFile
{
    /// <summary>The element of a table of values that commas separate.</summary>
    /// <param name="element">It is <c>core</c> or <c>extension</c>.</param>
    /// <param name="id">The column of the core's id.</param>
    /// <param name="fields">Attributes of each field: <c>index="1" term="…"</c>.</param>
    public static string Table(string element, string rowType, string file, int id, params string[] fields) =>
        $"""
        <{element} encoding="UTF-8" fieldsTerminatedBy="," ignoreHeaderLines="0" rowType="http://rs.tdwg.org/dwc/terms/{rowType}">
          <files><location>{file}</location></files>
          <{(element == "core" ? "id" : "coreid")} index="{id}"/>
          {string.Concat(fields.Select(field => $"<field {field}/>"))}
        </{element}>
        """;

    /// <summary>The attributes of a field.</summary>
    public static string Field(int? index, string term, string? instead = null) =>
        $"{(index is null ? "" : $"index=\"{index}\" ")}term=\"http://rs.tdwg.org/dwc/terms/{term}\"{(instead is null ? "" : $" default=\"{instead}\"")}";

    /// <param name="tables">The elements of the description; none leaves it out.</param>
    public static void Write(string path, string[] tables, params (string Name, string Content)[] files)
    {
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        if (tables.Length > 0)
            Add(archive, "meta.xml", $"<archive xmlns=\"http://rs.tdwg.org/dwc/text/\">{string.Concat(tables)}</archive>");
        foreach (var (name, content) in files)
            Add(archive, name, content);
    }

    private static void Add(ZipArchive archive, string name, string content)
    {
        using var writer = new StreamWriter(archive.CreateEntry(name).Open());
        writer.Write(content);
    }
}
