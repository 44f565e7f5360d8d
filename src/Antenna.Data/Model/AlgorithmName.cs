namespace Antenna.Data.Model;

/// <summary>An algorithm as pages name it.</summary>
public sealed record AlgorithmName(long Id, string Key, string Name, AlgorithmKind Kind);
