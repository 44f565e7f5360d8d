using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore.Design;

namespace Antenna.Data.Database;

/// <summary>Lets <c>dotnet ef migrations add</c> build the model; nothing connects with it.</summary>
internal sealed class DesignTimeDbContextFactory : IDesignTimeDbContextFactory<AntennaDbContext>
{
    public AntennaDbContext CreateDbContext(string[] args) =>
        new(AntennaDatabase.Options("Host=localhost;Database=antenna"));
}
