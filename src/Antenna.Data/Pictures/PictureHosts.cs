using Antenna.Data.Model;
using Microsoft.EntityFrameworkCore;

namespace Antenna.Data.Pictures;

/// <summary>Keeps from which hosts of the web a project's pictures may come, and lets people allow them and withdraw that.</summary>
public sealed class PictureHosts(IDbContextFactory<AntennaDbContext> contexts, TimeProvider time)
{
    /// <summary>Those that some project's pictures may come from, in order: what a page may load pictures from.</summary>
    public async Task<IReadOnlyList<string>> ListAllowedAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.PictureHosts.Where(host => host.AllowedAt != null)
            .Select(host => host.Host).Distinct().OrderBy(host => host).ToListAsync(cancellationToken);
    }

    /// <summary>Whether a project's pictures may come from a host.</summary>
    public async Task<bool> IsAllowedAsync(long projectId, string host, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.PictureHosts.AnyAsync(
            each => each.ProjectId == projectId && each.Host == host && each.AllowedAt != null, cancellationToken);
    }

    /// <summary>Those that are not allowed yet, of one project or of all.</summary>
    /// <param name="most">No more than these.</param>
    public async Task<IReadOnlyList<BlockedHost>> ListBlockedAsync(long? projectId, int most, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await (
            from host in context.PictureHosts
            where host.AllowedAt == null && (projectId == null || host.ProjectId == projectId)
            join project in context.Projects on host.ProjectId equals project.Id
            orderby project.Name, host.Host
            select new BlockedHost(project.Id, project.Name, host.Host))
            .Take(most).ToListAsync(cancellationToken);
    }

    /// <summary>All that pictures of one project, or of any, lie on, those first that somebody allowed.</summary>
    /// <param name="most">No more than these.</param>
    public async Task<IReadOnlyList<KnownHost>> ListAsync(long? projectId, int most, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await (
            from host in context.PictureHosts
            where projectId == null || host.ProjectId == projectId
            join project in context.Projects on host.ProjectId equals project.Id
            orderby host.AllowedAt == null, project.Name, host.Host
            select new KnownHost(project.Id, project.Name, host.Host, host.AllowedAt))
            .Take(most).ToListAsync(cancellationToken);
    }

    /// <summary>Keeps a project's pictures from coming from a host from now on; another project that allowed it still may.</summary>
    public async Task WithdrawAsync(long projectId, string host, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.PictureHosts.Where(each => each.ProjectId == projectId && each.Host == host)
            .ExecuteUpdateAsync(update => update.SetProperty(each => each.AllowedAt, (DateTime?)null), cancellationToken);
    }

    /// <summary>Lets a project's pictures come from a host from now on.</summary>
    public async Task AllowAsync(long projectId, string host, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        await context.PictureHosts.Where(each => each.ProjectId == projectId && each.Host == host && each.AllowedAt == null)
            .ExecuteUpdateAsync(update => update.SetProperty(each => each.AllowedAt, now), cancellationToken);
    }
}

/// <summary>A host that pictures of a project lie on, and that is not allowed yet.</summary>
public sealed record BlockedHost(long ProjectId, string Project, string Host);

/// <summary>A host that pictures of a project lie on.</summary>
/// <param name="AllowedAt">Null while nobody allows it.</param>
public sealed record KnownHost(long ProjectId, string Project, string Host, DateTime? AllowedAt);
