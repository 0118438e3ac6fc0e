using System.Globalization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Weir.Authentication;
using Weir.IntegrationTests.Running;
using Xunit;
using static Weir.IntegrationTests.Accounts.AccountHost;

namespace Weir.IntegrationTests.Accounts;

/// <summary>
/// Route × credential: what each route of Weir answers to each kind of credential. A route that isn't here fails the test, so that
/// nobody adds one without having thought about who may use it.
/// </summary>
public class AccessMatrixTests
{
    private const int In = 0;

    /// <summary>The columns of <see cref="Rows"/>.</summary>
    private static readonly string[] Credentials =
        ["none", "user", "admin", "deactivated", "key", "admin key", "deactivated key", "expired key", "revoked key", "conflicting"];

    /// <summary>What the rows say, by kind of route: the status of a refusal, or <see cref="In"/>.</summary>
    private static readonly Dictionary<string, int[]> Rows = ReadTable("""
        #             none user admin deact key adminK deactK expK revK confl
        public        in   in   in    in    in  in     in     in   in   in
        anyone        in   in   in    in    in  in     in     in   in   400
        registration  403  403  in    403   403 in     403    403  403  400
        caller        401  in   in    403   in  in     403    401  401  400
        account       401  in   in    403   403 in     403    401  401  400
        administrator 401  403  in    403   403 in     403    401  401  400
        # Cookies are not looked at: a page elsewhere must not ride on them.
        native        401  401  401   401   in  in     403    401  401  400
        # What manages an upstream is nobody's.
        nobody        403  403  403   403   403 403    403    403  403  403
        """);

    private static readonly Dictionary<string, string> Routes = new Dictionary<string, string>
    {
        ["GET /healthz"] = "public",
        ["GET /readyz"] = "public",
        ["GET /docs/{documentName?}"] = "public",
        ["GET /docs/favicon.svg"] = "public",
        ["GET /docs/scalar.js"] = "public",
        ["GET /docs/scalar.aspnetcore.js"] = "public",
        ["GET /openapi/{documentName}.json"] = "public",
        ["GET /setup"] = "anyone",
        ["POST /setup"] = "anyone",
        ["GET /sign-in"] = "anyone",
        ["POST /sign-in"] = "anyone",
        ["POST /sign-out"] = "anyone",
        ["POST /auth/login"] = "anyone",
        ["POST /auth/register"] = "registration",
        ["POST /auth/join"] = "anyone",
        ["POST /auth/reset"] = "anyone",
        ["GET /join"] = "anyone",
        ["POST /join"] = "anyone",
        ["GET /reset"] = "anyone",
        ["POST /reset"] = "anyone",
        ["GET /register"] = "anyone",
        ["POST /register"] = "anyone",
        ["GET /auth/sessions"] = "account",
        ["DELETE /auth/sessions"] = "account",
        ["DELETE /auth/sessions/{id:guid}"] = "account",
        ["GET /auth/me"] = "caller",
        ["POST /auth/logout"] = "account",
        ["POST /auth/confirm"] = "account",
        ["POST /auth/password"] = "account",
        ["GET /api/keys"] = "account",
        ["POST /api/keys"] = "account",
        ["DELETE /api/keys/{id:guid}"] = "account",
        ["GET /admin/api/users"] = "administrator",
        ["POST /admin/api/users"] = "administrator",
        ["GET /admin/api/users/{id:guid}"] = "administrator",
        ["PUT /admin/api/users/{id:guid}"] = "administrator",
        ["DELETE /admin/api/users/{id:guid}"] = "administrator",
        ["POST /admin/api/users/bulk"] = "administrator",
        ["POST /admin/api/users/{id:guid}/reset"] = "administrator",
        ["GET /admin/api/users/{id:guid}/sessions"] = "administrator",
        ["DELETE /admin/api/users/{id:guid}/sessions"] = "administrator",
        ["GET /admin/api/users/{id:guid}/keys"] = "administrator",
        ["DELETE /admin/api/users/{id:guid}/keys/{key:guid}"] = "administrator",
        ["GET /admin/api/invites"] = "administrator",
        ["POST /admin/api/invites"] = "administrator",
        ["DELETE /admin/api/invites/{id:guid}"] = "administrator",
        ["GET /admin/api/groups"] = "administrator",
        ["POST /admin/api/groups"] = "administrator",
        ["GET /admin/api/groups/{id:guid}"] = "administrator",
        ["PUT /admin/api/groups/{id:guid}"] = "administrator",
        ["DELETE /admin/api/groups/{id:guid}"] = "administrator",
        ["GET /admin/api/budgets"] = "administrator",
        ["POST /admin/api/budgets"] = "administrator",
        ["GET /admin/api/budgets/subjects"] = "administrator",
        ["GET /admin/api/budgets/{id:guid}"] = "administrator",
        ["PUT /admin/api/budgets/{id:guid}"] = "administrator",
        ["DELETE /admin/api/budgets/{id:guid}"] = "administrator",
        ["GET /admin/api/budgets/templates"] = "administrator",
        ["POST /admin/api/budgets/templates"] = "administrator",
        ["DELETE /admin/api/budgets/templates/{id:guid}"] = "administrator",
        ["GET /api/inference/budgets"] = "caller",
        ["GET /admin/api/prices"] = "administrator",
        ["POST /admin/api/prices"] = "administrator",
        ["GET /admin/api/prices/in-force"] = "administrator",
        ["GET /admin/api/prices/{id:guid}"] = "administrator",
        ["DELETE /admin/api/prices/{id:guid}"] = "administrator",
        ["POST /admin/api/prices/{id:guid}/end"] = "administrator",
        ["GET /admin/api/rate-limits"] = "administrator",
        ["POST /admin/api/rate-limits"] = "administrator",
        ["GET /admin/api/rate-limits/{id:guid}"] = "administrator",
        ["PUT /admin/api/rate-limits/{id:guid}"] = "administrator",
        ["DELETE /admin/api/rate-limits/{id:guid}"] = "administrator",
        ["GET /admin/api/upstreams"] = "administrator",
        ["POST /admin/api/upstreams"] = "administrator",
        ["GET /admin/api/upstreams/{id}"] = "administrator",
        ["PUT /admin/api/upstreams/{id}"] = "administrator",
        ["DELETE /admin/api/upstreams/{id}"] = "administrator",
        ["POST /admin/api/upstreams/test"] = "administrator",
        ["POST /admin/api/upstreams/{id}/test"] = "administrator",
        ["POST /admin/api/upstreams/{id}/test-change"] = "administrator",
        ["GET /admin/api/routes"] = "administrator",
        ["POST /admin/api/routes"] = "administrator",
        ["GET /admin/api/routes/{id}"] = "administrator",
        ["PUT /admin/api/routes/{id}"] = "administrator",
        ["DELETE /admin/api/routes/{id}"] = "administrator",
        ["GET /admin/api/models"] = "administrator",
        ["GET /admin/api/health"] = "administrator",
        ["GET /admin/api/health/verify"] = "administrator",
        ["POST /admin/api/health/verify"] = "administrator",
        ["DELETE /admin/api/health/verify"] = "administrator",
        ["GET /admin/api/settings"] = "administrator",
        ["PUT /admin/api/budgets/templates/{id:guid}"] = "administrator",
        ["GET /api/inference/usage"] = "caller",
        ["GET /api/inference/usage/stats"] = "caller",
        ["GET /admin/api/usage"] = "administrator",
        ["GET /admin/api/usage/{userId:guid}"] = "administrator",
        ["GET /admin/api/usage/{userId:guid}/summary"] = "administrator",
        ["POST /admin/api/usage/{entry:long}/corrections"] = "administrator",
        ["GET /admin/api/exports/usage"] = "administrator",
        ["GET /api/inference/usage/export"] = "caller",
        ["GET /api/inference/refusals"] = "caller",
        ["GET /admin/api/refusals"] = "administrator",
        ["GET /admin/api/requests"] = "administrator",
        ["GET /admin/api/requests/{id}"] = "administrator",
        ["GET /admin/api/requests/live"] = "administrator",
        ["GET /admin/api/overview"] = "administrator",
        ["GET /admin/api/corrections"] = "administrator",
        ["GET /api/inference/usage/summary"] = "caller",
        ["POST /api/inference/anthropic/messages"] = "caller",
        ["POST /v1/messages"] = "native",
        ["POST /v1/messages/count_tokens"] = "native",
        ["POST /v1/chat/completions"] = "native",
        ["POST /api/inference/openai/chat/completions"] = "caller",
        ["GET /api/inference/arrivals"] = "caller",
        ["POST /v1/responses"] = "native",
        ["POST /v1/embeddings"] = "native",
        ["GET /v1/models"] = "native",
        ["GET /v1/models/{**id}"] = "native",
        ["GET /api/inference/queue"] = "caller",
        ["GET /v1/{**path}"] = "public",
        ["POST /api/inference/ollama/chat"] = "caller",
        ["POST /api/inference/ollama/generate"] = "caller",
        ["GET /api/inference/ollama/models"] = "caller",
        ["GET /ollama"] = "public",
        ["HEAD /ollama"] = "public",
        ["GET /ollama/{**path}"] = "public",
    }.Concat(OllamaMount.Rows("/ollama/api")).Concat(OllamaMount.Rows("/api")).ToDictionary();

    [Fact]
    public async Task EveryRoute_HasARow()
    {
        await using var weir = await StartAsync();
        var mapped = weir.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(IsNoPage).SelectMany(Names).ToHashSet();
        Assert.Empty(mapped.Except(Routes.Keys).Order());
        Assert.Empty(Routes.Keys.Except(mapped).Order());
    }

    [Fact]
    public async Task EveryRoute_WithEveryCredential_AnswersByItsRow()
    {
        var clock = NewClock();
        await using var weir = await StartAsync(clock);
        using var client = weir.NewClient();
        var headers = await MatrixCredentials.OfAsync(weir, client, clock);
        var surprises = new List<string>();
        foreach (var (route, row) in Routes)
        {
            for (var column = 0; column < Credentials.Length; column++)
            {
                var answer = await SendAsync(client, route, await headers[column]());
                var expected = Rows[row][column];
                var fits = expected == In ? answer is < 500 and not (401 or 403) : answer == expected;
                if (!fits)
                {
                    surprises.Add($"{route} with {Credentials[column]}: {answer}, expected {(expected == In ? "in" : expected.ToString(CultureInfo.InvariantCulture))}");
                }
            }
        }

        Assert.Empty(surprises);
    }

    /// <summary>Of what Weir answers, a key in the path reaches inference and the greeting at the root, and nothing else.</summary>
    [Fact]
    public async Task EveryRoute_WithAKeyInThePath_IsForInferenceAlone()
    {
        await using var weir = await StartAsync();
        using var client = weir.NewClient();
        var key = await MatrixCredentials.KeyAsync(weir.Admin, new { name = "p", allow_in_path = true });
        var own = weir.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<AccessRequirement>() is not null).SelectMany(Names).ToHashSet();
        var surprises = new List<string>();
        foreach (var route in Routes.Keys)
        {
            var path = route.Split(' ')[1];
            var isOpen = Routes[route] != "nobody" && !own.Contains(route) && (path.StartsWith("/v1/", StringComparison.Ordinal) || path.StartsWith("/api/", StringComparison.Ordinal));
            var answer = await SendAsync(client, route, [], $"/k/{key}");
            if (isOpen ? answer is >= 500 or 401 or 403 : answer is not (403 or 404))
            {
                surprises.Add($"{route}: {answer}");
            }
        }

        Assert.Empty(surprises);
    }

    /// <summary>Pages have a test of their own; what they are made of is for anyone.</summary>
    private static bool IsNoPage(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is null
        && endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null
        && !endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith('_');

    private static IEnumerable<string> Names(RouteEndpoint endpoint)
    {
        var pattern = "/" + endpoint.RoutePattern.RawText!.Trim('/');
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"];
        return methods.Select(method => $"{method} {pattern}");
    }

    private static async Task<int> SendAsync(HttpClient client, string route, (string Name, string Value)[] headers, string prefix = "")
    {
        var (method, pattern) = (route.Split(' ')[0], route.Split(' ')[1]);
        var path = pattern.Replace("{**path}", "elsewhere", StringComparison.Ordinal)
            .Replace("{documentName?}", "", StringComparison.Ordinal)
            .Replace("{documentName}", "v1", StringComparison.Ordinal)
            .Replace("{id:guid}", "00000000-0000-7000-8000-000000000000", StringComparison.Ordinal)
            .Replace("{key:guid}", "00000000-0000-7000-8000-000000000000", StringComparison.Ordinal)
            .Replace("{userId:guid}", "00000000-0000-7000-8000-000000000000", StringComparison.Ordinal)
            .Replace("{entry:long}", "1", StringComparison.Ordinal)
            .Replace("{**id}", "demo", StringComparison.Ordinal)
            .Replace("{id}", "demo", StringComparison.Ordinal);
        return (await client.AskAsync(method, prefix + path, method is "POST" or "PUT" ? "{}" : null, headers)).Status;
    }

    private static Dictionary<string, int[]> ReadTable(string text) => text.Split('\n')
        .Where(line => line[0] != '#')
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .ToDictionary(cells => cells[0], cells => cells[1..].Select(cell => cell == "in" ? In : int.Parse(cell, CultureInfo.InvariantCulture)).ToArray());
}
