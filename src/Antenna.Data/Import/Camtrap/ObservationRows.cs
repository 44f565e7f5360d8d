using System.Globalization;
using Antenna.Data.Import.Tables;
using Antenna.Data.Model;
using Antenna.Data.Occurrences;
using Antenna.Data.Tables;

namespace Antenna.Data.Import.Camtrap;

/// <summary>A box as fractions of its picture.</summary>
internal readonly record struct FractionBox(double X, double Y, double Width, double Height);

/// <summary>An observation of a package.</summary>
/// <param name="MediaId">Null for an observation of an event.</param>
/// <param name="Type">In lower case: <c>animal</c>.</param>
/// <param name="Name">The scientific name.</param>
/// <param name="Count">How many animals; null where the package does not say.</param>
/// <param name="LifeStage">A word of the standard; null where the package does not say.</param>
/// <param name="Sex">A word of the standard; null where the package does not say.</param>
/// <param name="Drawn">The box in px, where it is not given as fractions: of an own export, of a picture whose size is not known.</param>
/// <param name="Observer">Who or what; null where the package does not say.</param>
/// <param name="ClassifiedAt">UTC; null where it is unknown, or still to come.</param>
/// <param name="Probability">0 to 1.</param>
internal sealed record ObservationRow(
    string Id,
    string? DeploymentId,
    string? MediaId,
    string? EventId,
    DateTime? EventStart,
    DateTime? EventEnd,
    string Type,
    string? Name,
    string? Individual,
    int? Count,
    string? LifeStage,
    string? Sex,
    string? Behaviour,
    FractionBox? Box,
    Box? Drawn,
    bool IsMachine,
    string? Observer,
    DateTime? ClassifiedAt,
    double? Probability,
    string? Comment);

/// <summary>Reads the rows of a package's <c>observations</c>.</summary>
/// <param name="now">When the import happens, UTC: nothing is classified later.</param>
internal sealed class ObservationRows(ImportTable table, DateTime now, ImportFindings findings)
{
    /// <summary>What numbers that were divided and multiplied may be off by.</summary>
    private const double Rounding = 1e-6;

    private readonly TableColumn _id = table.Require("observationID", "observationID");
    private readonly TableColumn _type = table.Require("observationType", "observationType");
    private readonly TableColumn? _deployment = table.Find("deploymentID", "deploymentID");
    private readonly TableColumn? _media = table.Find("mediaID", "mediaID");
    private readonly TableColumn? _event = table.Find("eventID", "eventID");
    private readonly TableColumn? _start = table.Find("eventStart", "eventStart");
    private readonly TableColumn? _end = table.Find("eventEnd", "eventEnd");
    private readonly TableColumn? _name = table.Find("scientificName", "scientificName");
    private readonly TableColumn? _count = table.Find("count", "count");
    private readonly TableColumn? _individual = table.Find("individualID", "individualID");
    private readonly TableColumn?[] _box = [table.Find("bboxX", "bboxX"), table.Find("bboxY", "bboxY"), table.Find("bboxWidth", "bboxWidth"), table.Find("bboxHeight", "bboxHeight")];
    private readonly TableColumn? _method = table.Find("classificationMethod", "classificationMethod");
    private readonly TableColumn? _observer = table.Find("classifiedBy", "classifiedBy");
    private readonly TableColumn? _classifiedAt = table.Find("classificationTimestamp", "classificationTimestamp");
    private readonly TableColumn? _probability = table.Find("classificationProbability", "classificationProbability");
    private readonly TableColumn? _lifeStage = table.Find("lifeStage", "lifeStage");
    private readonly TableColumn? _sex = table.Find("sex", "sex");
    private readonly TableColumn? _behaviour = table.Find("behavior", "behavior");
    private readonly TableColumn? _tags = table.Find("observationTags", "observationTags");
    private readonly TableColumn? _comments = table.Find("observationComments", "observationComments");

    /// <summary>The current row; null where it has no id.</summary>
    public ObservationRow? Read()
    {
        if (table.Text(_id) is not { } id)
        {
            findings.Warn("Observations without an id are left out: they could not be found again.", table.Place(_id));
            return null;
        }

        var (box, tags) = (Box(), table.FreeText(_tags));
        if (tags is not null && !ObservationTags.AreOwn(tags))
            findings.Note("Tags of observations are not kept.", table.Place(_tags), ShortText.Quote(tags));
        var isMachine = "machine".Equals(table.Text(_method), StringComparison.OrdinalIgnoreCase);
        return new(
            id, table.Text(_deployment), table.Text(_media), table.Text(_event), Moment(_start), Moment(_end),
            table.Text(_type)?.ToLowerInvariant() ?? "", table.Text(_name), table.Text(_individual), Count(),
            Word(_lifeStage, ObservedTraits.LifeStages), Word(_sex, ObservedTraits.Sexes), table.Text(_behaviour), box,
            box is null ? ObservationTags.BoxOf(tags) : null,
            isMachine, table.Text(_observer), ClassifiedAt(), isMachine ? Probability() : null, table.FreeText(_comments));
    }

    private int? Count() => int.TryParse(table.Text(_count), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : null;

    private string? Word(TableColumn? column, IReadOnlyList<string> words)
    {
        if (table.Text(column) is not { } text)
            return null;
        if (words.FirstOrDefault(word => word.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } word)
            return word;
        findings.Note($"Expected in {column!.Header} {string.Join(", ", words)}: other words are not kept.", table.Place(column), ShortText.Quote(text));
        return null;
    }

    private FractionBox? Box()
    {
        var written = _box.Select(table.Text).ToList();
        if (written.TrueForAll(text => text is null))
            return null;
        var numbers = written.Select(text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN).ToList();
        var box = new FractionBox(numbers[0], numbers[1], numbers[2], numbers[3]);
        if (box is { X: >= 0, Y: >= 0, Width: > 0, Height: > 0 } && box.X + box.Width <= 1 + Rounding && box.Y + box.Height <= 1 + Rounding)
            return box;
        findings.Warn(
            "Boxes that are none are left out, and their animals kept without: expected left, top, width and height as fractions of the picture, inside of it.",
            table.Place(_box[0] ?? _id), string.Join(", ", written.Select(text => text is null ? "nothing" : ShortText.Of(text))));
        return null;
    }

    private DateTime? Moment(TableColumn? column)
    {
        if (table.Text(column) is not { } text)
            return null;
        if (ImportTimestamp.ReadUtc(text, out var time) is TimestampReading.Known)
            return time;
        findings.Warn($"Times that cannot be read are taken as unknown. Expected {ImportTimestamp.Expected}.", table.Place(column), ShortText.Quote(text));
        return null;
    }

    private DateTime? ClassifiedAt()
    {
        if (Moment(_classifiedAt) is not { } time)
            return null;
        if (time <= now)
            return time;
        findings.Warn("Classifications of a date in the future count as of unknown time.", table.Place(_classifiedAt), ShortText.Quote(table.Text(_classifiedAt)!));
        return null;
    }

    private double? Probability()
    {
        var text = table.Text(_probability);
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var probability) && probability is >= 0 and <= 1)
            return probability;
        findings.Warn(
            "Machine observations without a probability from 0 to 1 are imported with a score of 0.", table.Place(_probability), text is null ? null : ShortText.Quote(text));
        return null;
    }
}
