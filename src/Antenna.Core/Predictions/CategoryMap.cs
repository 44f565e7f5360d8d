using System.Buffers.Binary;
using System.Collections;
using System.Security.Cryptography;
using System.Text;

namespace Antenna.Core.Predictions;

/// <summary>A classifier's ordered class labels. The class at position <c>i</c> owns the logit at position <c>i</c>.</summary>
public sealed class CategoryMap : IReadOnlyList<ClassLabel>
{
    private readonly ClassLabel[] _classes;

    /// <param name="classes">
    /// The classes in any order. Labels may repeat (published maps do that); indices may not.
    /// </param>
    /// <exception cref="ArgumentException">
    /// There is no class, the indices are not exactly 0 to C−1, or a class has a taxon without meaning one, or the
    /// other way round.
    /// </exception>
    public CategoryMap(IReadOnlyList<ClassLabel> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        if (classes.Count == 0)
            throw new ArgumentException("A category map needs at least one class.", nameof(classes));

        _classes = [.. classes.OrderBy(label => label.Index)];
        for (var position = 0; position < _classes.Length; position++)
            Check(_classes[position], position);
        Hash = HashOf(_classes);
        Taxa = _classes.Select(label => label.TaxonId).OfType<long>().ToHashSet();
    }

    /// <summary>
    /// Stands for the classes of a classifier of which answers came alone, as taxa with a score: without classes and logits
    /// there is nothing to mask. One map for all such classifiers, so that each stays one however many packages bring of it.
    /// </summary>
    public static CategoryMap NotDelivered { get; } = new([new(0, "classes not delivered", ClassMeaning.NotATaxon, null)]);

    /// <summary>The number of classes, C: the length of every row of logits.</summary>
    public int Count => _classes.Length;

    /// <summary>The class whose logit is at <paramref name="index"/>.</summary>
    public ClassLabel this[int index] => _classes[index];

    /// <summary>
    /// SHA-256 (lower-case hex) of the ordered labels, each as its UTF-8 length (4 bytes, little-endian) and its UTF-8
    /// bytes. What the labels resolve to is not part of it: the same model keeps the same hash when a synonym is learned.
    /// </summary>
    public string Hash { get; }

    /// <summary>The taxa that the classes name, each by the name that its label was resolved to.</summary>
    public IReadOnlySet<long> Taxa { get; }

    public IEnumerator<ClassLabel> GetEnumerator() => _classes.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static void Check(ClassLabel label, int position)
    {
        if (label.Index != position)
            throw new ArgumentException(
                $"Class indices must be 0 to C−1, each once: expected {position}, found {label.Index} ('{label.Label}').",
                nameof(label));
        if ((label.Meaning is ClassMeaning.Taxon) != label.TaxonId.HasValue)
            throw new ArgumentException(
                $"Class {position} ('{label.Label}') means {label.Meaning} but {(label.TaxonId.HasValue ? "has a" : "has no")} taxon.",
                nameof(label));
    }

    private static string HashOf(ClassLabel[] classes)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var label in classes)
        {
            var text = Encoding.UTF8.GetBytes(label.Label);
            BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
            sha.AppendData(length);
            sha.AppendData(text);
        }
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }
}
