using Antenna.Data.Import;
using Antenna.Data.Import.Tables;
using Antenna.Data.Import.TaxaLists;

namespace Antenna.Data.ImportJobs;

/// <summary>What whoever has an import executed or checked is given on the way, beside its progress; what is null is not needed.</summary>
public sealed record ImportListener
{
    public static readonly ImportListener None = new();

    /// <summary>What else the import's transaction writes once all of it is there.</summary>
    public ImportCompletion? OnCommit { get; init; }

    /// <summary>Is given how a table is read, before its rows are; of files that are no tables it is given nothing.</summary>
    public Action<TableShape>? OnTable { get; init; }

    /// <summary>Is given what became of each line of a list, in their order.</summary>
    public Func<TaxaListLine, CancellationToken, ValueTask>? OnLine { get; init; }

    /// <summary>Is given each line of a list that holds no name, in their order.</summary>
    public Func<LineWithoutName, CancellationToken, ValueTask>? OnLineWithoutName { get; init; }
}
