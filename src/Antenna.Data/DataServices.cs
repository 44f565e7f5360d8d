using Antenna.Data.CaptureSets;
using Antenna.Data.Choices;
using Antenna.Data.Database;
using Antenna.Data.Demo;
using Antenna.Data.Export;
using Antenna.Data.Import.Camtrap;
using Antenna.Data.Import.Identifications;
using Antenna.Data.Import.Pipeline;
using Antenna.Data.Import.RunningAntenna;
using Antenna.Data.Import.Taxa;
using Antenna.Data.Import.TaxaLists;
using Antenna.Data.ImportJobs;
using Antenna.Data.Occurrences;
using Antenna.Data.Pictures;
using Antenna.Data.Predictions;
using Antenna.Data.Projects;
using Antenna.Data.Runs;
using Antenna.Data.Scopes;
using Antenna.Data.StandingMasks;
using Antenna.Data.TaxaLists;
using Antenna.Data.Taxonomy;
using Antenna.Data.Verification;
using Microsoft.Extensions.DependencyInjection;

namespace Antenna.Data;

/// <summary>Registers what pages, API and command line read and write through.</summary>
public static class DataServices
{
    /// <summary>
    /// Needs an <see cref="Npgsql.NpgsqlDataSource"/>, a context factory and a <see cref="TimeProvider"/> in the container;
    /// <see cref="RunHistory"/> also <see cref="IOutcomeKinds"/>. All are singletons, and each call takes a connection of its own; none keeps anything but what
    /// <see cref="CurrentTaxonomy"/> and <see cref="CurrentCategoryMaps"/> have read.
    /// </summary>
    public static IServiceCollection AddAntennaData(this IServiceCollection services)
    {
        services.AddSingleton<DatabaseAvailability>();
        services.AddTaxonomy();
        services.AddProjects();
        services.AddOccurrences();
        services.AddTaxaLists();
        services.AddImports();
        services.AddSingleton<ChoiceCatalog>();
        services.AddSingleton<RunHistory>();
        services.AddSingleton<RunEffectsExport>();
        services.AddSingleton<StandingMaskCatalog>();
        services.AddSingleton<DerivedVerification>();
        services.AddSingleton<DemoProjects>();
        services.AddSingleton<DemoTours>();
        return services;
    }

    private static void AddTaxonomy(this IServiceCollection services)
    {
        services.AddSingleton<CurrentTaxonomy>();
        services.AddSingleton<CurrentCategoryMaps>();
        services.AddSingleton<TaxonCatalog>();
        services.AddSingleton<TaxonSearch>();
        services.AddSingleton<UnresolvedNameSearch>();
        services.AddSingleton<TaxaEvidence>();
    }

    private static void AddProjects(this IServiceCollection services)
    {
        services.AddSingleton<ProjectCatalog>();
        services.AddSingleton<AlgorithmCatalog>();
        services.AddSingleton<ClassifierCatalog>();
        services.AddSingleton<DeploymentCatalog>();
        services.AddSingleton<CaptureSetCatalog>();
        services.AddSingleton<CaptureSetEditing>();
        services.AddSingleton<ClassifiedCaptures>();
        services.AddSingleton<PictureCatalog>();
        services.AddSingleton<PictureHosts>();
    }

    private static void AddOccurrences(this IServiceCollection services)
    {
        services.AddSingleton<OccurrenceList>();
        services.AddSingleton<OccurrenceTrays>();
        services.AddSingleton<OccurrenceReader>();
        services.AddSingleton<OccurrenceFilterCatalog>();
        services.AddSingleton<OccurrenceExport>();
        services.AddSingleton<PinnedOccurrences>();
        services.AddSingleton<StoredSelections>();
        services.AddSingleton<Identifications>();
        services.AddSingleton<DeterminationRecomputation>();
        services.AddSingleton<DetectionList>();
        services.AddSingleton<ClassificationList>();
        services.AddSingleton<PredictionReader>();
        services.AddSingleton<ScoreVectors>();
    }

    private static void AddTaxaLists(this IServiceCollection services)
    {
        services.AddSingleton<TaxaListCatalog>();
        services.AddSingleton<TaxaListReader>();
        services.AddSingleton<Listings>();
        services.AddSingleton<ListingEdits>();
        services.AddSingleton<TaxaListDrafts>();
        services.AddSingleton<TaxaListDraftSaving>();
        services.AddSingleton<TaxaListTrials>();
        services.AddSingleton<TaxaListCreation>();
        services.AddSingleton<TaxaListExport>();
        services.AddSingleton<ListSuggestions>();
    }

    private static void AddImports(this IServiceCollection services)
    {
        services.AddSingleton<TaxaImport>();
        services.AddSingleton<TaxaListImport>();
        services.AddSingleton<PipelineResultsImport>();
        services.AddSingleton<IdentificationsImport>();
        services.AddRunningAntennas();
        services.AddSingleton<CamtrapImport>();
        services.AddSingleton<ImportDispatch>();
        services.AddSingleton<ImportCatalog>();
        services.AddSingleton<MatchedLineReader>();
    }
}
