using Microsoft.AspNetCore.Identity;

namespace Weir.Storage.Accounts;

/// <summary>A person with an account.</summary>
public sealed class User : IdentityUser<Guid>
{
    public bool IsAdministrator { get; set; }

    public bool IsActive { get; set; } = true;

    /// <summary>True while the password is the one the first start was given and breaks the password rules.</summary>
    public bool HasWeakBootstrapPassword { get; set; }

    /// <summary>The models, or beginnings of names with a star, that the user is limited to; empty: all.</summary>
    public List<string> Models { get; set; } = [];

    /// <summary>The group whose budgets count what the user uses; null: none.</summary>
    public Guid? GroupId { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Set when the user was deleted: name and credentials are erased, ledger entries stay under the id.</summary>
    public DateTimeOffset? ErasedAt { get; set; }
}
