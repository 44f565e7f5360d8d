namespace Antenna.Dashboard.Components.Drafts;

/// <summary>What of a draft's bar is open.</summary>
public enum DraftPanel
{
    None,
    Add,
    Save,
    Discard,
}
