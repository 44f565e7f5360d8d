using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Polly;
using Polly.Retry;

namespace Antenna.Data.Import.RunningAntenna;

/// <summary>
/// Requests from the API of a running Antenna. What fails for a while (429, 5xx, a connection that breaks, also within an answer) is
/// retried with exponential backoff, or after the time that the server says; what a person has to do something about is
/// refused in words. Redirects are followed on the same host only: the token is that host's.
/// </summary>
internal sealed class AntennaApi
{
    private const int MostRedirects = 5;

    private readonly HttpClient _client;
    private readonly ApiToken _token;
    private readonly AntennaApiOptions _options;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline _retries;
    private volatile bool _hasAnswered;

    public AntennaApi(IHttpClientFactory clients, AntennaAddress address, ApiToken token, AntennaApiOptions options, TimeProvider time)
    {
        (_client, Address, _token, _options, _time) = (clients.CreateClient(AntennaApiOptions.ClientName), address, token, options, time);
        if (token.IsEmpty || token.Reveal().Any(letter => letter is <= ' ' or > '~'))
            throw new ImportRefusedException("The token is missing, or is none: expected one line of letters and digits, as the other Antenna gave it.");
        _retries = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = attempt => ValueTask.FromResult(IsTransient(attempt.Outcome.Exception) && !attempt.Context.CancellationToken.IsCancellationRequested),
                MaxRetryAttempts = options.Retries,
                BackoffType = DelayBackoffType.Exponential,
                Delay = options.FirstDelay,
                MaxDelay = options.LongestDelay,
                UseJitter = true,
                DelayGenerator = attempt => ValueTask.FromResult((attempt.Outcome.Exception as AntennaBusyException)?.RetryAfter),
            })
            .Build();
    }

    public AntennaAddress Address { get; }

    public AntennaApiOptions Options => _options;

    /// <summary>The answer to a request; null where there is no such thing (404).</summary>
    /// <param name="path">Relative to the root of the API, with its query.</param>
    /// <exception cref="ImportRefusedException">It cannot be had.</exception>
    public async Task<JsonDocument?> FindAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await _retries.ExecuteAsync(async token => await RequestAsync(path, token), cancellationToken);
        }
        catch (Exception exception) when (IsTransient(exception) || exception is HttpRequestException or TaskCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Unreachable(exception);
        }
    }

    /// <summary>The answer to a request for what has to be there.</summary>
    /// <exception cref="ImportRefusedException">It is not, or cannot be had.</exception>
    public async Task<JsonDocument> GetAsync(string path, CancellationToken cancellationToken) =>
        await FindAsync(path, cancellationToken) ?? throw NoAntenna($"it has no {PathOnly(path)}");

    private async Task<JsonDocument?> RequestAsync(string path, CancellationToken cancellationToken)
    {
        var address = new Uri(Address.Api, path);
        for (var redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Authorization = new AuthenticationHeaderValue("Token", _token.Reveal());
            request.Headers.Accept.Add(new("application/json"));
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
            if (response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect)
            {
                address = Redirected(address, response, redirects);
                continue;
            }

            if (response.StatusCode is HttpStatusCode.NotFound)
                return null;
            Refuse(response, path);
            return await ReadAsync(response, path, cancellationToken);
        }
    }

    private void Refuse(HttpResponseMessage response, string path)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                return;
            case HttpStatusCode.Unauthorized:
                throw new ImportRefusedException(
                    $"{Address.Host} refused the token: it is wrong, or has expired. Get a new one there and import again; what was fetched is kept, and is not asked for again.");
            case HttpStatusCode.Forbidden:
                throw new ImportRefusedException(
                    $"The token may not read {PathOnly(path)} of {Address.Host}. Have its owner made a member of the project there, or use the token of one who is.");
            case HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError:
                throw new AntennaBusyException(response.StatusCode, RetryAfter(response));
            default:
                throw NoAntenna($"it answered {(int)response.StatusCode} to {PathOnly(path)}");
        }
    }

    private async Task<JsonDocument> ReadAsync(HttpResponseMessage response, string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var answer = await JsonDocument.ParseAsync(body, default, cancellationToken);
            _hasAnswered = true;
            return answer;
        }
        catch (JsonException)
        {
            throw NoAntenna($"its answer to {PathOnly(path)} is no JSON");
        }
    }

    private Uri Redirected(Uri from, HttpResponseMessage response, int redirects)
    {
        if (response.Headers.Location is not { } location || redirects == MostRedirects)
            throw NoAntenna("it redirects without end");
        var to = new Uri(from, location);
        var isUpgrade = from.Scheme == Uri.UriSchemeHttp && to.Scheme == Uri.UriSchemeHttps && to.Host == from.Host && from.IsDefaultPort && to.IsDefaultPort;
        return isUpgrade || (to.Scheme == from.Scheme && to.Authority == from.Authority)
            ? to
            : throw new ImportRefusedException(
                $"{Address.Host} redirects to {ShortText.Quote(to.GetLeftPart(UriPartial.Authority))}. The token was not sent there; give that address if it is the right one.");
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var after = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,

            // By the clock of who says so: this machine's may be another.
            { Date: { } date } => date - (response.Headers.Date ?? _time.GetUtcNow()),
            _ => (TimeSpan?)null,
        };
        return after is not { } known ? null
            : known < TimeSpan.Zero ? TimeSpan.Zero
            : known < _options.LongestRetryAfter ? known : _options.LongestRetryAfter;
    }

    /// <summary>Before the first answer, an address that is no server's is more likely a mistake than an outage.</summary>
    private bool IsTransient(Exception? exception) => exception switch
    {
        AntennaBusyException => true,
        TaskCanceledException => _hasAnswered,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError } => _hasAnswered,
        HttpRequestException or IOException => true,
        _ => false,
    };

    private ImportRefusedException Unreachable(Exception exception)
    {
        var why = exception switch
        {
            AntennaBusyException { Status: HttpStatusCode.TooManyRequests } => "says that it is asked too often",
            AntennaBusyException busy => $"answers {(int)busy.Status}",
            TaskCanceledException => "does not answer in time",
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "is the name of no server",
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "has no certificate that this server trusts",
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "cannot be reached from this server",
            _ => "breaks its connections",
        };
        return new([new ImportProblem(null, $"{Address.Host} {why}. Check the address, or try again later; what was fetched is kept, and is not asked for again.")], exception);
    }

    private ImportRefusedException NoAntenna(string why) =>
        new($"{Address.Host} is not an Antenna whose API is known here: {why}. Expected the address of its start page, such as https://antenna.example.");

    private static string PathOnly(string path) => path.Split('?')[0];
}

/// <summary>The server says that it cannot answer now.</summary>
/// <param name="status">How it says so.</param>
/// <param name="retryAfter">After how long to ask again; null where it does not say.</param>
internal sealed class AntennaBusyException(HttpStatusCode status, TimeSpan? retryAfter) : Exception($"The server answered {(int)status}.")
{
    public HttpStatusCode Status => status;

    public TimeSpan? RetryAfter => retryAfter;
}
