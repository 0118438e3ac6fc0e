using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Weir.Storage.Accounts;

namespace Weir.Authentication;

/// <summary>
/// Usernames are 2 to 64 letters of ASCII, digits and <c>. _ - @ +</c>, and unique whatever their case: with all of Unicode two
/// people's names could look the same.
/// </summary>
internal sealed class UsernameValidator : IUserValidator<User>
{
    public const string Taken = "UsernameTaken";

    public const string Malformed = "UsernameRule";

    public const int MinLength = 2;

    public const int MaxLength = 64;

    public async Task<IdentityResult> ValidateAsync(UserManager<User> manager, User user)
    {
        var name = user.UserName ?? "";
        if (name.Length is < MinLength or > MaxLength || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '@' or '+'))
        {
            return Failed(Malformed, $"The username must be {MinLength} to {MaxLength} characters: letters from a to z, digits, and . _ - @ +");
        }

        var normalized = manager.NormalizeName(name);
        var isTaken = await manager.Users.AnyAsync(other => other.NormalizedUserName == normalized && other.Id != user.Id);
        return isTaken ? Failed(Taken, $"The username \"{name}\" is taken.") : IdentityResult.Success;
    }

    private static IdentityResult Failed(string code, string description) => IdentityResult.Failed(new IdentityError { Code = code, Description = description });
}
