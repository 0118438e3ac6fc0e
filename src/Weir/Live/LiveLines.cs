using System.Text.Json;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Refusals;
using Weir.Requests;

namespace Weir.Live;

/// <summary>Turns what is told of exchanges into lines.</summary>
internal static class LiveLines
{
    public static LiveLine Of(ExchangeEvent told)
    {
        var (caller, refusal, settlement) = (told.Caller, told.Refusal, told.Settlement);
        return new()
        {
            Stage = Word(told.Stage),
            At = told.At,
            Exchange = told.RequestId,
            AttemptId = told.Attempt?.Value,
            UserId = caller?.User.Value,
            Username = caller?.Username,
            ApiKeyId = caller?.ApiKey?.Value,
            Path = told.Path,
            UserAgent = told.UserAgent,
            Model = told.Model,
            Upstream = told.Upstream,
            FirstByteMicroseconds = (long?)told.FirstByte?.TotalMicroseconds,
            Status = refusal?.Status ?? (settlement is { Status: > 0 } ? settlement.Status : null),
            Reason = refusal is null ? null : RefusalWords.Of(refusal.Reason),
            Error = refusal?.Message,
            Outcome = settlement is null ? null : EntryWords.Of(settlement.Outcome),
            Source = settlement is null ? null : EntryWords.Of(settlement.Source),
            InputTokens = settlement?.Usage.TotalInput,
            OutputTokens = settlement?.Usage.Output,
            NanoDollars = settlement?.NanoDollars,
        };
    }

    /// <summary>Of an exchange that another process served.</summary>
    public static LiveLine Of(RequestLine ended, Guid attempt) => new()
    {
        Stage = Word(ExchangeStage.Ended),
        At = ended.EndedAt,
        Exchange = ended.Exchange!,
        AttemptId = attempt,
        UserId = ended.UserId,
        Username = ended.Username,
        ApiKeyId = ended.ApiKeyId,
        Model = ended.Model,
        Upstream = ended.Upstream,
        FirstByteMicroseconds = ended.FirstByteMicroseconds,
        Status = ended.Status == 0 ? null : ended.Status,
        Outcome = ended.Outcome,
        Source = ended.Source,
        InputTokens = ended.InputTokens,
        OutputTokens = ended.OutputTokens,
        NanoDollars = ended.NanoDollars,
        IsElsewhere = true,
    };

    private static string Word(ExchangeStage stage) => JsonNamingPolicy.SnakeCaseLower.ConvertName(stage.ToString());
}
