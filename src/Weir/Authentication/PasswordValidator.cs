using Microsoft.AspNetCore.Identity;
using Weir.Storage.Accounts;

namespace Weir.Authentication;

/// <summary>Holds Identity to the <see cref="PasswordRules"/>.</summary>
internal sealed class PasswordValidator : IPasswordValidator<User>
{
    public const string Code = "PasswordRule";

    public Task<IdentityResult> ValidateAsync(UserManager<User> manager, User user, string? password) =>
        Task.FromResult(PasswordRules.Broken(user.UserName, password ?? "") is { } broken
            ? IdentityResult.Failed(new IdentityError { Code = Code, Description = broken })
            : IdentityResult.Success);
}
