using Antenna.Benchmarks;

// One benchmark a command and a file; each prints its own header and one line a figure.
Dictionary<string, Func<string[], CancellationToken, Task>> benchmarks = new()
{
    ["kernel"] = KernelBenchmark.RunAsync,
    ["run"] = RunBenchmark.RunAsync,
    ["impact"] = ImpactBenchmark.RunAsync,
    ["preview"] = PreviewBenchmark.RunAsync,
    ["draft"] = DraftBenchmark.RunAsync,
    ["import"] = ImportBenchmark.RunAsync,
    ["package"] = PackageBenchmark.RunAsync,
    ["pages"] = PagesBenchmark.RunAsync,
    ["export"] = ExportBenchmark.RunAsync,
    ["circuits"] = CircuitsBenchmark.RunAsync,
    ["queue"] = QueueBenchmark.RunAsync,
    ["away"] = OutageBenchmark.RunAsync,
    ["pictures"] = PicturesBenchmark.RunAsync,
};

if (args is not [var name, .. var options] || !benchmarks.TryGetValue(name, out var benchmark))
{
    Console.Error.WriteLine($"Name a benchmark: {string.Join(", ", benchmarks.Keys)}.");
    return 1;
}

using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    cancellation.Cancel();
};
try
{
    await benchmark(options, cancellation.Token);
    return 0;
}
catch (FormatException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
