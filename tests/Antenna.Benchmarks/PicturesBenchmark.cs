using System.Diagnostics;
using Antenna.Dashboard.Pictures;
using Antenna.Data.Model;
using SkiaSharp;

namespace Antenna.Benchmarks;

/// <summary>Time and memory of crops and whole pictures of the largest captures.</summary>
internal static class PicturesBenchmark
{
    private const string Usage = "pictures [repetitions=N]";

    public static Task RunAsync(string[] options, CancellationToken cancellationToken)
    {
        var repetitions = BenchmarkOptions.Read(options, Usage, ("repetitions", 5))["repetitions"];
        Report.Header("pictures", "rendering of one picture; memory is resident, over what it was before");
        var folder = Directory.CreateTempSubdirectory("antenna-pictures-");
        try
        {
            var sensor = Draw(folder, "sensor.jpg", 16_000, 12_500, SKEncodedImageFormat.Jpeg);
            Measure("jpeg-200-mpx.crop", sensor, new(new Box(15_000, 11_000, 15_400, 11_400), 16_000, 12_500), 256);
            Measure("jpeg-200-mpx.whole", sensor, null, 1024);
            Measure("png-24-mpx.whole", Draw(folder, "spots.png", 6_000, 4_000, SKEncodedImageFormat.Png), null, 256);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return Task.CompletedTask;

        void Measure(string name, PictureFile file, PicturePart? part, int size)
        {
            var (times, peaks) = (new List<double>(), new List<double>());
            for (var repetition = 0; repetition <= repetitions; repetition++)
            {
                using var memory = MemoryPeak.Start();
                var started = Stopwatch.GetTimestamp();
                if (PictureRenderer.Render(new(file, part, size), cancellationToken).Problem is { } problem)
                    throw new InvalidOperationException(problem.Detail);
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                peaks.Add(memory.Stop() / 1e6);
            }

            Report.Figure($"pictures.{name}.time", times[1..], "ms");
            Report.Figure($"pictures.{name}.memory", peaks[1..], "MB");
        }
    }

    private static PictureFile Draw(DirectoryInfo folder, string name, int width, int height, SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Gray8, SKAlphaType.Opaque));
        bitmap.Erase(SKColors.White);
        var random = new Random(7);

        // PNG makes nothing of what is even; noise is as large a file as a photograph's.
        if (format is SKEncodedImageFormat.Png)
            random.NextBytes(bitmap.GetPixelSpan());
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint();
        for (var spot = 0; spot < 2_000; spot++)
            canvas.DrawCircle(random.Next(width), random.Next(height), random.Next(200), paint);
        var path = Path.Combine(folder.FullName, name);
        using (var encoded = bitmap.Encode(format, 85))
            File.WriteAllBytes(path, encoded.ToArray());
        var file = new FileInfo(path);
        return new(path, file.Length, file.LastWriteTimeUtc);
    }
}
