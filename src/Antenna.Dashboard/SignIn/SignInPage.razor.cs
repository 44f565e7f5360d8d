using Microsoft.AspNetCore.Components;

namespace Antenna.Dashboard.SignIn;

/// <summary>
/// What a browser sees that did not bring the token: what to do. Rendered once, without a circuit, which is for those who
/// are signed in.
/// </summary>
public sealed partial class SignInPage : ComponentBase
{
    /// <summary>Where to go afterwards, on this server.</summary>
    [Parameter, EditorRequired]
    public string ReturnTo { get; set; } = "/";

    /// <summary>Whether a token was sent that is not this server's.</summary>
    [Parameter]
    public bool IsRefused { get; set; }

    [CascadingParameter]
    private HttpContext? Http { get; set; }

    private HttpRequest? Request => Http?.Request;
}
