using System.Text.Json;
using Weir.Bodies;
using Weir.Errors;
using Weir.Storage.Accounts;

namespace Weir.Authentication;

/// <summary>Registers people, their sessions and their keys. A store is registered beside it.</summary>
internal static class AccountsRegistration
{
    public static IServiceCollection AddWeirAccounts(this IServiceCollection services, AccountsSettings settings) => services
        .AddAccountsStorage(settings)
        .AddJson()
        .AddScoped<Confirmation>();

    private static IServiceCollection AddJson(this IServiceCollection services) => services
        .AddSingleton<BodyErrors>()
        // The binder's exceptions reach JsonBodies, which turns them into sentences.
        .Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true)
        .ConfigureHttpJsonOptions(options =>
        {
            var json = options.SerializerOptions;
            json.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.PropertyNameCaseInsensitive = false;
            json.AllowDuplicateProperties = false;
            json.NumberHandling = default;
            json.TypeInfoResolverChain.Insert(0, ErrorJson.Default);
        });
}
