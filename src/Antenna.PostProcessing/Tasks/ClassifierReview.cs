using Antenna.Core.Predictions;
using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore;

namespace Antenna.PostProcessing.Tasks;

/// <summary>Checks the classifiers of a request, for every task that works on their predictions.</summary>
public static class ClassifierReview
{
    /// <summary>Those of the ids that are classifiers, in the order of the request; what is wrong is added to the problems.</summary>
    /// <param name="verb">What is to be done with their predictions: <c>mask</c>, <c>masked</c>.</param>
    public static async Task<IReadOnlyList<Algorithm>> FindAsync(
        AntennaDbContext context,
        IReadOnlyList<long> requested,
        (string ToDo, string Done) verb,
        ICollection<SettingsProblem> problems,
        CancellationToken cancellationToken)
    {
        if (requested.Count == 0)
            problems.Add(new("classifier", $"Name at least one classifier whose predictions are to be {verb.Done}."));

        var ids = requested.Distinct().ToList();
        var known = await context.Algorithms.AsNoTracking().Where(algorithm => ids.Contains(algorithm.Id))
            .ToDictionaryAsync(algorithm => algorithm.Id, cancellationToken);
        var undelivered = await context.CategoryMaps.Where(map => map.Hash == CategoryMap.NotDelivered.Hash).Select(map => (long?)map.Id).SingleOrDefaultAsync(cancellationToken);
        var classifiers = new List<Algorithm>();
        foreach (var id in ids)
        {
            if (!known.TryGetValue(id, out var algorithm))
                problems.Add(new("classifier", $"There is no classifier {id}.", id));
            else if (algorithm.Kind is not AlgorithmKind.Classifier)
                problems.Add(new("classifier", $"Algorithm {id} ({algorithm.Name}) is no classifier, and has no predictions of its own to {verb.ToDo}.", id));
            else if (algorithm.CategoryMapId == undelivered)
                problems.Add(new("classifier", $"The results of {algorithm.Name} came as names with scores, without its classes and logits, as packages of observations bring them: they cannot be {verb.Done}.", id));
            else
                classifiers.Add(algorithm);
        }

        return classifiers;
    }
}
