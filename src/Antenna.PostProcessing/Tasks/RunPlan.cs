using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Antenna.Data.Model;
using Antenna.Data.Scopes;
using Npgsql;

namespace Antenna.PostProcessing.Tasks;

/// <summary>
/// One run that a request would become, checked and ready to be counted, previewed or created. Each task has its own kind.
/// </summary>
/// <param name="Project">Of the scope.</param>
/// <param name="BatchSize">Rows a transaction.</param>
public abstract record RunPlan(Project Project, RunScope Scope, int BatchSize)
{
    /// <summary>The batch size of a run unless the request gives another: a second of work at most, even at 30,000 classes.</summary>
    public const int DefaultBatchSize = 200;

    public const int LargestBatchSize = 10_000;

    /// <summary>What is wrong with a batch size; null where nothing is.</summary>
    public static SettingsProblem? CheckBatchSize(int rows) => rows is >= 1 and <= LargestBatchSize
        ? null
        : new(TaskField.BatchSize.Key, string.Create(
            CultureInfo.InvariantCulture, $"A batch of {rows} rows is not possible: give 1 to {LargestBatchSize}; {DefaultBatchSize} is usual."));

    /// <summary>The task's key.</summary>
    public abstract string Task { get; }

    /// <summary>What tells this run from the others of its request: a classifier's name, mostly.</summary>
    public abstract string Label { get; }

    /// <summary>What the run does, in a few words, as its rows will be called.</summary>
    public abstract string Title { get; }

    /// <summary>The classifier whose lineages the run looks at; null where it looks at those of every classifier.</summary>
    public virtual long? SourceAlgorithmId => null;

    /// <summary>The version that it refers to; null for a task without a list.</summary>
    public virtual long? TaxaListVersionId => null;

    /// <summary>The frozen settings, as JSON.</summary>
    public abstract string SettingsJson { get; }

    /// <summary>SHA-256 in hexadecimal of the settings: equal for two launches that would do the same.</summary>
    public string SettingsHash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(SettingsJson)));

    /// <summary>What a person should know before it runs: the first entries of the run's log.</summary>
    public virtual IReadOnlyList<string> Warnings => [];

    /// <summary>
    /// The same with all of it stored that may still change, such as a draft of a list: called first of all in the launch's
    /// transaction, so that the run refers to exactly what was looked at, and while no other launch waits for this one.
    /// </summary>
    /// <param name="person">Who launches.</param>
    /// <exception cref="LaunchRefusedException">Something else is under way that it would have to wait for too long.</exception>
    public virtual Task<RunPlan> FreezeAsync(NpgsqlConnection connection, Person person, DateTime now, CancellationToken cancellationToken) =>
        System.Threading.Tasks.Task.FromResult(this);

    /// <summary>
    /// The id of the algorithm that the run's rows are of, made inside the launch's transaction where it is new; null for a
    /// task that writes no rows.
    /// </summary>
    public virtual Task<long?> EnsureAlgorithmAsync(NpgsqlConnection connection, DateTime now, CancellationToken cancellationToken) =>
        System.Threading.Tasks.Task.FromResult<long?>(null);

    /// <summary>The work that the run would do, for counting and previewing it before it exists.</summary>
    public abstract Task<ITaskWork> BeginWorkAsync(NpgsqlConnection connection, CancellationToken cancellationToken);
}
