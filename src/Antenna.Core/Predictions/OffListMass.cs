namespace Antenna.Core.Predictions;

/// <summary>
/// How the unmasked probability of the excluded classes divides by kinship to the class that the classifier itself
/// answered. The four sum to the off-list mass. A large mass within the genus is a list that lacks a species, or a
/// classifier that cannot tell two apart; one that lies elsewhere is an animal that the classifier does not know.
/// </summary>
/// <param name="SameGenus">Over the excluded classes of the answer's genus, the answer itself included where it is excluded.</param>
/// <param name="SameFamily">Over the other excluded classes of its family.</param>
/// <param name="Elsewhere">Over the other excluded classes that name a taxon; all of those where the answer is no taxon.</param>
/// <param name="Unresolved">Over the classes whose label resolves to no taxon: of these it is not known where they are.</param>
/// <param name="Likeliest">The excluded class of the highest logit; null where none has a probability above 0.</param>
/// <param name="LikeliestMass">Its unmasked probability.</param>
public readonly record struct OffListMass(double SameGenus, double SameFamily, double Elsewhere, double Unresolved, int? Likeliest, double LikeliestMass)
{
    public double Total => SameGenus + SameFamily + Elsewhere + Unresolved;

    /// <summary>Divides the off-list mass of one row.</summary>
    /// <param name="probabilities">The unmasked probability of each class.</param>
    /// <param name="kept">The classes that do not count as off the list.</param>
    /// <param name="kinship">Of the same classes.</param>
    /// <param name="answer">The class that the classifier itself answered.</param>
    internal static OffListMass Of(ReadOnlySpan<double> probabilities, KeptSet kept, ClassKinship kinship, int answer)
    {
        Span<double> masses = stackalloc double[3];
        var unresolved = 0d;
        var (likeliest, largest) = ((int?)null, 0d);
        for (var index = 0; index < probabilities.Length; index++)
        {
            if (kept.IsKept(index))
                continue;
            var probability = probabilities[index];
            if (kinship.IsUnresolved(index))
                unresolved += probability;
            else
                masses[(int)kinship.Between(answer, index)] += probability;
            if (probability > largest)
                (likeliest, largest) = (index, probability);
        }

        return new(
            masses[(int)Kinship.SameGenus], masses[(int)Kinship.SameFamily], masses[(int)Kinship.Elsewhere], unresolved, likeliest, largest);
    }
}
