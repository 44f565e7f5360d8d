using Antenna.Data.Errors;

namespace Antenna.Data.Taxonomy;

/// <summary>An import of taxa is under way, and what was asked for goes by the taxonomy that it changes.</summary>
public sealed class TaxonomyInUseException(string message) : RefusedException(message);
