using System.Globalization;

namespace Antenna.Data.Import.Pipeline;

/// <summary>
/// Where in a file of pipeline results the reading is: a member of the top object, and within it an element of an array or a
/// property of an object.
/// </summary>
/// <param name="file">Name of the file, without its folder.</param>
internal sealed class JsonLocation(string file)
{
    private string _path = "$";
    private string? _property;
    private long _element = -1;

    /// <summary>Name of the file, without its folder.</summary>
    public string File => file;

    /// <summary>Goes to a member of the top object; null for that object itself.</summary>
    public void GoTo(string? member) => (_path, _property, _element) = (member is null ? "$" : $"$.{ShortText.Of(member)}", null, -1);

    /// <summary>Goes to the next element of the member at hand.</summary>
    public void GoToNextElement() => _element++;

    /// <summary>Goes to a property of the member at hand.</summary>
    public void GoToProperty(string name) => _property = name;

    /// <summary>The place of something at a position in the text.</summary>
    /// <param name="within">Its JSON path relative to where the reading is.</param>
    public ImportPlace At(TextPosition position, string within = "") => new(file, position.Line, position.Column, Path() + within);

    private string Path() => this switch
    {
        { _property: { } property } => $"{_path}.{ShortText.Of(property)}",
        { _element: >= 0 } => string.Create(CultureInfo.InvariantCulture, $"{_path}[{_element}]"),
        _ => _path,
    };
}
