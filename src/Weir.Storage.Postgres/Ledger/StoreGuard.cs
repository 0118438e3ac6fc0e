using Npgsql;
using Weir.Storage.Ledger.Writing;

namespace Weir.Storage.Postgres.Ledger;

/// <summary>What a failure of the server means to the ledger.</summary>
internal static class StoreGuard
{
    public static void Run(Action work) => Run<object?>(() =>
    {
        work();
        return null;
    });

    public static T Run<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (PostgresException undone) when (undone.SqlState == Assumption.Untrue)
        {
            throw new LedgerStoreException("Another has written what this transaction took for true.", undone) { IsConflict = true };
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException or IOException or InvalidOperationException && !IsFault(failure))
        {
            throw new LedgerStoreException(failure.Message, failure) { IsConflict = PostgresEngine.IsUndone(failure) };
        }
    }

    /// <summary>What a row may not hold it may not hold later either: a fault of one command, which would be tried again for ever as a trouble of the store.</summary>
    private static bool IsFault(Exception failure) =>
        failure is PostgresException { SqlState: var state } && (state.StartsWith("22", StringComparison.Ordinal) || state.StartsWith("23", StringComparison.Ordinal));
}
