using Antenna.Dashboard.Components.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace Antenna.Dashboard.Components.Addresses;

/// <summary>
/// A page whose state is in its address. The page reads it from there alone, as one value, and so declares no parameter of
/// the query; it changes its state by going to another address.
/// </summary>
/// <remarks>
/// The browser's address moves on before the page does, and by the time that a read comes back it may be another page's:
/// <see cref="Address"/> stays what the page was last told.
/// </remarks>
public abstract class AddressedPage<TAddress> : LiveComponent
    where TAddress : PageAddress<TAddress>, IPageAddress<TAddress>
{
    private bool _hasBegun;

    /// <summary>What the page shows.</summary>
    protected TAddress Address { get; private set; } = TAddress.At(0);

    [Inject]
    protected NavigationManager Navigation { get; set; } = null!;

    /// <summary>Reads the address before anything of the page begins, and follows it from then on.</summary>
    public override Task SetParametersAsync(ParameterView parameters)
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            TryReadAddress();
            Navigation.LocationChanged += OnLocationChanged;
        }

        return base.SetParametersAsync(parameters);
    }

    /// <summary>The page was opened, or a person went to the address that it has now, which may be the same as before.</summary>
    protected abstract Task OnNavigatedAsync();

    /// <summary>Goes to the page with another state.</summary>
    protected void GoTo(TAddress address) => Navigation.NavigateTo(address);

    /// <summary>Changes the state in place: <em>back</em> leads to where one came from, not through all that was tried.</summary>
    protected void Replace(TAddress address) => Navigation.NavigateTo(address, replace: true);

    protected sealed override Task OnInitializedAsync() => OnNavigatedAsync();

    protected override ValueTask DisposeAsyncCore()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        return base.DisposeAsyncCore();
    }

    private bool TryReadAddress()
    {
        if (PageAddress.Parse<TAddress>(Navigation.ToBaseRelativePath(Navigation.Uri)) is not { } address)
            return false;
        Address = address;
        return true;
    }

    // An event cannot be awaited; what it throws goes the way of every exception of a component.
    private void OnLocationChanged(object? sender, LocationChangedEventArgs change) => _ = InvokeAsync(FollowAddressAsync);

    private async Task FollowAddressAsync()
    {
        // The router was told before, and this page may be gone for another.
        if (DisposedToken.IsCancellationRequested || !TryReadAddress())
            return;
        try
        {
            var reading = OnNavigatedAsync();
            StateHasChanged();
            await reading;
            StateHasChanged();
        }
        catch (Exception exception)
        {
            await DispatchExceptionAsync(exception);
        }
    }
}
