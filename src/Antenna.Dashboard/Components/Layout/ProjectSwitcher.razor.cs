using Antenna.Dashboard.Components.Addresses;
using Antenna.Dashboard.Components.Live;
using Antenna.Data.Projects;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.JSInterop;

namespace Antenna.Dashboard.Components.Layout;

/// <summary>
/// The project in view, and the way to another: type to find it, the ones looked at last first. It follows the address, and leads to the
/// same page of the other project where there is one.
/// </summary>
public sealed partial class ProjectSwitcher(ProjectCatalog projects, CurrentProject current, NavigationManager navigation, IJSRuntime js) : LiveComponent
{
    private const int Most = 12;

    private IJSObjectReference? _script;
    private long? _visited;

    private ProjectChoice Current => current is { Id: { } id, Name: { } name } ? new(id, name, IsRecent: false) : ProjectChoice.All;

    private string Address => navigation.ToBaseRelativePath(navigation.Uri);

    protected override Task OnInitializedAsync()
    {
        navigation.LocationChanged += OnLocationChanged;
        current.Changed += OnProjectChanged;
        return FollowAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _script = await js.InvokeAsync<IJSObjectReference>("import", DisposedToken, "./scripts/projects.js");
        await RememberAsync();
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        navigation.LocationChanged -= OnLocationChanged;
        current.Changed -= OnProjectChanged;
        try
        {
            if (_script is not null)
                await _script.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and the module with it.
        }

        await base.DisposeAsyncCore();
    }

    // Events cannot be awaited; what they throw goes the way of every exception of a component.
    private void OnLocationChanged(object? sender, LocationChangedEventArgs change) => _ = HandleAsync(FollowAsync);

    private void OnProjectChanged() => _ = HandleAsync(RememberAsync);

    private async Task HandleAsync(Func<Task> handle)
    {
        try
        {
            await InvokeAsync(handle);
        }
        catch (Exception exception)
        {
            await DispatchExceptionAsync(exception);
        }
    }

    /// <summary>Shows the project that the address names.</summary>
    private async Task FollowAsync()
    {
        await LoadAsync(NameAsync);
        await RememberAsync();
    }

    private async Task NameAsync(CancellationToken cancellationToken)
    {
        var address = Address;
        if (!ProjectPages.TryRead(address, out var named))
        {
            // A reload leaves nothing but the address to know by that all were chosen.
            if (ProjectPages.IsOpenedFromAll(address))
                current.ChooseAll();
        }
        else if (named is not { } id)
        {
            current.ChooseAll();
        }
        else if (id != current.Id)
        {
            var found = await projects.NamesAsync([id], cancellationToken);
            if (address != Address)
                return;
            if (found is [var project])
                current.Choose(project.Id, project.Name);
            else
                current.Miss(id);
        }
    }

    /// <summary>Shows the project in view, and keeps it among the last ones.</summary>
    private Task RememberAsync() => LoadAsync(async cancellationToken =>
    {
        StateHasChanged();
        if (current.Id is { } visited && visited != _visited && _script is not null)
        {
            _visited = visited;
            await _script.InvokeVoidAsync("visit", cancellationToken, visited);
        }
    });

    private async Task<IEnumerable<ProjectChoice>> FindAsync(string? text, CancellationToken typedOn)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(typedOn, DisposedToken);

        // What stands there before anything is typed is no text to look for.
        text = text == Current.Name ? null : text;
        var found = (await projects.FindAsync(text, Most, either.Token)).Select(choice => new ProjectChoice(choice.Id, choice.Name, IsRecent: false));
        if (!string.IsNullOrWhiteSpace(text))
            return ProjectChoice.All.Name.Contains(text.Trim(), StringComparison.OrdinalIgnoreCase) ? [ProjectChoice.All, .. found] : found;
        var ids = _script is null ? [] : await _script.InvokeAsync<long[]>("recent", either.Token) ?? [];
        var recent = (await projects.NamesAsync(ids, either.Token)).Select(choice => new ProjectChoice(choice.Id, choice.Name, IsRecent: true));
        return new[] { ProjectChoice.All }.Concat(recent).Concat(found).DistinctBy(choice => choice.Id);
    }

    private void Choose(ProjectChoice? choice)
    {
        if (choice is null || choice.Id == current.Id)
            return;
        if (choice.Id is { } id)
            current.Choose(id, choice.Name);
        else
            current.ChooseAll();
        navigation.NavigateTo(ProjectPages.InProject(Address, choice.Id));
    }

    /// <summary>A project, or all.</summary>
    /// <param name="Id">Null for all.</param>
    /// <param name="IsRecent">It was looked at lately in this browser.</param>
    internal sealed record ProjectChoice(long? Id, string Name, bool IsRecent)
    {
        public static ProjectChoice All { get; } = new(null, "All projects", IsRecent: false);

        // The same project, wherever it stands among the choices.
        public bool Equals(ProjectChoice? other) => other is not null && Id == other.Id;

        public override int GetHashCode() => Id.GetHashCode();
    }
}
