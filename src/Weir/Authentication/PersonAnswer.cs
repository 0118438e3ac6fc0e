using Weir.Storage.Accounts;

namespace Weir.Authentication;

/// <summary>A user as it sees itself.</summary>
internal sealed record PersonAnswer(Guid Id, string Username, int IsAdmin)
{
    public static PersonAnswer Of(User user) => new(user.Id, user.UserName!, user.IsAdministrator ? 1 : 0);
}
