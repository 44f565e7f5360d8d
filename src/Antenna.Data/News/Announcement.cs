using System.Globalization;

namespace Antenna.Data.News;

/// <summary>The kinds of things of which it is announced that they changed, or that the changed ones belong to.</summary>
public enum NewsSubject
{
    Run,
    Occurrence,
    CaptureSet,
    Project,
    TaxaList,
    TaxaListVersion,
    Taxonomy,

    /// <summary>What a person has put into their tray; the id is the person's.</summary>
    Tray,

    /// <summary>What a person has drafted of a list; the id is the person's, and it belongs to the list.</summary>
    Draft,

    /// <summary>What is pinned in a project; the id is the project's.</summary>
    Pins,

    /// <summary>How far an import is, or how it ended; it belongs to its project, where it has one.</summary>
    Import,

    /// <summary>Which runs and imports are under way, and not how far they are.</summary>
    WorkUnderWay,
}

/// <summary>
/// A notice that things of one kind changed, and to what they belong. Only ids travel: a subscriber learns from them whether it
/// shows any of it before anything is read.
/// </summary>
public sealed record Announcement
{
    private readonly (NewsSubject Subject, long[] Ids)[] _named;

    private Announcement((NewsSubject Subject, long[] Ids)[] named) => _named = named;

    /// <summary>What kind of thing changed.</summary>
    public NewsSubject Subject => _named[0].Subject;

    /// <summary>The ids of what changed; none for the taxonomy and for the work under way, of which there is one each.</summary>
    public IReadOnlyList<long> Ids => _named[0].Ids;

    /// <summary>Whether a thing of this kind is what changed.</summary>
    public bool Is(NewsSubject subject, long id) => Subject == subject && Array.IndexOf(_named[0].Ids, id) >= 0;

    /// <summary>Whether what changed belongs to this: a run to its project, scope and version of a list.</summary>
    public bool BelongsTo(NewsSubject subject, long id) => _named.Skip(1).Any(named => named.Subject == subject && named.Ids.Contains(id));

    /// <summary>Reads what a payload says; null where it says nothing that this version of the product knows.</summary>
    public static Announcement? Parse(string payload)
    {
        var words = payload.Split(' ');
        if (words.Length % 2 != 0)
            return null;
        var named = new (NewsSubject, long[])[words.Length / 2];
        for (var at = 0; at < named.Length; at++)
        {
            if (Find(words[2 * at]) is not { } subject || ParseIds(words[(2 * at) + 1]) is not { } ids)
                return null;
            named[at] = (subject, ids);
        }

        return new(named);
    }

    /// <summary>The word that a payload has for a kind of thing.</summary>
    internal static string WordFor(NewsSubject subject) => subject switch
    {
        NewsSubject.Run => "run",
        NewsSubject.Occurrence => "occurrence",
        NewsSubject.CaptureSet => "capture-set",
        NewsSubject.Project => "project",
        NewsSubject.TaxaList => "taxa-list",
        NewsSubject.TaxaListVersion => "taxa-list-version",
        NewsSubject.Taxonomy => "taxonomy",
        NewsSubject.Tray => "tray",
        NewsSubject.Draft => "draft",
        NewsSubject.Pins => "pins",
        NewsSubject.Import => "import",
        NewsSubject.WorkUnderWay => "work",
        _ => throw new ArgumentOutOfRangeException(nameof(subject), subject, "Not a kind of thing that is announced."),
    };

    private static NewsSubject? Find(string word)
    {
        foreach (var subject in Enum.GetValues<NewsSubject>())
        {
            if (WordFor(subject) == word)
                return subject;
        }

        return null;
    }

    private static long[]? ParseIds(string text)
    {
        if (text == "-")
            return [];
        var parts = text.Split(',');
        var ids = new long[parts.Length];
        for (var at = 0; at < parts.Length; at++)
        {
            if (!long.TryParse(parts[at], NumberStyles.None, CultureInfo.InvariantCulture, out ids[at]))
                return null;
        }

        return ids;
    }
}
