namespace Antenna.Data.Import.Tables;

/// <summary>Looks through the XML of a sheet for how large its rows are, without reading them.</summary>
internal static class SheetScan
{
    private static ReadOnlySpan<byte> Row => "row"u8;

    /// <summary>Whether no row, and nothing else between two of them, has more bytes than this.</summary>
    /// <remarks>
    /// Any element called <c>row</c> begins one. What hides elements from such a look, CDATA and comments, no spreadsheet writes; it counts as too large.
    /// </remarks>
    public static bool HasRowsUpTo(Stream xml, long bytes, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 << 10];
        long since = 0;
        var name = -1;
        var isRow = false;
        while (xml.Read(buffer) is var count and > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var each in buffer.AsSpan(0, count))
            {
                if (++since > bytes)
                    return false;
                switch (each)
                {
                    case (byte)'<':
                        (name, isRow) = (0, true);
                        break;
                    case (byte)'!' when name == 0:
                        return false;
                    case (byte)':' when name >= 0:
                        (name, isRow) = (0, true);
                        break;
                    case (byte)' ' or (byte)'>' or (byte)'/' or (byte)'\t' or (byte)'\r' or (byte)'\n' when name >= 0:
                        if (isRow && name == Row.Length)
                            since = 0;
                        name = -1;
                        break;
                    default:
                        if (name >= 0)
                            isRow &= name < Row.Length && each == Row[name++];
                        break;
                }
            }
        }

        return true;
    }
}
