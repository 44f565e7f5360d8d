namespace Antenna.Dashboard.CommandLine;

/// <summary>
/// What an option says cannot be used: there is nothing of that name, or more than one thing, or no file can be made there.
/// </summary>
/// <param name="option">Its name, without the dashes.</param>
internal sealed class RefusedOptionException(string option, string message) : Exception(message)
{
    public string Option => option;
}
