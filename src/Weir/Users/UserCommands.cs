using System.CommandLine;
using Microsoft.AspNetCore.Identity;
using Weir.Authentication;
using Weir.Storage.Accounts;

namespace Weir.Users;

/// <summary><c>weir user</c>: what an operator does to users at the machine itself, also while Weir serves.</summary>
internal static class UserCommands
{
    private const int Failed = 1;

    /// <param name="services">Builds what a command works with: accounts and a store.</param>
    public static Command Create(Func<ParseResult, CancellationToken, Task<ServiceProvider>> services)
    {
        var user = new Command("user", "Show users, and set their passwords.");
        user.Add(List(services));
        user.Add(SetPassword(services));
        return user;
    }

    private static Command List(Func<ParseResult, CancellationToken, Task<ServiceProvider>> services)
    {
        var list = new Command("list", "List all users.");
        list.SetAction(async (parsed, cancellationToken) =>
        {
            await using var provider = await services(parsed, cancellationToken);
            await using var scope = provider.CreateAsyncScope();
            var users = await scope.ServiceProvider.GetRequiredService<UserQueries>().FirstAsync(int.MaxValue, cancellationToken);
            await ListAsync(users, parsed.InvocationConfiguration.Output);
            return 0;
        });
        return list;
    }

    private static async Task ListAsync(List<UserAnswer> users, TextWriter output)
    {
        var width = users.Select(user => user.Username.Length).Append("USERNAME".Length).Max();
        await output.WriteLineAsync($"{"USERNAME".PadRight(width)}  {"ROLE",-13}  {"STATE",-11}  {"TOKENS",15}  {"LIMIT",15}  ID");
        foreach (var user in users)
        {
            var (role, state) = (user.IsAdmin == 1 ? "administrator" : "user", user.IsActive == 1 ? "active" : "deactivated");
            await output.WriteLineAsync(
                $"{user.Username.PadRight(width)}  {role,-13}  {state,-11}  {user.TotalTokens,15:N0}  {user.TokenLimit?.ToString("N0") ?? "none",15}  {user.Id}");
        }
    }

    private static Command SetPassword(Func<ParseResult, CancellationToken, Task<ServiceProvider>> services)
    {
        var username = new Argument<string>("username") { Description = "Whose password to set." };
        var set = new Command("set-password", "Set a user's password, read from the terminal or from standard input. All of the user's sessions end.")
        {
            username,
        };
        set.SetAction(async (parsed, cancellationToken) =>
        {
            await using var provider = await services(parsed, cancellationToken);
            await using var scope = provider.CreateAsyncScope();
            var problem = await SetAsync(scope.ServiceProvider, parsed.GetRequiredValue(username), cancellationToken);
            if (problem is not null)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync(problem);
                return Failed;
            }

            await parsed.InvocationConfiguration.Output.WriteLineAsync("The password is set, and the user's sessions have ended.");
            return 0;
        });
        return set;
    }

    /// <summary>Null when done.</summary>
    private static async Task<string?> SetAsync(IServiceProvider services, string username, CancellationToken cancellationToken)
    {
        var user = await services.GetRequiredService<UserManager<User>>().FindByNameAsync(username);
        if (user is null)
        {
            return $"There is no user \"{username}\": \"weir user list\" shows them.";
        }

        var password = await PasswordPrompt.ReadAsync($"New password of {user.UserName}: ", cancellationToken);
        var refusal = await services.GetRequiredService<PasswordChange>().ChangeAsync(user, password, except: null, cancellationToken);
        return refusal?.Error;
    }
}
