using Spectre.Console;

namespace Antenna.Dashboard.CommandLine;

/// <summary>One thing that goes on, as it is shown.</summary>
internal interface IProgressLine
{
    /// <summary>Shows how it stands; may be called as often as it changes.</summary>
    /// <param name="done">0 to 1; null where that is not known.</param>
    /// <param name="status">In words, without the name of the thing.</param>
    /// <param name="isNews">Whether it is to be seen at once, even where lines are written only now and then.</param>
    void Show(double? done, string status, bool isNews = false);
}

/// <summary>
/// Shows what goes on: bars that move on a terminal, a line now and then where standard error goes to a file or a pipe, and
/// nothing there when the answer is for a program.
/// </summary>
internal sealed class ProgressDisplay(CommandOutput output, TimeProvider time)
{
    /// <summary>Does some work, which says how it goes on the lines that it asks for by their names.</summary>
    public async Task<T> ShowAsync<T>(Func<Func<string, IProgressLine>, Task<T>> work)
    {
        var capabilities = output.Progress.Profile.Capabilities;
        if (!capabilities.Ansi || !capabilities.Interactive)
            return await work(name => new TextLine(output, name, time));

        return await output.Progress.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .AutoClear(true)
            .StartAsync(context => work(name => new Bar(context.AddTask(Markup.Escape(CommandOutput.Visible(name)), maxValue: 1), name)));
    }

    private sealed class Bar(ProgressTask task, string name) : IProgressLine
    {
        public void Show(double? done, string status, bool isNews)
        {
            task.IsIndeterminate = done is null;
            task.Value = done ?? 0;
            task.Description = Markup.Escape(CommandOutput.Visible($"{name}: {status}"));
        }
    }

    private sealed class TextLine(CommandOutput output, string name, TimeProvider time) : IProgressLine
    {
        /// <summary>Often enough to see that it goes on, rare enough for a log.</summary>
        private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

        private long? _shownAt;

        public void Show(double? done, string status, bool isNews)
        {
            if (output.AsJson || !isNews && _shownAt is { } shownAt && time.GetElapsedTime(shownAt) < Interval)
                return;
            _shownAt = time.GetTimestamp();
            output.Note($"{name}: {status}");
        }
    }
}
