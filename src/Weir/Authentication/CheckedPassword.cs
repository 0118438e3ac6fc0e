using Weir.Errors;
using Weir.Storage.Accounts;

namespace Weir.Authentication;

/// <summary>Whose password it was; with neither a user nor a refusal the name or the password is wrong.</summary>
internal readonly record struct CheckedPassword(User? User, ErrorResult? Refusal);
