using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace Antenna.Data.Model;

/// <summary>
/// The database of the product: PostgreSQL 15 or newer. Entities are plain rows joined by id; what is written in bulk is
/// written with COPY and set-based statements, not through the change tracker.
/// </summary>
public sealed class AntennaDbContext(DbContextOptions<AntennaDbContext> options) : DbContext(options)
{
    public DbSet<Person> People => Set<Person>();

    public DbSet<CookieKey> CookieKeys => Set<CookieKey>();

    public DbSet<Project> Projects => Set<Project>();

    public DbSet<ProjectCount> ProjectCounts => Set<ProjectCount>();

    public DbSet<Deployment> Deployments => Set<Deployment>();

    public DbSet<PictureFolder> PictureFolders => Set<PictureFolder>();

    public DbSet<PictureHost> PictureHosts => Set<PictureHost>();

    public DbSet<RemoteSource> RemoteSources => Set<RemoteSource>();

    public DbSet<RemoteObject> RemoteObjects => Set<RemoteObject>();

    public DbSet<Capture> Captures => Set<Capture>();

    public DbSet<CaptureSet> CaptureSets => Set<CaptureSet>();

    public DbSet<CaptureSetItem> CaptureSetItems => Set<CaptureSetItem>();

    public DbSet<CaptureSetClassifier> CaptureSetClassifiers => Set<CaptureSetClassifier>();

    public DbSet<CaptureSetFigures> CaptureSetFigures => Set<CaptureSetFigures>();

    public DbSet<CaptureSetOccurrence> CaptureSetOccurrences => Set<CaptureSetOccurrence>();

    public DbSet<Taxon> Taxa => Set<Taxon>();

    public DbSet<TaxonCommonName> TaxonCommonNames => Set<TaxonCommonName>();

    public DbSet<TaxonKey> TaxonKeys => Set<TaxonKey>();

    public DbSet<TaxonomyChange> TaxonomyChanges => Set<TaxonomyChange>();

    public DbSet<TaxaList> TaxaLists => Set<TaxaList>();

    public DbSet<TaxaListVersion> TaxaListVersions => Set<TaxaListVersion>();

    public DbSet<TaxaListEntry> TaxaListEntries => Set<TaxaListEntry>();

    public DbSet<TaxaListDraft> TaxaListDrafts => Set<TaxaListDraft>();

    public DbSet<TaxaListDraftStep> TaxaListDraftSteps => Set<TaxaListDraftStep>();

    public DbSet<AcceptedListName> AcceptedListNames => Set<AcceptedListName>();

    public DbSet<StoredCategoryMap> CategoryMaps => Set<StoredCategoryMap>();

    public DbSet<StoredClass> CategoryMapClasses => Set<StoredClass>();

    public DbSet<StoredKeptSet> KeptSets => Set<StoredKeptSet>();

    public DbSet<Algorithm> Algorithms => Set<Algorithm>();

    public DbSet<Occurrence> Occurrences => Set<Occurrence>();

    public DbSet<OccurrenceAlgorithm> OccurrenceAlgorithms => Set<OccurrenceAlgorithm>();

    public DbSet<OccurrenceDay> OccurrenceDays => Set<OccurrenceDay>();

    public DbSet<ProjectTaxon> ProjectTaxa => Set<ProjectTaxon>();

    public DbSet<Detection> Detections => Set<Detection>();

    public DbSet<DetectionBlock> DetectionBlocks => Set<DetectionBlock>();

    public DbSet<ImportedObservation> ImportedObservations => Set<ImportedObservation>();

    public DbSet<Classification> Classifications => Set<Classification>();

    public DbSet<ClassificationBlock> ClassificationBlocks => Set<ClassificationBlock>();

    public DbSet<ClassificationLogits> ClassificationLogits => Set<ClassificationLogits>();

    public DbSet<Identification> Identifications => Set<Identification>();

    public DbSet<Run> Runs => Set<Run>();

    public DbSet<RunStateChange> RunStateChanges => Set<RunStateChange>();

    public DbSet<RunPart> RunParts => Set<RunPart>();

    public DbSet<RunPartWait> RunPartWaits => Set<RunPartWait>();

    public DbSet<Node> Nodes => Set<Node>();

    public DbSet<Selection> Selections => Set<Selection>();

    public DbSet<SelectionOccurrence> SelectionOccurrences => Set<SelectionOccurrence>();

    public DbSet<StandingMask> StandingMasks => Set<StandingMask>();

    public DbSet<StandingMaskLaunch> StandingMaskLaunches => Set<StandingMaskLaunch>();

    public DbSet<StoredImport> Imports => Set<StoredImport>();

    public DbSet<ImportFilePiece> ImportFilePieces => Set<ImportFilePiece>();

    public DbSet<MatchedLinePiece> MatchedLinePieces => Set<MatchedLinePiece>();

    public DbSet<TrayOccurrence> TrayOccurrences => Set<TrayOccurrence>();

    public DbSet<PinnedOccurrence> PinnedOccurrences => Set<PinnedOccurrence>();

    public DbSet<RemovedClassification> RemovedClassifications => Set<RemovedClassification>();

    public DbSet<RunLogEntry> RunLogEntries => Set<RunLogEntry>();

    public DbSet<LineageEffect> LineageEffects => Set<LineageEffect>();

    public DbSet<OccurrenceEffect> OccurrenceEffects => Set<OccurrenceEffect>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        // An index on every foreign key is one more to keep for each of millions of rows written; the ones that a query or
        // a cascade needs are named in the configurations.
        configurationBuilder.Conventions.Remove<ForeignKeyIndexConvention>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(AntennaDbContext).Assembly);
}
