namespace Antenna.Data.Model;

/// <summary>
/// A block of ids that follow one another, by which rows that are few among those of others are found in the order of their ids:
/// it is noted once who has rows in a block, where an index of each row would cost every row that is written.
/// </summary>
public static class IdBlock
{
    /// <summary>Bits of an id that a block leaves out: it is of 128 ids, which are read in a fraction of a millisecond.</summary>
    public const int Bits = 7;
}
