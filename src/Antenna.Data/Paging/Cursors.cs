namespace Antenna.Data.Paging;

/// <summary>
/// Tells cursors from other text. A page ignores what is none, so that an old address still shows something; a program that walks
/// through a list would begin again for ever.
/// </summary>
public static class Cursors
{
    /// <summary>Whether a text is a cursor of an order.</summary>
    public static bool IsOf(string text, string order) => PageCursor.Parse(text, order) is not null;
}
