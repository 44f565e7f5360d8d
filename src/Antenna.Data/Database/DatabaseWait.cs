namespace Antenna.Data.Database;

/// <summary>What a run or an import that is under way waits for.</summary>
/// <param name="Since">UTC.</param>
/// <param name="Holder">Who holds the lock that it waits for: "run 17", or a session of another program; null for other waits.</param>
public sealed record DatabaseWait(DatabaseErrorKind Kind, DateTime Since, string? Holder = null);
