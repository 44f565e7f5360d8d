using System.Text.RegularExpressions;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.Components.States;
using Antenna.Data.Database;
using Antenna.Data.Import;
using Antenna.Testing;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace Antenna.Dashboard.Tests.Components.Live;

/// <summary>What a page says of errors, and that it lives on after them.</summary>
public sealed partial class LiveComponentTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string Raw = "Object reference not set to an instance of an object.";

    private DashboardContext _dashboard = null!;

    public ValueTask InitializeAsync()
    {
        _dashboard = new(database);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _dashboard.DisposeAsync();

    [Fact]
    public async Task An_unexpected_error_shows_a_reference_and_the_log_has_the_rest_under_it()
    {
        var probe = _dashboard.Render<Probe>();
        var error = new InvalidOperationException(Raw);

        await probe.InvokeAsync(() => probe.Instance.LoadAsync(error));

        var shown = probe.Find("[role=alert]").TextContent;
        Assert.DoesNotContain(Raw, shown, StringComparison.Ordinal);
        var line = Assert.Single(_dashboard.Log.Lines, line => line.Exception == error);
        Assert.Equal(LogLevel.Error, line.Level);
        Assert.Contains(ReferenceIn(shown), line.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_component_that_is_disposed_while_it_loads_ends_quietly()
    {
        var probe = _dashboard.Render<Probe>();
        await probe.Instance.DisposeAsync();

        await probe.InvokeAsync(() => probe.Instance.LoadAsync(new OperationCanceledException()));

        Assert.DoesNotContain(_dashboard.Log.Lines, line => line.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task A_refusal_is_shown_as_it_is()
    {
        var probe = _dashboard.Render<Probe>();

        await probe.InvokeAsync(() => probe.Instance.LoadAsync(new ImportRefusedException("The file 'a.csv' is empty; choose another.")));

        Assert.Equal("The file 'a.csv' is empty; choose another.", probe.Find("[role=alert]").TextContent.Trim());
        Assert.DoesNotContain(_dashboard.Log.Lines, line => line.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task An_error_of_the_database_reports_what_to_do_about_it()
    {
        var probe = _dashboard.Render<Probe>();

        await probe.InvokeAsync(() => probe.Instance.LoadAsync(new NpgsqlException(Raw, new TimeoutException())));

        var shown = probe.Find("[role=alert]").TextContent;
        Assert.Contains(DatabaseErrorText.Advice(DatabaseErrorKind.Timeout), shown, StringComparison.Ordinal);
        Assert.DoesNotContain(Raw, shown, StringComparison.Ordinal);
        Assert.NotEmpty(ReferenceIn(shown));
    }

    [Fact]
    public async Task A_cancellation_that_is_not_the_components_own_is_an_error_like_any_other()
    {
        var probe = _dashboard.Render<Probe>();
        using var others = new CancellationTokenSource();
        await others.CancelAsync();

        await probe.InvokeAsync(() => probe.Instance.LoadAsync(new OperationCanceledException(others.Token)));

        Assert.NotEmpty(ReferenceIn(probe.Find("[role=alert]").TextContent));
        Assert.Contains(_dashboard.Log.Lines, line => line is { Level: LogLevel.Error, Exception: OperationCanceledException });
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public void An_update_that_fails_is_logged_and_reported_next_to_what_is_shown_and_made_again_without_a_signal(Exception error)
    {
        var probe = _dashboard.Render<Probe>();
        probe.Instance.Next = error;
        probe.Instance.Signal();
        probe.WaitForAssertion(() => Assert.NotEmpty(ReferenceIn(probe.Find("[role=alert]").TextContent)));
        Assert.Contains("Updated 0 times", probe.Markup, StringComparison.Ordinal);
        Assert.Contains(_dashboard.Log.Lines, line => line.Exception == error);

        probe.Instance.Next = null;

        probe.WaitForAssertion(() => Assert.Contains("Updated 1 times", probe.Markup, StringComparison.Ordinal));
        Assert.Empty(probe.FindAll("[role=alert]"));
    }

    public static TheoryData<Exception> Errors => [new InvalidOperationException(Raw), new OperationCanceledException()];

    [Fact]
    public void A_page_that_throws_while_it_is_drawn_shows_a_reference_and_not_the_exception()
    {
        var boundary = _dashboard.Render<PageErrorBoundary>(boundary => boundary
            .Add(it => it.ChildContent, builder => throw new InvalidOperationException(Raw))
            .Add(it => it.ErrorContent, error => builder => builder.AddContent(0, "caught")));

        Assert.Contains("caught", boundary.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain(Raw, boundary.Instance.Error!.Message, StringComparison.Ordinal);
        Assert.Contains(
            _dashboard.Log.Lines, line => line.Exception is not null && line.Message.Contains(boundary.Instance.Error.Reference!, StringComparison.Ordinal));
    }

    private static string ReferenceIn(string text) => Reference().Match(text).Groups[1].Value;

    [GeneratedRegex("reference ([2-9A-Z]{6})")]
    private static partial Regex Reference();

    /// <summary>A page that fails as it is told to.</summary>
    private sealed class Probe : LiveComponent
    {
        private Action? _signal;
        private int _updates;

        public Exception? Next { get; set; }

        public async Task LoadAsync(Exception error)
        {
            await LoadAsync(_ => Task.FromException(error));
            StateHasChanged();
        }

        public void Signal() => _signal!();

        protected override Task OnInitializedAsync()
        {
            Follow(
                changed =>
                {
                    _signal = changed;
                    return new EventSubscription(() => _signal = null);
                },
                _ =>
                {
                    if (Next is not null)
                        throw Next;
                    _updates++;
                    return Task.CompletedTask;
                });
            return LoadAsync(_ => Task.CompletedTask);
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.OpenComponent<PageState>(0);
            builder.AddComponentParameter(1, nameof(PageState.Error), LoadError);
            builder.AddComponentParameter(2, nameof(PageState.UpdateError), UpdateError);
            builder.AddComponentParameter(3, nameof(PageState.IsLoading), IsLoading);
            builder.AddComponentParameter(4, nameof(PageState.ChildContent), (RenderFragment)(content => content.AddContent(0, $"Updated {_updates} times")));
            builder.CloseComponent();
        }
    }
}
