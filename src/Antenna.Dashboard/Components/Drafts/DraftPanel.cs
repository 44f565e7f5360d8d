namespace Antenna.Dashboard.Components.Drafts;

/// <summary>What of a draft's bar is open.</summary>
internal enum DraftPanel
{
    None,
    Add,
    Save,
    Discard,
}
