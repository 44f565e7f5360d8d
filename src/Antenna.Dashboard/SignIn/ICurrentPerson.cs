using Antenna.Data.Projects;

namespace Antenna.Dashboard.SignIn;

/// <summary>Who acts: the one place where pages, API and commands ask whom to record.</summary>
public interface ICurrentPerson
{
    Task<Person> GetAsync(CancellationToken cancellationToken);
}
