using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Weir.Storage.Accounts;
using Weir.Storage.Model;
using Weir.Storage.Tests.Engines;
using Xunit;

namespace Weir.Storage.Tests.Model;

public sealed class TrackedEntitiesTests : IAsyncLifetime
{
    private FreshDatabase _database = null!;
    private ServiceProvider _process = null!;
    private WeirDbContext _db = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await FreshDatabase.MakeAsync(Engine.Sqlite);
        _process = _database.NewProcess();
        _db = _process.NewContext();
        _db.Users.Add(new User { Id = Guid.CreateVersion7(), UserName = "mia", ConcurrencyStamp = "first" });
        await _db.SaveChangesAsync(Cancellation);
        _db.ChangeTracker.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await _db.DisposeAsync();
        await _process.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Entity_ChangedSince_HasItsOldValuesAndNothingToSave()
    {
        var user = await _db.Users.SingleAsync(Cancellation);
        var before = new TrackedEntities(_db.ChangeTracker);
        (user.UserName, user.ConcurrencyStamp) = ("eve", "second");
        await _db.SaveChangesAsync(Cancellation);
        before.Restore();

        Assert.Equal(("mia", "first"), (user.UserName, user.ConcurrencyStamp));
        Assert.Equal(EntityState.Unchanged, _db.Entry(user).State);
        Assert.Equal("first", _db.Entry(user).Property(row => row.ConcurrencyStamp).OriginalValue);
    }

    [Fact]
    public async Task Entity_ChangedBefore_IsStillToBeSaved()
    {
        var user = await _db.Users.SingleAsync(Cancellation);
        user.UserName = "eve";
        var before = new TrackedEntities(_db.ChangeTracker);
        await SaveAndUndoAsync();
        before.Restore();
        Assert.Equal("mia", _db.Entry(user).Property(row => row.UserName).OriginalValue);
        Assert.Equal([nameof(User.UserName)], _db.Entry(user).Properties.Where(property => property.IsModified).Select(property => property.Metadata.Name));
        await _db.SaveChangesAsync(Cancellation);
        Assert.Equal("eve", (await _db.Users.AsNoTracking().SingleAsync(Cancellation)).UserName);
    }

    [Fact]
    public async Task Entity_AddedBefore_IsStillToBeAddedUnderAKeyOfTheDatabases()
    {
        var user = await _db.Users.AsNoTracking().SingleAsync(Cancellation);
        var claim = new IdentityUserClaim<Guid> { UserId = user.Id, ClaimType = "colour", ClaimValue = "blue" };
        _db.UserClaims.Add(claim);
        var before = new TrackedEntities(_db.ChangeTracker);
        await SaveAndUndoAsync();
        before.Restore();
        Assert.Equal(EntityState.Added, _db.Entry(claim).State);
        await _db.SaveChangesAsync(Cancellation);
        Assert.Equal(1, (await _db.UserClaims.AsNoTracking().SingleAsync(Cancellation)).Id);
    }

    [Fact]
    public async Task Entity_DeletedBefore_IsStillToBeDeleted()
    {
        var user = await _db.Users.SingleAsync(Cancellation);
        _db.Users.Remove(user);
        var before = new TrackedEntities(_db.ChangeTracker);
        await SaveAndUndoAsync();
        before.Restore();
        Assert.Equal(EntityState.Deleted, _db.Entry(user).State);
        await _db.SaveChangesAsync(Cancellation);
        Assert.Equal(0, await _db.Users.CountAsync(Cancellation));
    }

    [Fact]
    public async Task Entity_AddedOrReadSince_IsForgotten()
    {
        var before = new TrackedEntities(_db.ChangeTracker);
        _db.Users.Add(new User { Id = Guid.CreateVersion7(), UserName = "eve" });
        await _db.Users.SingleAsync(Cancellation);
        before.Restore();
        Assert.Empty(_db.ChangeTracker.Entries());
    }

    private async Task SaveAndUndoAsync() => await Assert.ThrowsAsync<InvalidOperationException>(() => _db.InTurnAsync<int>(
        async () =>
        {
            await _db.SaveChangesAsync(Cancellation);
            throw new InvalidOperationException("undone");
        },
        Cancellation));
}
