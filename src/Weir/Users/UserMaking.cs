using Weir.Errors;
using Weir.ModelRoutes;

namespace Weir.Users;

/// <summary>Makes the user that an administrator asks for, or says what is wrong with what was asked.</summary>
internal sealed class UserMaking(UserCreation creation)
{
    public async Task<CreatedUser> MakeAsync(CreateUserRequest request, CancellationToken cancellationToken)
    {
        if (request is not { Username.Length: > 0, Password.Length: > 0 })
        {
            return new(null, ErrorResult.BadRequest("\"username\" and \"password\" are needed."));
        }

        if (Check(request.TokenLimit, request.Models) is { } wrong)
        {
            return new(null, wrong);
        }

        var wanted = new NewUser
        {
            Username = request.Username,
            Password = request.Password,
            IsAdministrator = request.IsAdmin ?? false,
            TokenLimit = request.TokenLimit,
            GroupId = request.GroupId,
            Models = request.Models ?? [],
        };
        return await creation.CreateAsync(wanted, cancellationToken);
    }

    /// <summary>What can also be changed later. Null: nothing is wrong.</summary>
    public static ErrorResult? Check(long? tokenLimit, List<string>? models) =>
        tokenLimit < 0 ? ErrorResult.BadRequest("\"token_limit\" must be 0 or more, or null for no limit.") : AllowedModels.Check(models);
}
