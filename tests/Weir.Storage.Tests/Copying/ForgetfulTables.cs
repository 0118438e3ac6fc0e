using Weir.Storage.Copying;
using Weir.Storage.Model;

namespace Weir.Storage.Tests.Copying;

/// <summary>Loses a row, or changes one value, on the way.</summary>
internal sealed class ForgetfulTables(IBulkTables tables, string victim, Action<object?[]>? change) : IBulkTables
{
    public Task BeginReadingAsync(WeirDbContext db, CancellationToken cancellationToken) => tables.BeginReadingAsync(db, cancellationToken);

    public Task EndReadingAsync(WeirDbContext db) => tables.EndReadingAsync(db);

    public Task BeginWritingAsync(WeirDbContext db, IReadOnlyList<CopiedTable> all, CancellationToken cancellationToken) =>
        tables.BeginWritingAsync(db, all, cancellationToken);

    public Task EmptyAsync(WeirDbContext db, IReadOnlyList<CopiedTable> all, CancellationToken cancellationToken) => tables.EmptyAsync(db, all, cancellationToken);

    public async Task<IRowWriter> WriteAsync(WeirDbContext db, CopiedTable table, CancellationToken cancellationToken)
    {
        var writer = await tables.WriteAsync(db, table, cancellationToken);
        return table.Name == victim ? new ForgetfulWriter(writer, change) : writer;
    }

    public Task CountOnAsync(WeirDbContext db, CopiedTable table, CancellationToken cancellationToken) => tables.CountOnAsync(db, table, cancellationToken);

    public Task CommitAsync(WeirDbContext db, CancellationToken cancellationToken) => tables.CommitAsync(db, cancellationToken);

    public Task RollbackAsync(WeirDbContext db) => tables.RollbackAsync(db);

    private sealed class ForgetfulWriter(IRowWriter writer, Action<object?[]>? change) : IRowWriter
    {
        private bool _hasActed;

        public ValueTask WriteAsync(object?[] values, CancellationToken cancellationToken)
        {
            if (!_hasActed)
            {
                _hasActed = true;
                if (change is null)
                {
                    return ValueTask.CompletedTask;
                }

                values = [.. values];
                change(values);
            }

            return writer.WriteAsync(values, cancellationToken);
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken) => writer.CompleteAsync(cancellationToken);

        public ValueTask DisposeAsync() => writer.DisposeAsync();
    }
}
