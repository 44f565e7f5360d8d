namespace Antenna.Data.Paging;

/// <summary>A choice of a filter: what it selects by id, and the name it is shown by.</summary>
public sealed record NamedChoice(long Id, string Name);
