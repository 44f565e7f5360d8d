using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Antenna.Data.Import;
using Spectre.Console;

namespace Antenna.Dashboard.CommandLine;

/// <summary>
/// Where a command writes: its answer to standard output, as tables and sentences for people or as JSON for programs, and
/// what happens on the way to standard error.
/// </summary>
internal sealed class CommandOutput(CommandInvocation invocation, bool asJson)
{
    /// <summary>Wide enough that no cell wraps in a file or a pipe, where nothing is to be fitted into a window.</summary>
    private const int WidthOfFiles = 1000;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        // Read by programs and terminals, never put into a page: names with accents stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    private readonly IAnsiConsole _tables = Console(invocation.Output, invocation.IsOutputRedirected);

    private readonly TextWriter _answer = invocation.Output;
    private readonly TextWriter _notes = invocation.Error;

    public bool AsJson => asJson;

    /// <summary>Standard error as a console that can move a progress bar, where it is a terminal.</summary>
    public IAnsiConsole Progress { get; } = Console(invocation.Error, invocation.IsErrorRedirected);

    /// <summary>An id as it is typed.</summary>
    public static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count with the word for it: "1 name", "12,345 names".</summary>
    public static string Count(long number, string one, string many) => $"{Count(number)} {(number == 1 ? one : many)}";

    /// <summary>The local time of this computer: of a command's reader.</summary>
    public static string Time(DateTime utc) => utc.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    // Within strings alone can there be such a character, and an escaped one is the same to a parser.
    public void Json<T>(T answer) => _answer.WriteLine(Visible(JsonSerializer.Serialize(answer, Format)));

    /// <summary>A sentence of the answer.</summary>
    public void WriteLine(string sentence) => _answer.WriteLine(Visible(sentence));

    /// <summary>A sentence about what happens, which is no part of the answer.</summary>
    public void Note(string sentence) => WriteError(_notes, sentence);

    /// <summary>Writes a sentence, or several lines, to standard error.</summary>
    public static void WriteError(TextWriter error, string text) => error.WriteLine(Visible(text));

    /// <summary>
    /// A text with the characters in it that a terminal would obey shown by their codes: names that were imported are in
    /// most of what is written.
    /// </summary>
    public static string Visible(string text) => ControlCharacters.Escape(text, keepLayout: true);

    /// <summary>A table of the answer.</summary>
    /// <param name="columns">Headers; one that begins with <c>#</c> is of numbers, set to the right and without the sign.</param>
    /// <param name="rows">As many cells each.</param>
    public void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
        {
            var header = new TableColumn(new Text(column.TrimStart('#')));
            table.AddColumn(column.StartsWith('#') ? header.RightAligned().NoWrap() : header);
        }

        foreach (var row in rows)
            table.AddRow(row.Select(cell => new Text(ControlCharacters.Escape(cell))));
        _tables.Write(table);
    }

    private static IAnsiConsole Console(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            // A build server's profile would switch control characters on where they were not asked for.
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (redirected)
            console.Profile.Width = WidthOfFiles;
        return console;
    }
}
