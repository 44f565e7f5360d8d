namespace Antenna.Data.Choices;

/// <summary>Kinds of named things that filters choose from.</summary>
public enum ChoiceKind
{
    Project,

    /// <summary>Of one project.</summary>
    CaptureSet,

    /// <summary>Of one project.</summary>
    Station,

    /// <summary>Of one project, or shared by all.</summary>
    TaxaList,

    /// <summary>Offered versions of the lists that a project may use, the newest of a list first; trials are left out.</summary>
    TaxaListVersion,

    /// <summary>Everybody, whatever the project.</summary>
    Person,
}
