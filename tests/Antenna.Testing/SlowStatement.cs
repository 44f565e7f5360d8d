namespace Antenna.Testing;

/// <summary>Holds up the first statement with a text, once it has ended, until it is told to go on.</summary>
public sealed class SlowStatement : IDisposable
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _goOn = new();
    private readonly CountedStatements _statements;
    private readonly string _text;

    public SlowStatement(CountedStatements statements, string text)
    {
        (_statements, _text) = (statements, text);
        statements.Ended += HoldUp;
    }

    public Task WhenEnded(CancellationToken cancellationToken) => _ended.Task.WaitAsync(cancellationToken);

    public void GoOn() => _goOn.Set();

    public void Dispose()
    {
        _statements.Ended -= HoldUp;
        _goOn.Set();
        _goOn.Dispose();
    }

    private void HoldUp(string statement)
    {
        if (statement.Contains(_text, StringComparison.Ordinal) && _ended.TrySetResult())
            _goOn.Wait();
    }
}
