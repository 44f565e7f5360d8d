using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Antenna.Data.Postgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using MysticMind.PostgresEmbed;
using Xunit;

namespace Antenna.Data.Tests.Postgres;

/// <summary>
/// A folder laid out as Maven lays it out, with PostgreSQL as the Zonky project packs it, served on loopback. Its programs
/// only hand over to those of this machine.
/// </summary>
internal sealed class MavenRepository : IAsyncDisposable
{
    private readonly string _folder;
    private readonly WebApplication _server;
    private int _requests;

    private MavenRepository(string folder)
    {
        _folder = folder;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _server = builder.Build();
        _server.Urls.Add("http://127.0.0.1:0");
        _server.Use((HttpContext _, RequestDelegate next) =>
        {
            Interlocked.Increment(ref _requests);
            return next(_);
        });
        _server.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(folder), ServeUnknownFileTypes = true });
    }

    public string Url => _server.Urls.Single();

    /// <summary>How often it was asked for anything.</summary>
    public int Requests => _requests;

    private static string Artifact => $"embedded-postgres-binaries-{PgPlatform.Detect().ArtifactName}";

    private string ArtifactFolder => Path.Combine(_folder, "io", "zonky", "test", "postgres", Artifact);

    public static async Task<MavenRepository> StartAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        var repository = new MavenRepository(folder);
        await repository._server.StartAsync(TestContext.Current.CancellationToken);
        return repository;
    }

    /// <summary>Publishes one version.</summary>
    /// <param name="version">An exact version, such as 17.6.0.</param>
    /// <param name="programs">The programs that those in the archive hand over to.</param>
    /// <param name="checksum">What is published as the archive's SHA-256; null: the right one.</param>
    public async Task PublishAsync(string version, PostgresBinaries programs, string? checksum = null)
    {
        var folder = Directory.CreateDirectory(Path.Combine(ArtifactFolder, version)).FullName;
        var jar = Path.Combine(folder, $"{Artifact}-{version}.jar");
        await using (var archive = await ZipFile.OpenAsync(jar, ZipArchiveMode.Create, TestContext.Current.CancellationToken))
        await using (var entry = await archive.CreateEntry("postgres.txz").OpenAsync(TestContext.Current.CancellationToken))
            await WriteProgramsAsync(entry, programs);
        checksum ??= Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(jar, TestContext.Current.CancellationToken)));
        await File.WriteAllTextAsync(jar + ".sha256", checksum, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(ArtifactFolder, "maven-metadata.xml"),
            $"<metadata><versioning><versions><version>{version}</version></versions></versioning></metadata>",
            TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task WriteProgramsAsync(Stream output, PostgresBinaries programs)
    {
        await using var tar = new TarWriter(output, leaveOpen: true);
        foreach (var program in PostgresBinaries.Programs)
        {
            var script = $"#!/bin/sh\nexec '{PostgresBinaries.PathOf(programs.Folder, program)}' \"$@\"\n";
            await tar.WriteEntryAsync(
                new PaxTarEntry(TarEntryType.RegularFile, $"bin/{program}")
                {
                    DataStream = new MemoryStream(Encoding.UTF8.GetBytes(script)),
                    Mode = (UnixFileMode)Convert.ToInt32("755", 8),
                },
                TestContext.Current.CancellationToken);
        }
    }
}
