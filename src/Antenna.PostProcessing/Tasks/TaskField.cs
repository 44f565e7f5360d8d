namespace Antenna.PostProcessing.Tasks;

/// <summary>The kinds of values that a setting of a task can have.</summary>
public enum TaskFieldKind
{
    Number,
    WholeNumber,
    Flag,
    Choice,
    Text,

    /// <summary>A taxa list, and a version of it: <c>3</c> or <c>3@2</c>.</summary>
    TaxaList,

    /// <summary>Classifiers, by id, separated by commas.</summary>
    Classifiers,
}

/// <summary>A setting of a task, as forms and the command line present it.</summary>
/// <param name="Key">Its name, as the command line's option has it without the dashes.</param>
/// <param name="Label">Beside the field of a form.</param>
/// <param name="Help">What it does, in one sentence.</param>
/// <param name="Default">The value that it has unless another is given; null for none.</param>
public sealed record TaskField(string Key, TaskFieldKind Kind, string Label, string Help, string? Default = null)
{
    public bool IsRequired { get; init; }

    /// <summary>The values that can be chosen, each with its label.</summary>
    public IReadOnlyList<(string Value, string Label)> Choices { get; init; } = [];

    /// <summary>Rows a transaction: a setting of every run. How it works, not what it does.</summary>
    public static TaskField BatchSize { get; } = new(
        "batch-size", TaskFieldKind.WholeNumber, "Rows a batch", "Rows a transaction.", RunPlan.DefaultBatchSize.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
