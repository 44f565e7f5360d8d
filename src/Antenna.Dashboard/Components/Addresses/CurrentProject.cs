namespace Antenna.Dashboard.Components.Addresses;

/// <summary>
/// The project that the page at hand belongs to, so that the bar's links lead to the same project's other pages. Pages say
/// it; nothing reads it but links, for what a page shows is in its address.
/// </summary>
public sealed class CurrentProject
{
    public event Action? Changed;

    /// <summary>Null until a page of some project was seen.</summary>
    public long? Id { get; private set; }

    public string? Name { get; private set; }

    public void Set(long id, string name)
    {
        if (Id == id && Name == name)
            return;
        (Id, Name) = (id, name);
        Changed?.Invoke();
    }

    /// <summary>All projects are in view.</summary>
    public void Clear()
    {
        if (Id is null)
            return;
        (Id, Name) = (null, null);
        Changed?.Invoke();
    }

    /// <summary>The project is gone.</summary>
    public void Forget(long id)
    {
        if (Id == id)
            Clear();
    }
}
