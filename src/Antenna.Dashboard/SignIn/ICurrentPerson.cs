using Antenna.Data.Model;

namespace Antenna.Dashboard.SignIn;

/// <summary>Who acts: the one place where pages, API and commands ask whom to record.</summary>
public interface ICurrentPerson
{
    string Name { get; }

    /// <summary>Who acts, for what is to be recorded; a person who is unknown is stored.</summary>
    Task<Person> GetAsync(CancellationToken cancellationToken);

    /// <summary>Who looks, where nothing is recorded; null where nothing of theirs ever was.</summary>
    Task<Person?> FindAsync(CancellationToken cancellationToken);
}
