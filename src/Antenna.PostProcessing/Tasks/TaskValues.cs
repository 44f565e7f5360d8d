using System.Collections.Immutable;
using System.Globalization;

namespace Antenna.PostProcessing.Tasks;

/// <summary>
/// The settings of a task as a form, an address, the command line or a program gives them: texts by the keys of the task's
/// fields. The task itself makes sense of them, in one place.
/// </summary>
public sealed class TaskValues(ImmutableSortedDictionary<string, string> values)
{
    public static TaskValues Empty { get; } = new(ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal));

    public ImmutableSortedDictionary<string, string> All => values;

    /// <summary>Values as an address has them, each as <c>name=value</c>; a text that is no such pair is ignored.</summary>
    public static TaskValues FromTexts(IEnumerable<string> texts) => texts.Select(text => text.Split('=', 2)).Where(pair => pair.Length == 2)
        .Aggregate(Empty, (values, pair) => values.With(pair[0], pair[1]));

    /// <summary>The values, each as <c>name=value</c>.</summary>
    public IReadOnlyList<string> ToTexts() => [.. values.Select(value => $"{value.Key}={value.Value}")];

    /// <summary>The value of a field; its default where none is given.</summary>
    public string? this[TaskField field] => values.GetValueOrDefault(field.Key) ?? field.Default;

    /// <summary>These values with another one; null takes the field's own default.</summary>
    public TaskValues With(string key, string? value) => new(value is null ? values.Remove(key) : values.SetItem(key, value));

    /// <summary>A number; null where there is none, and a problem where it is not one.</summary>
    public double? Number(TaskField field, ICollection<SettingsProblem> problems) =>
        Parse(field, problems, "a number", text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : (double?)null);

    /// <summary>A whole number; null where there is none, and a problem where it is not one.</summary>
    public int? Whole(TaskField field, ICollection<SettingsProblem> problems) =>
        Parse(field, problems, "a whole number", text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : (int?)null);

    /// <summary>Yes or no; no where nothing is given, and a problem where it is neither.</summary>
    public bool Flag(TaskField field, ICollection<SettingsProblem> problems) =>
        Parse(field, problems, "true or false", text => bool.TryParse(text, out var flag) ? flag : (bool?)null) ?? false;

    /// <summary>One of the field's choices; null and a problem where it is another.</summary>
    public string? Choice(TaskField field, ICollection<SettingsProblem> problems)
    {
        var text = this[field];
        if (text is null || field.Choices.Any(choice => choice.Value == text))
            return text;
        problems.Add(new(field.Key, $"'{text}' is not possible: give {string.Join(" or ", field.Choices.Select(choice => choice.Value))}."));
        return null;
    }

    /// <summary>Ids, separated by commas; a problem for what is none.</summary>
    public IReadOnlyList<long> Ids(TaskField field, ICollection<SettingsProblem> problems)
    {
        var ids = new List<long>();
        foreach (var text in (this[field] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                ids.Add(id);
            else
                problems.Add(new(field.Key, $"'{text}' is no id."));
        }

        return ids;
    }

    /// <summary>The rows a transaction of a run; the usual number where none is given, and a problem where it is not possible.</summary>
    public int BatchSize(ICollection<SettingsProblem> problems)
    {
        var rows = Whole(TaskField.BatchSize, problems) ?? RunPlan.DefaultBatchSize;
        if (RunPlan.CheckBatchSize(rows) is { } problem)
            problems.Add(problem);
        return rows;
    }

    private T? Parse<T>(TaskField field, ICollection<SettingsProblem> problems, string expected, Func<string, T?> parse)
        where T : struct
    {
        if (this[field] is not { } text)
            return null;
        var value = parse(text);
        if (value is null)
            problems.Add(new(field.Key, $"'{text}' is not possible: give {expected}."));
        return value;
    }
}
