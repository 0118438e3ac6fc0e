using Weir.Errors;
using Weir.Storage.Accounts;

namespace Weir.Users;

/// <summary>A new user, or why there is none. Exactly one of the two is set.</summary>
internal readonly record struct CreatedUser(User? User, ErrorResult? Refusal);
