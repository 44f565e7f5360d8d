using System.Xml;
using System.Xml.Linq;

namespace Antenna.Data.Import.Tables;

/// <summary>What an archive says of itself, in the file that its description names for that: mostly <c>eml.xml</c>.</summary>
/// <param name="Title">What its publisher calls it.</param>
/// <param name="Publisher">Who publishes or made it; null where it does not say.</param>
internal sealed record ArchiveMetadata(string Title, string? Publisher)
{
    /// <summary>The name that the file has where no description names it.</summary>
    public const string UsualFile = "eml.xml";

    /// <summary>bytes; such files hold at most some pages of text.</summary>
    private const int LargestFile = 4 << 20;

    /// <summary>Those who answer for an archive, who publishes it first.</summary>
    private static readonly string[] Roles = ["publisher", "creator"];

    /// <summary>Reads it; null where there is none, where it is no metadata that can be read, or where it gives no title: nothing depends on it.</summary>
    public static async Task<ArchiveMetadata?> ReadAsync(TableSource? source, CancellationToken cancellationToken)
    {
        if (source is null || source.Length > LargestFile)
            return null;
        try
        {
            await using var stream = source.Open();
            using var reader = XmlReader.Create(stream, new() { Async = true, DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            var document = await XDocument.LoadAsync(reader, LoadOptions.None, cancellationToken);
            return document.Root!.Elements().FirstOrDefault(element => element.Name.LocalName == "dataset") is { } dataset
                && dataset.Elements().Where(element => element.Name.LocalName == "title").Select(TextOf).FirstOrDefault(title => title.Length > 0) is { } title
                    ? new(title, PublisherOf(dataset))
                    : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>Follows what is said of an archive; begins with a space.</summary>
    public override string ToString() => $" It is {ShortText.Quote(Title)}{(Publisher is null ? "" : $", by {ShortText.Of(Publisher)}")}.";

    /// <summary>The organisation that publishes it, else that of who made it, else that person.</summary>
    private static string? PublisherOf(XElement dataset)
    {
        var parties = Roles.SelectMany(role => dataset.Elements().Where(element => element.Name.LocalName == role)).ToList();
        return parties.SelectMany(party => Parts(party, "organizationName")).Concat(parties.Select(NameOf)).FirstOrDefault(name => name.Length > 0);
    }

    private static string NameOf(XElement party) => string.Join(' ', Parts(party, "givenName").Concat(Parts(party, "surName")));

    private static IEnumerable<string> Parts(XElement party, string name) =>
        party.Descendants().Where(element => element.Name.LocalName == name).Select(TextOf);

    /// <summary>Its text on one line.</summary>
    private static string TextOf(XElement element) =>
        string.Join(' ', element.Value.Split((char[]?)null, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
