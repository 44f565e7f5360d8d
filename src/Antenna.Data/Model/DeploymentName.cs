namespace Antenna.Data.Model;

/// <summary>A deployment as pages name it.</summary>
public sealed record DeploymentName(long Id, string Name);
