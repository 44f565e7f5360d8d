using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Antenna.Core.Taxonomy;

namespace Antenna.Core.Predictions;

/// <summary>
/// The classes that a mask keeps: those whose taxon is listed, and those that are not a taxon. Immutable; made once for
/// a run and shared by all of its rows.
/// </summary>
public sealed class KeptSet
{
    /// <summary>Classes per word of the bit maps: the kernel's unit of work.</summary>
    internal const int BlockSize = 64;

    private const string HashVersion = "antenna-kept-set/1";

    private readonly ulong[] _listed;
    private readonly ulong[] _notATaxon;
    private readonly ulong[] _kept;
    private readonly int[] _irregularBlocks;

    private KeptSet(int classCount, ulong[] listed, ulong[] notATaxon)
    {
        ClassCount = classCount;
        _listed = listed;
        _notATaxon = notATaxon;
        _kept = [.. listed.Zip(notATaxon, (taxa, others) => taxa | others)];
        _irregularBlocks = [.. Enumerable.Range(0, listed.Length)
            .Where(block => notATaxon[block] != 0 || (block + 1) * BlockSize > classCount)];
        ListedCount = listed.Sum(BitOperations.PopCount);
        NotATaxonCount = notATaxon.Sum(BitOperations.PopCount);
        ListedBits = BytesOf(listed, classCount);
        NotATaxonBits = BytesOf(notATaxon, classCount);
        Hash = HashOf(classCount, ListedBits.Span, NotATaxonBits.Span);
    }

    /// <summary>The number of classes of the classifier, kept or not.</summary>
    public int ClassCount { get; }

    /// <summary>How many classes are kept because their taxon is listed. A mask where this is 0 is refused.</summary>
    public int ListedCount { get; }

    /// <summary>How many classes are kept because they are not a taxon.</summary>
    public int NotATaxonCount { get; }

    public int KeptCount => ListedCount + NotATaxonCount;

    /// <summary>One bit a class, bit <c>i % 8</c> (lowest first) of byte <c>i / 8</c>: the form that is stored.</summary>
    public ReadOnlyMemory<byte> ListedBits { get; }

    /// <summary>Laid out as <see cref="ListedBits"/>.</summary>
    public ReadOnlyMemory<byte> NotATaxonBits { get; }

    /// <summary>
    /// SHA-256 (lower-case hex) over the ASCII tag <c>antenna-kept-set/1</c>, the number of classes (4 bytes,
    /// little-endian), <see cref="ListedBits"/> and <see cref="NotATaxonBits"/>. Two lists that keep the same classes
    /// have one hash, and so are one mask.
    /// </summary>
    public string Hash { get; }

    internal ReadOnlySpan<ulong> KeptWords => _kept;

    internal ReadOnlySpan<ulong> ListedWords => _listed;

    /// <summary>
    /// The blocks, in rising order, that do not divide into listed and excluded classes alone: those with a class that is
    /// not a taxon, of which classifiers have one or two, and a last one of fewer than 64 classes.
    /// </summary>
    internal ReadOnlySpan<int> IrregularBlocks => _irregularBlocks;

    /// <summary>Whether the class is kept because its taxon is listed.</summary>
    public bool IsListed(int index) => Bit(_listed, index);

    /// <summary>Whether the class is kept because it is not a taxon.</summary>
    public bool IsNotATaxon(int index) => Bit(_notATaxon, index);

    public bool IsKept(int index) => Bit(_kept, index);

    /// <summary>The classes of <paramref name="map"/> that a list keeps.</summary>
    /// <param name="map">The classifier's classes, already resolved to taxa.</param>
    /// <param name="listed">What is listed.</param>
    public static KeptSet From(CategoryMap map, ListedTaxa listed) => From(map, listed.For(map.Taxa));

    /// <summary>The classes of <paramref name="map"/> whose taxon is one of these.</summary>
    /// <param name="map">The classifier's classes, already resolved to taxa.</param>
    /// <param name="listedTaxonIds">The taxa to keep, by every name that a class may have.</param>
    public static KeptSet From(CategoryMap map, IReadOnlySet<long> listedTaxonIds)
    {
        var listed = NewWords(map.Count);
        var notATaxon = NewWords(map.Count);
        for (var index = 0; index < map.Count; index++)
        {
            var label = map[index];
            if (label.Meaning is ClassMeaning.NotATaxon)
                Set(notATaxon, index);
            else if (label.TaxonId is { } taxon && listedTaxonIds.Contains(taxon))
                Set(listed, index);
        }

        return new KeptSet(map.Count, listed, notATaxon);
    }

    /// <summary>
    /// Every class, as if all were listed: the prediction under this set is the classifier's own, unmasked one.
    /// </summary>
    public static KeptSet Everything(int classCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classCount);
        var listed = NewWords(classCount);
        for (var index = 0; index < classCount; index++)
            Set(listed, index);
        return new KeptSet(classCount, listed, NewWords(classCount));
    }

    /// <summary>What is kept when the taxa of these classes, none of them kept, are listed as well.</summary>
    internal KeptSet WithListed(ReadOnlySpan<int> classes)
    {
        ulong[] listed = [.. _listed];
        foreach (var index in classes)
            Set(listed, index);
        return new KeptSet(ClassCount, listed, _notATaxon);
    }

    /// <summary>A kept set as it was stored.</summary>
    /// <param name="classCount">The number of classes, C.</param>
    /// <param name="listed">⌈C/8⌉ bytes, as <see cref="ListedBits"/>.</param>
    /// <param name="notATaxon">⌈C/8⌉ bytes, as <see cref="NotATaxonBits"/>.</param>
    /// <exception cref="ArgumentException">
    /// The length is wrong, a bit past the last class is set, or a class is both listed and not a taxon.
    /// </exception>
    public static KeptSet FromBits(int classCount, ReadOnlySpan<byte> listed, ReadOnlySpan<byte> notATaxon)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classCount);
        var listedWords = WordsOf(listed, classCount, nameof(listed));
        var notATaxonWords = WordsOf(notATaxon, classCount, nameof(notATaxon));
        for (var word = 0; word < listedWords.Length; word++)
            if ((listedWords[word] & notATaxonWords[word]) is var both and not 0)
                throw new ArgumentException(
                    $"Class {(word * BlockSize) + BitOperations.TrailingZeroCount(both)} is both listed and not a taxon.",
                    nameof(notATaxon));
        return new KeptSet(classCount, listedWords, notATaxonWords);
    }

    private static ulong[] NewWords(int classCount) => new ulong[(classCount + BlockSize - 1) / BlockSize];

    private static void Set(ulong[] words, int index) => words[index / BlockSize] |= 1UL << (index % BlockSize);

    private bool Bit(ulong[] words, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, ClassCount);
        return (words[index / BlockSize] >> (index % BlockSize) & 1) != 0;
    }

    private static byte[] BytesOf(ulong[] words, int classCount)
    {
        var bytes = new byte[words.Length * sizeof(ulong)];
        for (var word = 0; word < words.Length; word++)
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(word * sizeof(ulong)), words[word]);
        return bytes[..ByteCount(classCount)];
    }

    private static ulong[] WordsOf(ReadOnlySpan<byte> bits, int classCount, string name)
    {
        if (bits.Length != ByteCount(classCount))
            throw new ArgumentException(
                $"{classCount} classes take {ByteCount(classCount)} bytes, not {bits.Length}.", name);
        if (classCount % 8 is var used and not 0 && bits[^1] >> used != 0)
            throw new ArgumentException($"A bit past the last of {classCount} classes is set.", name);

        var words = NewWords(classCount);
        bits.CopyTo(MemoryMarshal.AsBytes(words.AsSpan()));
        if (!BitConverter.IsLittleEndian)
            BinaryPrimitives.ReverseEndianness(words, words);
        return words;
    }

    private static int ByteCount(int classCount) => (classCount + 7) / 8;

    private static string HashOf(int classCount, ReadOnlySpan<byte> listed, ReadOnlySpan<byte> notATaxon)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> count = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(count, classCount);
        sha.AppendData(System.Text.Encoding.ASCII.GetBytes(HashVersion));
        sha.AppendData(count);
        sha.AppendData(listed);
        sha.AppendData(notATaxon);
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }
}
