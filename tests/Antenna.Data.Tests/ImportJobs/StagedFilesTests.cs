using Antenna.Data.ImportJobs;
using Antenna.Data.Model;
using Antenna.Testing;
using Npgsql;
using Xunit;

namespace Antenna.Data.Tests.ImportJobs;

/// <summary>Files that were sent, on their way through the database.</summary>
public sealed class StagedFilesTests(TestDatabase database) : IClassFixture<TestDatabase>, IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("antenna-test-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public async Task A_folder_comes_out_as_it_went_in_beside_files()
    {
        var sent = _root.CreateSubdirectory("sent");
        await WriteAsync("sent/moths/june/media.csv", "june");
        await WriteAsync("sent/moths/media.csv", "all");
        await WriteAsync("sent/moths/empty.csv", "");
        await WriteAsync("sent/notes.txt", "rain");
        await using var connection = await database.DataSource.OpenConnectionAsync(Token);
        var import = await ImportAsync(connection);

        await StagedFiles.StoreAsync(connection, import, [Path.Combine(sent.FullName, "moths"), Path.Combine(sent.FullName, "notes.txt")], Token);
        var fetched = _root.CreateSubdirectory("fetched");
        await StagedFiles.FetchAsync(database.DataSource, import, fetched.FullName, Token);

        Assert.Equal(await ContentOfAsync(sent), await ContentOfAsync(fetched));
    }

    [Fact]
    public async Task A_file_of_a_row_that_leads_out_of_the_folder_is_never_written()
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Token);
        var import = await ImportAsync(connection);
        await using var command = new NpgsqlCommand("insert into import_file_pieces (import_id, file, position, bytes) values ($1, '../outside.csv', 0, '')", connection)
        {
            Parameters = { new() { Value = import } },
        };
        await command.ExecuteNonQueryAsync(Token);
        var folder = _root.CreateSubdirectory("folder");

        await Assert.ThrowsAsync<InvalidDataException>(() => StagedFiles.FetchAsync(database.DataSource, import, folder.FullName, Token));

        Assert.Empty(_root.EnumerateFiles("*", SearchOption.AllDirectories));
    }

    private async Task<long> ImportAsync(NpgsqlConnection connection)
    {
        await using var context = database.CreateDbContext();
        var person = new Person { Name = Guid.NewGuid().ToString() };
        context.Add(person);
        await context.SaveChangesAsync(Token);
        return await ImportRecords.CreateAsync(connection, new(ImportKind.CamtrapDp), person.Id, isScheduled: true, DateTime.UtcNow, Token);
    }

    private async Task WriteAsync(string path, string text)
    {
        var file = new FileInfo(Path.Combine(_root.FullName, path));
        file.Directory!.Create();
        await File.WriteAllTextAsync(file.FullName, text, Token);
    }

    private static async Task<SortedDictionary<string, string>> ContentOfAsync(DirectoryInfo folder)
    {
        var content = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories))
            content[Path.GetRelativePath(folder.FullName, file.FullName)] = await File.ReadAllTextAsync(file.FullName, Token);
        return content;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
