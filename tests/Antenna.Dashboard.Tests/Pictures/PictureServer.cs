using System.Net;
using System.Xml.Linq;
using Antenna.Dashboard.Hosting;
using Antenna.Dashboard.Pictures;
using Antenna.Dashboard.Tests.CommandLine;
using Antenna.Data.Model;
using Antenna.Data.Pictures;
using Antenna.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SkiaSharp;
using Xunit;

namespace Antenna.Dashboard.Tests.Pictures;

/// <summary>A server of pictures, over a real database and a real folder, that tests put captures and detections into.</summary>
public sealed class PictureServer(PostgresCluster cluster) : IAsyncLifetime
{
    private readonly TemporaryFolder _outer = new();
    private TestDatabase? _database;
    private WebApplication? _app;
    private HttpClient? _client;
    private Project? _project;
    private Algorithm? _detector;
    private PictureFolder? _folder;
    private int _captures;

    /// <summary>Follows no redirection.</summary>
    public HttpClient Client => _client!;

    /// <summary>The folder that pictures may be served from; it lies in another one.</summary>
    public string Folder => _outer["pictures"];

    public string OuterFolder => _outer.Path;

    internal PictureRenditions Renditions => _app!.Services.GetRequiredService<PictureRenditions>();

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Folder);
        _database = await TestDatabase.CreateAsync(cluster);
        _project = new() { Name = "Pictures" };
        _detector = new() { Kind = AlgorithmKind.Detector, Key = "detector", Name = "Detector" };
        _folder = new() { Path = Folder };
        await SaveAsync(_project, _detector, _folder);
        await SaveAsync(new PictureHost { ProjectId = _project.Id, Host = "example.org", AllowedAt = DateTime.UtcNow });
        _app = await StartAsync(_database);
        _client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new(_app.Urls.Single()) };
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
        _outer.Dispose();
    }

    /// <summary>Writes a file into the folder, and returns its path within it.</summary>
    public string Write(string path, byte[] content)
    {
        var file = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content);
        return path;
    }

    /// <summary>The address of a capture with this picture.</summary>
    internal async Task<string> CaptureAsync(string path) => $"pictures/captures/{(await AddCaptureAsync(path)).Id}";

    /// <summary>The address of a capture whose import named no folder.</summary>
    internal async Task<string> CaptureWithoutFolderAsync(string path)
    {
        var capture = new Capture { ProjectId = _project!.Id, Path = path };
        await SaveAsync(capture);
        return $"pictures/captures/{capture.Id}";
    }

    /// <summary>The address of a detection with a crop.</summary>
    internal async Task<string> CropAsync(string crop) => await DetectionAsync($"unseen-{++_captures}.jpg", null, crop);

    /// <summary>The address of a detection with a box on a capture.</summary>
    /// <param name="size">Of the capture, as its import said.</param>
    internal async Task<string> DetectionAsync(string capture, Box? box, string? crop = null, (int Width, int Height)? size = null, bool isOfAnimal = false)
    {
        var seen = await AddCaptureAsync(capture, size);
        var animal = new Occurrence { ProjectId = seen.ProjectId };
        if (isOfAnimal)
            await SaveAsync(animal);
        var detection = new Detection
        {
            CaptureId = seen.Id, AlgorithmId = _detector!.Id, OccurrenceId = isOfAnimal ? animal.Id : null, CropPath = crop, X1 = box?.X1, Y1 = box?.Y1, X2 = box?.X2, Y2 = box?.Y2,
        };
        await SaveAsync(detection);
        return $"pictures/detections/{detection.Id}";
    }

    public Task<HttpResponseMessage> GetAsync(string address) => Client.GetAsync(new Uri(address, UriKind.Relative), Token);

    /// <summary>A placeholder is served, and its accessible name is the reason.</summary>
    internal async Task<string> AssertRefusedAsync(string address, string reason)
    {
        using var response = await GetAsync(address);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Equal("image/svg+xml", response.Content.Headers.ContentType?.MediaType);
        var drawing = XElement.Parse(await response.Content.ReadAsStringAsync(Token));
        Assert.Equal(reason, drawing.Attribute("aria-label")?.Value);
        return drawing.Element(drawing.Name.Namespace + "title")!.Value;
    }

    /// <summary>The picture that an address is answered with.</summary>
    public async Task<SKBitmap> PictureAsync(string address)
    {
        using var response = await GetAsync(address);
        return await DecodeAsync(response);
    }

    /// <summary>The picture in an answer.</summary>
    public static async Task<SKBitmap> DecodeAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return SKBitmap.Decode(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    private async Task<Capture> AddCaptureAsync(string path, (int Width, int Height)? size = null)
    {
        await using var context = _database!.CreateDbContext();
        var capture = await context.Captures.SingleOrDefaultAsync(each => each.Path == path, Token);
        if (capture is not null)
            return capture;
        capture = new() { ProjectId = _project!.Id, Path = path, PictureFolderId = _folder!.Id, Width = size?.Width, Height = size?.Height };
        context.Add(capture);
        await context.SaveChangesAsync(Token);
        return capture;
    }

    private async Task SaveAsync(params object[] rows)
    {
        await using var context = _database!.CreateDbContext();
        context.AddRange(rows);
        await context.SaveChangesAsync(Token);
    }

    private static async Task<WebApplication> StartAsync(TestDatabase database)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<IDbContextFactory<AntennaDbContext>>(database);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<PictureCatalog>();
        builder.Services.AddSingleton<PictureHosts>();
        builder.Services.AddPictures();
        var app = builder.Build();
        app.UseSecurityHeaders();
        app.MapPictures();
        await app.StartAsync(Token);
        return app;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
