using Antenna.Data.Database;
using Antenna.Testing;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace Antenna.Data.Tests.Database;

public sealed class DatabaseErrorTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Theory]
    [InlineData("53100", DatabaseErrorKind.DiskFull)]
    [InlineData("58030", DatabaseErrorKind.DiskFailure)]
    [InlineData("55P03", DatabaseErrorKind.LockWait)]
    [InlineData("40P01", DatabaseErrorKind.Deadlock)]
    [InlineData("40001", DatabaseErrorKind.Deadlock)]
    [InlineData("53200", DatabaseErrorKind.OutOfMemory)]
    [InlineData("25006", DatabaseErrorKind.ReadOnly)]
    [InlineData("53300", DatabaseErrorKind.TooManyConnections)]
    [InlineData("57P01", DatabaseErrorKind.Unreachable)]
    [InlineData("57P03", DatabaseErrorKind.Unreachable)]
    [InlineData("25P03", DatabaseErrorKind.Unreachable)]
    [InlineData("08006", DatabaseErrorKind.Unreachable)]
    public async Task A_transient_error_is_recognised_by_its_code(string code, DatabaseErrorKind kind)
    {
        var error = DatabaseError.Of(await RaiseAsync(code));

        Assert.Equal(new(kind, "raised by a test"), error);
        Assert.True(error!.IsTransient);
    }

    [Theory]
    [InlineData("23505")]
    [InlineData("42P01")]
    [InlineData("57014")]
    [InlineData("22012")]
    public async Task Any_other_error_of_the_database_is_not_transient(string code)
    {
        var exception = await RaiseAsync(code);

        Assert.Equal(DatabaseErrorKind.Unexpected, DatabaseError.Of(exception)?.Kind);
        Assert.False(DatabaseError.IsTransientError(exception));
    }

    [Fact]
    public async Task An_error_is_found_inside_of_what_wraps_it()
    {
        var wrapped = new InvalidOperationException("wrapped", new DbUpdateException("again", await RaiseAsync("53100")));

        Assert.Equal(DatabaseErrorKind.DiskFull, DatabaseError.Of(wrapped)?.Kind);
    }

    [Fact]
    public void An_exception_that_is_none_of_the_database_is_no_database_error()
    {
        Assert.Null(DatabaseError.Of(new InvalidOperationException("another", new IOException("disk"))));
        Assert.False(DatabaseError.IsTransientError(null));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unreachable()
    {
        await using var unreachable = NpgsqlDataSource.Create("Host=127.0.0.1;Port=9;Username=nobody;GSS Encryption Mode=Disable");

        Assert.Equal(DatabaseErrorKind.Unreachable, await KindAsync(() => unreachable.OpenConnectionAsync(Token).AsTask()));
    }

    [Fact]
    public async Task A_pool_without_a_free_connection_has_none_left()
    {
        await using var pool = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxPoolSize = 1, Timeout = 1 });
        await using var taken = await pool.OpenConnectionAsync(Token);

        Assert.Equal(DatabaseErrorKind.TooManyConnections, await KindAsync(() => pool.OpenConnectionAsync(Token).AsTask()));
    }

    [Fact]
    public async Task A_statement_that_takes_longer_than_it_may_is_a_timeout()
    {
        await using var command = database.DataSource.CreateCommand("select pg_sleep(60)");
        command.CommandTimeout = 1;

        Assert.Equal(DatabaseErrorKind.Timeout, await KindAsync(() => command.ExecuteNonQueryAsync(Token)));
    }

    [Fact]
    public async Task A_session_that_waits_for_a_lock_is_found_with_the_one_that_holds_it()
    {
        await using var held = await HeldLock.TakeAsync(Named("holder"), "lock table taxa");
        await using var waiting = NpgsqlDataSource.Create(Named("waiter"));
        await using var command = waiting.CreateCommand("select count(*) from taxa");
        var count = command.ExecuteScalarAsync(Token);
        await held.IsWaitedForAsync();

        var wait = await LockWait.FindAsync(database.DataSource, "waiter", Token);
        var none = await LockWait.FindAsync(database.DataSource, "holder", Token);
        await held.DisposeAsync();

        Assert.Equal("holder", wait?.HolderName);
        Assert.Null(none);
        Assert.Equal(0L, await count);
    }

    private string Named(string session) =>
        new NpgsqlConnectionStringBuilder(database.ConnectionString) { ApplicationName = session, Pooling = false }.ConnectionString;

    private Task<PostgresException> RaiseAsync(string code) => Assert.ThrowsAsync<PostgresException>(async () =>
    {
        await using var command = database.DataSource.CreateCommand(
            $"do $$ begin raise exception 'raised by a test' using errcode = '{code}'; end $$");
        await command.ExecuteNonQueryAsync(Token);
    });

    private static async Task<DatabaseErrorKind?> KindAsync(Func<Task> act) => DatabaseError.Of(await Record.ExceptionAsync(act))?.Kind;

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
