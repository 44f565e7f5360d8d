namespace Antenna.Dashboard.Components.Addresses;

public static partial class DashboardUrls
{
    internal const string SignInPath = "login";
    internal const string TokenParameter = "t";
    internal const string ReturnParameter = "returnUrl";

    /// <summary>Signs a browser in that opens it, and leads to the start page.</summary>
    public static string SignIn(string token) => Path(SignInPath, null, (TokenParameter, token));
}
