using Antenna.Dashboard.Components.Layout;
using Antenna.Data.Database;
using Antenna.Testing;
using Bunit;
using Npgsql;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.Layout;

public sealed class DatabaseNoticeTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_page_shows_that_the_database_is_away_for_as_long_as_it_is()
    {
        await using var dashboard = new DashboardContext(database);
        var availability = dashboard.Product<DatabaseAvailability>();
        var notice = dashboard.Render<DatabaseNotice>();
        Assert.Empty(notice.FindAll("[role=alert]"));

        availability.ReportError(new NpgsqlException("broken", new IOException("reset")));
        notice.WaitForAssertion(() => Assert.StartsWith(
            DatabaseErrorText.What(DatabaseErrorKind.Unreachable), notice.Find("[role=alert]").TextContent, StringComparison.Ordinal));

        availability.ReportAvailable();
        notice.WaitForAssertion(() => Assert.Empty(notice.FindAll("[role=alert]")));
    }
}
