using Antenna.Core.Predictions;
using Antenna.Dashboard.Components.Live;
using Antenna.Dashboard.SignIn;
using Antenna.Dashboard.StandingMasks;
using Antenna.Data.Model;
using Antenna.Data.Paging;
using Antenna.Data.Predictions;
using Antenna.Data.Projects;
using Antenna.Data.TaxaLists;
using Antenna.PostProcessing.Masking;
using Antenna.PostProcessing.Tasks;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Antenna.Dashboard.Components.Projects;

/// <summary>Chooses a standing mask, and says with numbers what it would do before anything is set.</summary>
public sealed partial class StandingMaskForm(
    TaxaListCatalog lists, ClassifierCatalog classifiers, ClassifiedCaptures captures, StandingMaskControl control, ICurrentPerson currentPerson) : LiveComponent
{
    private IReadOnlyList<TaxaListOverview> _lists = [];
    private IReadOnlyList<NamedChoice> _classifiers = [];
    private MaskReview? _review;
    private ClassifiedCount? _there;
    private string? _basis;
    private string? _error;
    private bool _isBusy;

    [Parameter, EditorRequired]
    public ProjectSummary Project { get; set; } = null!;

    [Parameter, EditorRequired]
    public MaskSettings Settings { get; set; } = null!;

    /// <summary>Whether what is there now is to be masked as well.</summary>
    [Parameter]
    public bool AlsoNow { get; set; }

    /// <summary>Goes up when something of the project changed.</summary>
    [Parameter]
    public int Changes { get; set; }

    /// <summary>Something else was chosen: it belongs into the page's address.</summary>
    [Parameter]
    public EventCallback<(MaskSettings Settings, bool AlsoNow)> OnChosen { get; set; }

    [Parameter]
    public EventCallback<SetStandingMask> OnSet { get; set; }

    [Parameter]
    public EventCallback OnClosed { get; set; }

    private MaskOptions Options => Settings.Options;

    private bool IsChosen => Settings is { TaxaListId: not null, ClassifierIds.Count: > 0 };

    private bool CanSet => IsChosen && _review is { Problems.Count: 0 } && _there is not null && !_isBusy;

    private Project OfProject => new() { Id = Project.Id, Name = Project.Name };

    private IEnumerable<string> Effects => this switch
    {
        { IsChosen: false } => ["Choose a list and a classifier. Nothing is set by that."],
        { _review: null } or { _there: null } when _error is null => ["Counting…"],
        { _review.Problems.Count: > 0 } => ["Put right what is marked first."],
        { _review.Plans: [var plan, ..], _there: { } there } => StandingMaskText.OfSetting(plan, there),
        _ => [],
    };

    protected override async Task OnInitializedAsync() => await LoadAsync(async cancellationToken =>
    {
        _lists = [.. (await lists.ListAsync(Project.Id, person: null, cancellationToken)).Where(list => list.Newest is not null)];
        _classifiers = [.. (await classifiers.ListAsync(cancellationToken)).Select(row => new NamedChoice(row.Classifier.Id, row.Classifier.Name))];
    });

    protected override async Task OnParametersSetAsync()
    {
        var basis = $"{Project.Id} {Settings.TaxaListId} {Settings.TaxaListVersion} {string.Join(',', Settings.ClassifierIds)} {Options} {Changes}";
        if (_basis == basis)
            return;
        (_basis, _review, _error) = (basis, null, null);
        await LoadAsync(cancellationToken => ReviewAsync(basis, cancellationToken), "What this would do could not be counted");
        if (_basis == basis)
            _error = LoadError?.Message;
    }

    /// <summary>What is wrong with a field, by the name that its option has on the command line.</summary>
    private IEnumerable<string> At(string field) => IsChosen ? (_review?.Problems ?? []).Where(problem => problem.Field == field).Select(problem => problem.Message) : [];

    private Task ChooseAsync(MaskSettings settings) => OnChosen.InvokeAsync((settings, AlsoNow));

    private Task ChooseAsync(MaskOptions options) => ChooseAsync(Settings with { Options = options });

    private async Task ReviewAsync(string basis, CancellationToken cancellationToken)
    {
        if (!IsChosen)
            return;
        var review = await control.ReviewAsync(OfProject, Settings, cancellationToken);
        var there = await captures.CountAsync(Project.Id, Settings.ClassifierIds[0], cancellationToken);
        if (_basis == basis)
            (_review, _there) = (review, there);
    }

    private async Task SetAsync(MouseEventArgs click)
    {
        if (!CanSet || click.Detail > 1)
            return;
        _isBusy = true;
        await LoadAsync(SetAsync, "This could not be set");
        (_isBusy, _error) = (false, LoadError?.Message);
    }

    private async Task SetAsync(CancellationToken cancellationToken)
    {
        var person = await currentPerson.GetAsync(cancellationToken);
        try
        {
            var id = await control.SetAsync(OfProject, Settings, person, cancellationToken);
            var maskNow = AlsoNow && _there is { Predictions: > 0 };
            await OnSet.InvokeAsync(new(id, maskNow ? await control.ApplyNowAsync(id, person, cancellationToken) : null));
        }
        catch (LaunchRefusedException refused)
        {
            _review = new([], refused.Problems);
        }
    }
}
