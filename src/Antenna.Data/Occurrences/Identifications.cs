using Antenna.Data.Projects;

namespace Antenna.Data.Occurrences;

/// <summary>What somebody wanted to say cannot be said; the message says why. Nothing was written.</summary>
public sealed class IdentificationRefusedException(string message) : Exception(message);

/// <summary>
/// What people say of occurrences. Each change is one transaction that locks the occurrence, writes, and has the
/// determination decided anew; the answer is the identification's id.
/// </summary>
public sealed class Identifications
{
    /// <summary>Agrees with what an algorithm said; recorded for good as agreement with that row and algorithm.</summary>
    public Task<long> AgreeWithClassificationAsync(long occurrenceId, long classificationId, Person person, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Agrees with what another person said.</summary>
    public Task<long> AgreeWithIdentificationAsync(long occurrenceId, long identificationId, Person person, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Names a taxon independently, with a comment or without.</summary>
    public Task<long> SuggestAsync(long occurrenceId, long taxonId, string? comment, Person person, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Says something without naming a taxon.</summary>
    public Task<long> CommentAsync(long occurrenceId, string comment, Person person, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Takes back what the person said; it stays to be seen. Doing so twice changes nothing.</summary>
    public Task WithdrawAsync(long identificationId, Person person, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>
    /// Removes what the person said, as if it had never been: what it had replaced of theirs counts again.
    /// </summary>
    public Task DeleteAsync(long identificationId, Person person, CancellationToken cancellationToken) => throw new NotImplementedException();
}
