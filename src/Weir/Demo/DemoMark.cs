using Microsoft.EntityFrameworkCore;
using Weir.Storage.Model;

namespace Weir.Demo;

/// <summary>Whether an installation holds demonstration data: then its ledger knows an upstream that has a name of theirs.</summary>
internal static class DemoMark
{
    public static Task<bool> IsThereAsync(WeirDbContext db, CancellationToken cancellationToken) =>
        db.Names.AsNoTracking().AnyAsync(name => name.Text == DemoModel.Anthropic, cancellationToken);
}
