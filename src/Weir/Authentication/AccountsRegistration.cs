using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Weir.Bodies;
using Weir.Errors;
using Weir.Invites;
using Weir.Keys;
using Weir.Sessions;
using Weir.SetUp;
using Weir.Storage.Accounts;
using Weir.Storage.Model;
using Weir.Users;

namespace Weir.Authentication;

/// <summary>Registers people, their sessions and their keys. A store is registered beside it.</summary>
internal static class AccountsRegistration
{
    public static IServiceCollection AddWeirAccounts(this IServiceCollection services, AccountsSettings settings) => services
        .AddAccountsStorage(settings)
        .AddPasswords()
        .AddJson()
        .AddScoped<Confirmation>()
        .AddScoped<Registration>()
        .AddScoped<SignIns>()
        .AddScoped<SessionQueries>()
        .AddScoped<KeyChanges>()
        .AddScoped<UserCreation>()
        .AddScoped<UserMaking>()
        .AddScoped<UserChanges>()
        .AddScoped<UserQueries>()
        .AddScoped<Deactivation>()
        .AddScoped<BulkUserChanges>()
        .AddScoped<InviteQueries>()
        .AddScoped<InviteChanges>()
        .AddScoped<Joining>()
        .AddScoped<PasswordResets>()
        .AddSingleton<SetUpLink>()
        .AddHostedService<FirstAdministrator>();

    private static IServiceCollection AddPasswords(this IServiceCollection services)
    {
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = Passwords.Iterations);
        // Before Identity adds its own rules, which are other ones.
        services.AddScoped<IPasswordValidator<User>, PasswordValidator>();
        services.AddScoped<IUserValidator<User>, UsernameValidator>();
        services.AddSingleton<IPasswordHasher<User>, PasswordHasher<User>>();
        services.AddIdentityCore<User>().AddEntityFrameworkStores<WeirDbContext>();
        return services
            .AddSingleton<Passwords>()
            .AddSingleton<SignInThrottle>()
            .AddSingleton<NewcomerThrottle>()
            .AddScoped<PasswordCheck>()
            .AddScoped<PasswordChange>()
            .AddScoped<OwnPassword>();
    }

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
            json.Converters.Add(new TextConverter());
            json.TypeInfoResolverChain.Insert(0, ErrorJson.Default);
            json.TypeInfoResolverChain.Insert(0, AuthJson.Default);
            json.TypeInfoResolverChain.Insert(0, UserJson.Default);
            json.TypeInfoResolverChain.Insert(0, KeyJson.Default);
            json.TypeInfoResolverChain.Insert(0, InviteJson.Default);
            json.TypeInfoResolverChain.Insert(0, SessionJson.Default);
        });
}
