using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Weir.Accounting;
using Weir.Authentication;
using Weir.Errors;
using Weir.Invites;
using Weir.Storage.Accounts;
using Weir.Storage.Ledger;
using Weir.Storage.Model;

namespace Weir.Users;

/// <summary>Makes users, each with the budget that counts what it uses from its first moment.</summary>
internal sealed class UserCreation(WeirDbContext db, UserManager<User> users, Passwords passwords, TimeProvider time)
{
    public async Task<CreatedUser> CreateAsync(NewUser wanted, CancellationToken cancellationToken)
    {
        var user = Make(wanted);
        return await RefuseAsync(user, wanted.Password) is { } refusal
            ? new(null, refusal)
            : await AddAsync(user, wanted, mustBeFirst: false, cancellationToken);
    }

    /// <summary>Refused once there is an active administrator, also when two ask for it at the same time.</summary>
    public async Task<CreatedUser> CreateFirstAdministratorAsync(NewUser wanted, CancellationToken cancellationToken)
    {
        var user = Make(wanted);
        return await RefuseAsync(user, wanted.Password) is { } refusal
            ? new(null, refusal)
            : await AddAsync(user, wanted, mustBeFirst: true, cancellationToken);
    }

    /// <summary>The same with a password that the operator wrote down in the settings: it is taken even if it breaks the rules, and remembered.</summary>
    public Task<CreatedUser> CreateBootstrapAdministratorAsync(NewUser wanted, CancellationToken cancellationToken)
    {
        var user = Make(wanted);
        user.HasWeakBootstrapPassword = PasswordRules.Broken(wanted.Username, wanted.Password) is not null;
        return AddAsync(user, wanted, mustBeFirst: true, cancellationToken);
    }

    public Task<bool> AdministratorExistsAsync(CancellationToken cancellationToken) =>
        db.Users.AnyAsync(user => user.IsAdministrator && user.IsActive, cancellationToken);

    private User Make(NewUser wanted) => new()
    {
        Id = UserId.New().Value,
        UserName = wanted.Username,
        IsAdministrator = wanted.IsAdministrator,
        CreatedAt = time.GetUtcNow(),
        Models = wanted.Models,
        GroupId = wanted.GroupId,
    };

    /// <summary>Before the slow hash, so that who chooses a name or a password badly hears of both at once.</summary>
    private async Task<ErrorResult?> RefuseAsync(User user, string password)
    {
        var broken = new List<IdentityError>();
        foreach (var rule in users.UserValidators)
        {
            broken.AddRange((await rule.ValidateAsync(users, user)).Errors);
        }

        foreach (var rule in users.PasswordValidators)
        {
            broken.AddRange((await rule.ValidateAsync(users, user, password)).Errors);
        }

        return broken.Count == 0 ? null : Refuse(broken);
    }

    private async Task<CreatedUser> AddAsync(User user, NewUser wanted, bool mustBeFirst, CancellationToken cancellationToken)
    {
        if (await passwords.HashAsync(user, wanted.Password, cancellationToken) is not { } hash)
        {
            return new(null, PasswordCheck.Busy);
        }

        user.PasswordHash = hash;
        return await db.InTurnAsync(
            async () =>
            {
                if (mustBeFirst && await AdministratorExistsAsync(cancellationToken))
                {
                    return new CreatedUser(null, ErrorResult.Conflict("There is an administrator already: sign in instead."));
                }

                if (await GroupMembership.RefuseNewcomerAsync(db, user.GroupId, user.IsAdministrator, wanted.Budgets.Count, cancellationToken) is { } refusal)
                {
                    return new(null, refusal);
                }

                // Saved with the user alone: a name that is taken leaves the invite open.
                if (wanted.Invite is { } invite && !await db.Invites.MarkUsedAsync(invite, user.Id, time.GetUtcNow(), cancellationToken))
                {
                    return new(null, Joining.Gone);
                }

                await AddBudgetsAsync(user, wanted, cancellationToken);
                var created = await users.CreateAsync(user);
                return created.Succeeded ? new(user, null) : new(null, Refuse(created.Errors));
            },
            cancellationToken);
    }

    private async Task AddBudgetsAsync(User user, NewUser wanted, CancellationToken cancellationToken)
    {
        var templates = await db.BudgetTemplates.AsNoTracking().Where(template => template.IsForAdministrators == user.IsAdministrator).ToListAsync(cancellationToken);
        var limit = wanted.TokenLimit ?? (templates.Exists(template => template.Cap is not null) ? null : wanted.TokenLimitWithoutTemplate);
        db.Budgets.Add(Budget.TotalTokens(SubjectKind.User, user.Id, limit, user.CreatedAt));
        db.Budgets.AddRange(templates.Select(template => template.CopyFor(user.Id, user.CreatedAt)));
        db.Budgets.AddRange(wanted.Budgets.Select(budget => budget.CopyFor(user.Id, user.CreatedAt)));
    }

    private static ErrorResult Refuse(IEnumerable<IdentityError> errors)
    {
        var all = errors.ToList();
        var sentences = string.Join(' ', all.Select(error => error.Description));
        return all.Exists(error => error.Code == UsernameValidator.Taken) ? ErrorResult.Conflict(sentences) : ErrorResult.BadRequest(sentences);
    }
}
