using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Antenna.Data.Paging;

/// <summary>
/// Where a page begins: next to the row with this key, in the order of this name. As text it is opaque where it is carried
/// in an address; text that is none, or of another order, leads to the first page.
/// </summary>
/// <param name="Order">The order that the key is of; a cursor of another one means nothing.</param>
/// <param name="Backward">The page ends before the row; otherwise it begins after it.</param>
/// <param name="Key">The row's values that the order compares, in the invariant culture.</param>
internal sealed record PageCursor(string Order, bool Backward, IReadOnlyList<string> Key)
{
    // Longer than any key of ours; what is longer is not ours, and not worth decoding.
    private const int LongestText = 2_000;

    public static PageCursor? Parse(string? text, string order)
    {
        if (text is not { Length: > 0 and < LongestText } || !Base64Url.IsValid(text))
            return null;
        try
        {
            var values = JsonSerializer.Deserialize<string[]>(Base64Url.DecodeFromChars(text));
            return values is [var name, "before" or "after", ..] && name == order
                ? new(order, Backward: values[1] == "before", values[2..])
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether the key has one value for each of these, which each understands.</summary>
    public bool IsKeyOf(params ReadOnlySpan<Predicate<string>> values)
    {
        if (Key.Count != values.Length)
            return false;
        for (var i = 0; i < values.Length; i++)
        {
            if (!values[i](Key[i]))
                return false;
        }

        return true;
    }

    public override string ToString() => Base64Url.EncodeToString(
        Encoding.UTF8.GetBytes(JsonSerializer.Serialize<string[]>([Order, Backward ? "before" : "after", .. Key])));
}
