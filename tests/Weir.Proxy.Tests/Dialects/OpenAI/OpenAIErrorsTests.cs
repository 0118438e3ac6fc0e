using System.Text;
using System.Text.Json;
using Weir.Accounting;
using Weir.Proxy.Dialects.OpenAI;
using Weir.Proxy.Refusals;

namespace Weir.Proxy.Tests.Dialects.OpenAI;

public sealed class OpenAIErrorsTests
{
    [Theory]
    [InlineData(400, RefusalReason.ClientBadRequest, "invalid_request_error", null)]
    [InlineData(401, RefusalReason.ClientUnauthenticated, "invalid_request_error", "invalid_api_key")]
    [InlineData(403, RefusalReason.ClientForbidden, "invalid_request_error", "permission_denied")]
    [InlineData(404, RefusalReason.ClientModelUnknown, "invalid_request_error", "model_not_found")]
    [InlineData(404, RefusalReason.ClientPathUnknown, "invalid_request_error", null)]
    [InlineData(429, RefusalReason.ClientBudgetExceeded, "insufficient_quota", "insufficient_quota")]
    [InlineData(429, RefusalReason.ClientBudgetPending, "rate_limit_exceeded", "rate_limit_exceeded")]
    [InlineData(500, RefusalReason.GatewayFault, "server_error", "server_error")]
    [InlineData(503, RefusalReason.GatewayLedgerUnavailable, "overloaded", "overloaded")]
    [InlineData(504, RefusalReason.UpstreamTimedOut, "server_error", "timeout")]
    public void Error_OfEachKind_HasTheTypeAndCodeThatProgramsKnow(int status, RefusalReason reason, string type, string? code)
    {
        var error = JsonElement.Parse(new OpenAIErrors().Body(new(status, reason, "It is \"so\"."), "req_1")).GetProperty("error");

        Assert.Equal(("It is \"so\".", type, code), (error.GetProperty("message").GetString(), error.GetProperty("type").GetString(), error.GetProperty("code").GetString()));
        Assert.Equal(JsonValueKind.Null, error.GetProperty("param").ValueKind);
    }

    [Fact]
    public void Error_OfABudget_HasItsFigures()
    {
        var refusal = new Refusal(429, RefusalReason.ClientBudgetExceeded, "Token limit exceeded") { Figures = new(9, 2, 5, 10) { Budget = BudgetId.New(), Unit = BudgetUnit.Tokens, Subject = SubjectKind.User } };

        Assert.Equal(
            """{"error":{"message":"Token limit exceeded","type":"insufficient_quota","param":null,"code":"insufficient_quota","details":{"error_code":"token_limit_exceeded","used":9,"limit":10,"reserved":2,"needed":5,"unit":"tokens","resets_at":null,"subject":"user"}}}""",
            Encoding.UTF8.GetString(new OpenAIErrors().Body(refusal, "req_1")));
    }

    [Fact]
    public void ErrorInStream_OfEachApi_IsAnEventOfItsOwn()
    {
        var refusal = new Refusal(502, RefusalReason.UpstreamCut, "Cut.");

        Assert.Equal(
            "data: {\"error\":{\"message\":\"Cut.\",\"type\":\"server_error\",\"param\":null,\"code\":\"server_error\"}}\n\n",
            Encoding.UTF8.GetString(new OpenAIChat().ErrorInStream(refusal, "req_1")));
        Assert.Equal(
            "event: error\ndata: {\"type\":\"error\",\"code\":\"server_error\",\"message\":\"Cut.\",\"param\":null,\"error\":{\"message\":\"Cut.\",\"type\":\"server_error\",\"param\":null,\"code\":\"server_error\"}}\n\n",
            Encoding.UTF8.GetString(new OpenAIResponses().ErrorInStream(refusal, "req_1")));
    }
}
