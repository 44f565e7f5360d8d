using Quartz;

namespace Antenna.PostProcessing.Tests.Runs;

/// <summary>Schedulers before which something happens: between what was read before and what is read of the schedule.</summary>
internal sealed class HookedSchedulers(ISchedulerFactory schedulers, Func<Task> before) : ISchedulerFactory
{
    public async ValueTask<IScheduler> GetScheduler(CancellationToken cancellationToken = default)
    {
        await before();
        return await schedulers.GetScheduler(cancellationToken);
    }

    public ValueTask<List<IScheduler>> GetAllSchedulers(CancellationToken cancellationToken = default) =>
        schedulers.GetAllSchedulers(cancellationToken);

    public ValueTask<IScheduler?> LookupScheduler(string schedName, CancellationToken cancellationToken = default) =>
        schedulers.LookupScheduler(schedName, cancellationToken);
}
