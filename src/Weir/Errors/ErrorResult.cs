using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Weir.Errors;

/// <summary>Turns a refusal of Weir's own API into HTTP.</summary>
internal sealed class ErrorResult(int status, string error) : IResult, IStatusCodeHttpResult
{
    /// <summary>Sentences quote field names, and people read them in a terminal: <c>\"</c> is plainer there than <c>\u0022</c>.</summary>
    private static readonly ErrorJson Json = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public int? StatusCode => status;

    public string Error => error;

    public string? Code { get; init; }

    /// <summary>When a retry may pass; null: do not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>For a page: the sentence, and when to try again.</summary>
    public string InWords => RetryAfter is { } wait ? $"{error} Try again in {Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds))} s." : error;

    public static ErrorResult BadRequest(string error) => new(StatusCodes.Status400BadRequest, error);

    public static ErrorResult Unauthorized(string error) => new(StatusCodes.Status401Unauthorized, error);

    public static ErrorResult Forbidden(string error) => new(StatusCodes.Status403Forbidden, error);

    public static ErrorResult NotFound(string error) => new(StatusCodes.Status404NotFound, error);

    public static ErrorResult Conflict(string error) => new(StatusCodes.Status409Conflict, error);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        if (RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        return response.WriteAsJsonAsync(new(Error, Code), Json.ErrorAnswer, "application/json", httpContext.RequestAborted);
    }
}
