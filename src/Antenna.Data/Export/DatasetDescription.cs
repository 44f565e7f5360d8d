using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Antenna.Data.Export;

/// <summary>What an archive is, as the least that the Ecological Metadata Language asks for: who reads it sees from where and of when it is.</summary>
/// <param name="Id">Tells it, at its version, from all others.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Creator">Who answers for it.</param>
/// <param name="Published">UTC.</param>
internal sealed record DatasetDescription(string Id, string Title, DatasetCreator Creator, DateTime Published)
{
    /// <summary>The name of the file.</summary>
    public const string File = "eml.xml";

    private const string Schema = "https://eml.ecoinformatics.org/eml-2.2.0";
    private const string Language = "en";

    private static readonly XNamespace Eml = Schema;
    private static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>The document. The order of its elements is the schema's.</summary>
    public string ToXml()
    {
        var root = new XElement(
            Eml + "eml",
            new XAttribute(XNamespace.Xmlns + "eml", Schema),
            new XAttribute(XNamespace.Xmlns + "xsi", Instance.NamespaceName),
            new XAttribute(Instance + "schemaLocation", $"{Schema} {Schema}/eml.xsd"),
            new XAttribute("packageId", Clean(Id)),
            new XAttribute("system", "antenna"),
            new XAttribute(XNamespace.Xml + "lang", Language),
            new XElement(
                "dataset",
                new XElement("title", new XAttribute(XNamespace.Xml + "lang", Language), Clean(Title)),
                new XElement("creator", Party()),
                new XElement("pubDate", Published.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
                new XElement("language", Language),
                new XElement("contact", Party())));
        return $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{root}\n";
    }

    /// <summary>A person has one name here, and the standard asks for the last one.</summary>
    private XElement Party() => Creator.IsPerson
        ? new("individualName", new XElement("surName", Clean(Creator.Name)))
        : new("organizationName", Clean(Creator.Name));

    /// <summary>Without the characters that no XML may hold.</summary>
    private static string Clean(string text) =>
        string.Concat(text.EnumerateRunes().Where(rune => rune.Value > char.MaxValue || XmlConvert.IsXmlChar((char)rune.Value)));
}

/// <summary>Who answers for a data set.</summary>
/// <param name="IsPerson">False for a project, which stands for those who work in it.</param>
internal sealed record DatasetCreator(string Name, bool IsPerson);
