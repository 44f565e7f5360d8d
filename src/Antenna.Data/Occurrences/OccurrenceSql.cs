using Npgsql;

namespace Antenna.Data.Occurrences;

/// <summary>A statement under construction: its text names its values by their numbers.</summary>
internal sealed class OccurrenceSql
{
    private readonly List<object> _values = [];

    /// <summary>Adds a value; the answer is how the text names it.</summary>
    public string Value(object value)
    {
        _values.Add(value);
        return $"${_values.Count}";
    }

    public NpgsqlCommand Command(NpgsqlConnection connection, string text)
    {
        var command = new NpgsqlCommand(text, connection);
        foreach (var value in _values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }
}
