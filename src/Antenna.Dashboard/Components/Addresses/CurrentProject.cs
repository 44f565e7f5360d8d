namespace Antenna.Dashboard.Components.Addresses;

/// <summary>
/// The project in view, so that the bar's links lead to its pages: the one that a person chose, or all of them. Which project the
/// page at hand belongs to is another question. Pages say both; nothing reads it but links, for what a page shows is in its address.
/// </summary>
public sealed class CurrentProject
{
    private bool _areAllChosen;

    public event Action? Changed;

    /// <summary>Null while all projects are in view, and until a page of some project was seen.</summary>
    public long? Id { get; private set; }

    public string? Name { get; private set; }

    /// <summary>The project that an address named last, where there is none of that id; null where there is.</summary>
    public long? MissingId { get; private set; }

    /// <summary>A person chose the project, in the bar or by the address of a list.</summary>
    public void Choose(long id, string name)
    {
        _areAllChosen = false;
        Show(id, name);
    }

    /// <summary>A person chose all projects, in the bar or by the address of a list.</summary>
    public void ChooseAll()
    {
        _areAllChosen = true;
        Show(null, null);
    }

    /// <summary>
    /// The page of a thing of this project was opened, which brings the project into view; but where all projects were chosen,
    /// they stay so: who opens a thing does not ask for its project's other things.
    /// </summary>
    public void Open(long id, string name)
    {
        if (!_areAllChosen)
            Show(id, name);
    }

    /// <summary>An address names a project that is not there, and so not the one that was in view until now.</summary>
    public void Miss(long id) => Show(null, null, missing: id);

    /// <summary>The project is gone.</summary>
    public void Forget(long id)
    {
        if (Id == id)
            Show(null, null);
    }

    private void Show(long? id, string? name, long? missing = null)
    {
        if ((Id, Name, MissingId) == (id, name, missing))
            return;
        (Id, Name, MissingId) = (id, name, missing);
        Changed?.Invoke();
    }
}
